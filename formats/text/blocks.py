"""Blocks: runs of lines between blank lines, each joined into one line of words; and their lists.

How a block is wrapped into lines says nothing: whatever is decided about it is decided on the
joined text. Only a marker such as `A:` and the items of a list are looked for by their lines, and
the line end before an item is the only one that stays.

A list's first item begins with a bullet (`•`, `-`, `–`, `*` and their like, or `1.`, `1)`) on the
first line of a block, on a line below a colon, or right behind the mark of an answer. Each later
line that begins with the same bullet, or with the next number, begins an item; any other line goes
on with the item before. One item alone is no list. So a block may be wrapped anywhere but before a
bullet, and running text, which neither begins with a bullet nor has one behind a colon, may be
wrapped there too.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from lxml.etree import SubElement
from lxml.html import Element, HtmlElement

from formats.shapes import marker_at_start

# NBSP is what editors and web pages put where a space was meant; other spaces are meant.
_SPACES = re.compile("[ \t\u00a0]+")
# White space, and a byte order mark or a zero width space left over from copying.
_AT_ENDS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff\u200b"

# More than begins an item: what may have been meant as a list.
_ITEM = re.compile(r"(?:[-–—•·*+]|\d{1,2}[.)]) ")
_BULLET = re.compile(r"(?:(?P<sign>[-–•·●▪◦‣*])|(?P<number>[1-9]\d?)(?P<end>[.)])) (?=\S)")
_COLON = re.compile(r"[:：]\**$")
# As much of a line as holds the mark of an answer, or of what stands before a colon.
_MARK, _TAIL = 20, 8


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


@dataclass(frozen=True, slots=True)
class _Item:
    """What begins at `place` of `text` with a bullet, whose number is 0 without one."""

    text: str
    place: int
    sign: str
    number: int
    end: int

    @property
    def words(self) -> str:
        """All of the text behind the bullet."""
        return self.text[self.end :]

    def is_followed_by(self, following: "_Item") -> bool:
        """Whether `item` may come next in the same list."""
        return following.sign == self.sign and following.number in (0, self.number + 1)


def item_places(text: str, starts: Sequence[int]) -> list[int]:
    """Where items begin in `text`, the lines of which begin at `starts`; [] without a list."""
    runs: list[list[_Item]] = [[]]
    for start in starts:
        marker = marker_at_start(text[start : start + _MARK])
        if marker:
            runs.append([])
        behind = start + marker.stop + 1 if marker and not marker.is_question else start
        listed = _item_at(text, behind)
        if listed and _continues(runs[-1], listed, text, is_marked=behind > start):
            runs[-1].append(listed)
    return [listed.place for run in runs if len(run) > 1 for listed in run]


def with_items(text: str, places: Iterable[int]) -> str:
    """`text` with a line end in place of the space before each item."""
    cuts = [0, *(place for place in places if place), len(text) + 1]
    return "\n".join(text[start : stop - 1] for start, stop in pairwise(cuts))


def tree_of(text: str, line: int, before: HtmlElement | None = None) -> HtmlElement:
    """A paragraph and lists, as `with_items` gives them, as elements in a `div` on that line.

    Where a list comes right after another, be it the last in `before`, it gets another bullet.
    """
    tree = Element("div", {"data-line": str(line)})
    intro, lists = _parted(text)
    if intro:
        SubElement(tree, "p").text = intro
    elif before is not None and len(before):
        before = before[-1]
    for items in lists:
        holder = _holder(items[0], tree[-1] if len(tree) else before)
        tree.append(holder)
        for listed in items:
            SubElement(holder, "li").text = listed.words
    return tree


def _holder(first: _Item, before: HtmlElement | None) -> HtmlElement:
    if first.number:
        return Element("ol", {"start": str(first.number), "data-end": first.sign})
    is_same = before is not None and before.get("data-bullet") == "-"
    return Element("ul", {"data-bullet": "*" if is_same else "-"})


def _item_at(text: str, place: int) -> _Item | None:
    bullet = _BULLET.match(text, place)
    if bullet is None:
        return None
    sign, number = bullet["sign"] or bullet["end"], int(bullet["number"] or 0)
    return _Item(text, place, sign, number, bullet.end())


def _continues(run: Sequence[_Item], following: _Item, text: str, *, is_marked: bool) -> bool:
    if run:
        return following.place > run[-1].place and run[-1].is_followed_by(following)
    before = text[max(0, following.place - _TAIL) : following.place].rstrip(" ")
    return is_marked or not before or _COLON.search(before) is not None


def _parted(text: str) -> tuple[str, list[list[_Item]]]:
    """What stands before the items of `text`, and the lists that its items make."""
    intro, *lines = _item_lines(text)
    items = [listed for line in lines if (listed := _item_at(line, 0))]
    first = _item_at(intro, 0)
    if first and items and first.is_followed_by(items[0]):
        return "", _runs([first, *items])
    return intro, _runs(items)


def _item_lines(text: str) -> list[str]:
    """The lines of `text`; one of which no more than the bullet was left is joined again."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and _item_at(line, 0) is None:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def _runs(items: Iterable[_Item]) -> list[list[_Item]]:
    runs: list[list[_Item]] = []
    for listed in items:
        if runs and runs[-1][-1].is_followed_by(listed):
            runs[-1].append(listed)
        else:
            runs.append([listed])
    return runs
