"""Dates with the precision that is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601).

No day or month is ever invented: "2022-03" stays a month.
"""

import re
from datetime import date

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_partial_date(text: str) -> bool:
    """Whether `text` is a year, month or day that exists in the calendar (years 1 to 9999)."""
    shape = _SHAPE.fullmatch(text) if text.isascii() else None
    if shape is None:
        return False
    try:
        date(*_first_day(text))
    except ValueError:
        return False
    return True


def earliest(text: str) -> date:
    """The first day that the partial date `text` can mean; raises ValueError for another text."""
    if not is_partial_date(text):
        raise ValueError(f"not a date: {text!r}; expected YYYY, YYYY-MM or YYYY-MM-DD")
    return date(*_first_day(text))


def _first_day(text: str) -> tuple[int, int, int]:
    year, month, day = (int(part) for part in [*text.split("-"), "1", "1"][:3])
    return year, month, day
