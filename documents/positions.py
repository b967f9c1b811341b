"""Where the words of a block stand in the source of a Markdown text.

A text is taken as `documents.text.normalised` leaves it: LF line ends, no control characters.
"""

from markdown_it.common.utils import mdTrim
from markdown_it.token import Token

Span = tuple[int, int]


def places(block: Token, source: str) -> list[int]:
    """Where each character of an inline token's content stands in `source`."""
    if "column" in block.meta:
        cells = _cells(source, block.meta["starts"][0])
        return cells[block.meta["column"]] if block.content else []
    written = [(start, _line(source, start)) for start in block.meta["starts"]]
    while written and not mdTrim(written[0][1]):
        del written[0]
    found: list[int] = []
    for content, (start, line) in zip(block.content.split("\n"), written, strict=False):
        # Only white space before the words may differ: a TAB stands for several spaces.
        begin = start + _lead(line) - _lead(content)
        found += range(begin, begin + len(content) + 1)
    return found[: len(block.content)]


def lines_of(source: str) -> list[int]:
    """Where each line of `source` begins, and as the last one where it ends."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return [*starts[:-1], len(source)]


def stripped(source: str, start: int, end: int) -> Span:
    """The span from `start` to `end` without the white space at its ends."""
    text = source[start:end]
    start += len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def _cells(source: str, start: int) -> list[list[int]]:
    """The places of the characters of each cell in the row that begins at `start`."""
    line = _line(source, start)
    cells: list[list[int]] = [[]]
    before = ""
    for place, character in enumerate(mdTrim(line), start + _lead(line)):
        if character == "|" and before != "\\":
            cells.append([])
        else:
            if character == "|":
                cells[-1].pop()  # the backslash is no part of the cell
            cells[-1].append(place)
        before = character
    return [_trimmed(cell, source) for cell in cells[0 if cells[0] else 1 :]]


def _trimmed(cell: list[int], source: str) -> list[int]:
    text = "".join(source[place] for place in cell)
    lead = _lead(text)
    return cell[lead : lead + len(mdTrim(text))]


def _line(source: str, start: int) -> str:
    end = source.find("\n", start)
    return source[start:] if end < 0 else source[start:end]


def _lead(text: str) -> int:
    """How many characters of white space stand before the first word."""
    words = mdTrim(text)
    return text.index(words) if words else len(text)
