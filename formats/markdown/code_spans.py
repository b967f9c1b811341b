"""Where code stands within a line of Markdown."""

import re
from bisect import bisect_right

_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")


class CodeSpans:
    """The code in a line; a line may hold thousands, and thousands of places to look for."""

    def __init__(self, line: str) -> None:
        spans = [found.span() for found in _CODE.finditer(line)] if "`" in line else []
        self._starts = [start for start, _stop in spans]
        self._stops = [stop for _start, stop in spans]

    def hold(self, place: int) -> bool:
        """Whether that place in the line is in code."""
        number = bisect_right(self._starts, place)
        return bool(number) and place < self._stops[number - 1]
