"""Blocks: runs of lines between blank lines, each joined into one line of words.

How a block is wrapped into lines says nothing: whatever is decided about it is decided on the
joined text. Only a marker such as `A:` and the items of a list are looked for by their lines, and
the line end before an item is the only one that stays.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from formats.text_lists import item_places, with_items

# NBSP is what editors and web pages put where a space was meant; other spaces are meant.
_SPACES = re.compile("[ \t\u00a0]+")
# White space, and a byte order mark or a zero width space left over from copying.
_AT_ENDS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff\u200b"

# More than begins an item: what may have been meant as a list.
_ITEM = re.compile(r"(?:[-–—•·*+]|\d{1,2}[.)]) ")


@dataclass(frozen=True, slots=True)
class Block:
    """Joined text; `starts` are the places where its lines began, `lines` those lines' numbers.

    `items` counts the items of lists in it.
    """

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    items: int

    @property
    def line(self) -> int:
        """The number of the first line."""
        return self.lines[0]

    @property
    def first_line(self) -> str:
        """The words of the first line."""
        return self.text if self.is_one_line else self.text[: self.starts[1] - 1]

    @property
    def is_one_line(self) -> bool:
        """Whether the block was one line."""
        return len(self.lines) == 1

    @property
    def is_like_list(self) -> bool:
        """Whether several lines begin as items do, though the block holds no list."""
        return (
            not self.items
            and sum(_ITEM.match(self.text, start) is not None for start in self.starts) > 1
        )

    def line_at(self, place: int) -> int:
        """The number of the line that held the character at `place` of the text."""
        return self.lines[bisect_right(self.starts, place) - 1]

    def line_begins_at(self, place: int) -> bool:
        """Whether a line of the file began at `place` of the text."""
        return self.starts[bisect_right(self.starts, place) - 1] == place


def blocks_of(text: str) -> list[Block]:
    """The blocks of `text`, whose line ends are LF."""
    runs = groupby(_lines(text), key=lambda numbered: bool(numbered[1]))
    return [_joined(list(run)) for filled, run in runs if filled]


def is_blank(text: str) -> bool:
    """Whether `text` shows nothing: white space and invisible format characters only."""
    return all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in text)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        yield number, "" if is_blank(line) else _SPACES.sub(" ", line.strip(_AT_ENDS))


def _joined(run: Sequence[tuple[int, str]]) -> Block:
    starts, place = [], 0
    for _, line in run:
        starts.append(place)
        place += len(line) + 1
    text = " ".join(line for _, line in run)
    items = item_places(text, starts)
    lines = tuple(number for number, _ in run)
    return Block(with_items(text, items), tuple(starts), lines, len(items))
