"""A change that somebody saw, carried over to words that are newer: whether it is still that one.

She saw what `then` makes of `seen`. By now the document says `now`. The change is still what she
saw where every block that it changes stands unchanged, found by the difference between `seen` and
`now` and never by its words, with as many equal blocks before it as then. What a block stands
below (its heading, the head of its table) belongs to it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Indel

from documents.document import WHOLE, Document
from documents.leaf_blocks import LeafBlock, PartField, blocks_of, noun_of

_VALUES = ("language", "authors", "first_published")
_LISTS = {"sections": "order of the sections", "faqs": "order of the questions"}
_NO_BLOCKS: tuple[LeafBlock, ...] = ()

Blocks = Sequence[LeafBlock]


@dataclass(frozen=True, slots=True)
class PlaceChanged:
    """A place that a change is about and that isn't as it was seen: a block, called by a `noun`.

    `part` is a part key or `WHOLE`; `field` a field, `sections` or `faqs` for their order. The
    block itself may be the same, and other words stand `around` it.
    """

    part: str
    field: str
    noun: str
    around: bool = False


@dataclass(frozen=True, slots=True)
class _BlockChange:
    """Blocks `start` to `end` of what was seen, which give way to `blocks`."""

    start: int
    end: int
    blocks: Blocks

    def touched(self, count: int) -> range:
        """The blocks that must stand as they did, of `count`: those that go, else the neighbours.

        What only comes stands between two, and they say where.
        """
        if self.start < self.end:
            return range(self.start, self.end)
        return range(max(self.start - 1, 0), min(self.start + 1, count))


def changed_since(seen: Document, then: Document, now: Document) -> list[PlaceChanged]:
    """What of the blocks that `then` changes of `seen` isn't in `now` as it was, in their order."""
    return [*_values_changed(seen, then, now), *_blocks_changed(seen, then, now)]


def is_carried(seen: Document, then: Document, now: Document, coming: Document) -> bool:
    """Whether `coming` is `now` with just the change that was seen, just where it was seen.

    White space between blocks is no matter.
    """
    if changed_since(seen, then, now):
        return False
    for name in _VALUES:
        side = now if getattr(seen, name) == getattr(then, name) else then
        if getattr(coming, name) != getattr(side, name):
            return False
    if any(_keys(coming, name) != _keys(_side(seen, then, now, name), name) for name in _LISTS):
        return False
    return _with_hunks(seen, then, now) == _without_empty(blocks_of(coming))


def _values_changed(seen: Document, then: Document, now: Document) -> Iterator[PlaceChanged]:
    for name in _VALUES:
        before = getattr(seen, name)
        if before != getattr(then, name) and before != getattr(now, name):
            yield PlaceChanged(WHOLE, name, name.replace("_", " "))
    for name, noun in _LISTS.items():
        before = _keys(seen, name)
        if before != _keys(then, name) and before != _keys(now, name):
            yield PlaceChanged(WHOLE, name, noun)


def _side(seen: Document, then: Document, now: Document, name: str) -> Document:
    """Whose order of parts stands in the end: that of `then`, if it changes any."""
    return now if _keys(seen, name) == _keys(then, name) else then


def _keys(document: Document, name: str) -> list[str]:
    return [part.key for part in getattr(document, name)]


def _blocks_changed(seen: Document, then: Document, now: Document) -> Iterator[PlaceChanged]:
    old, new, standing = blocks_of(seen), blocks_of(then), blocks_of(now)
    ranks, ranks_now = _ranks(old), _ranks(standing)
    for place in dict.fromkeys([*old, *new]):
        before, by_now = old.get(place, _NO_BLOCKS), standing.get(place, _NO_BLOCKS)
        mapped = {
            index: where
            for index, where in _mapped(before, by_now).items()
            if ranks[place, index] == ranks_now[place, where]
        }
        for hunk in _hunks(before, new.get(place, _NO_BLOCKS)):
            if not _stands(hunk, len(before), mapped, len(by_now)):
                touched = [before[index] for index in hunk.touched(len(before))]
                around = all(_is_in(block, by_now) for block in touched)
                yield PlaceChanged(*place, noun_of([*touched, *hunk.blocks][0]), around)


def _is_in(block: LeafBlock, blocks: Blocks) -> bool:
    return any(block.text == other.text for other in blocks)


def _stands(hunk: _BlockChange, count: int, mapped: dict[int, int], count_now: int) -> bool:
    """Whether the touched blocks stand as they did, one behind the other, with nothing between."""
    touched = hunk.touched(count)
    places = [mapped.get(index, -1) for index in touched]
    if -1 in places or any(after != place + 1 for place, after in pairwise(places)):
        return False
    if hunk.start < hunk.end:
        return True
    # What comes at an end of the text stands at that end.
    at_start = hunk.start > 0 or (places[0] if places else count_now) == 0
    at_end = hunk.start < count or (places[-1] + 1 if places else 0) == count_now
    return at_start and at_end


def _with_hunks(seen: Document, then: Document, now: Document) -> dict[PartField, Blocks]:
    """The blocks of `now` with the change from `seen` to `then`, of which every place stands."""
    old, new, standing = blocks_of(seen), blocks_of(then), blocks_of(now)
    carried: dict[PartField, Blocks] = {}
    for place in (*standing, *(place for place in new if place not in standing)):
        before, by_now = old.get(place, _NO_BLOCKS), standing.get(place, _NO_BLOCKS)
        mapped, blocks = _mapped(before, by_now), list(by_now)
        for hunk in reversed(_hunks(before, new.get(place, _NO_BLOCKS))):
            start = mapped.get(hunk.start, mapped.get(hunk.start - 1, -1) + 1)
            blocks[start : start + hunk.end - hunk.start] = hunk.blocks
        carried[place] = tuple(blocks)
    return _without_empty(carried)


def _without_empty(blocks: dict[PartField, Any]) -> dict[PartField, Blocks]:
    return {place: listed for place, listed in blocks.items() if listed}


def _hunks(before: Blocks, after: Blocks) -> list[_BlockChange]:
    hunks: list[_BlockChange] = []
    for operation in Indel.opcodes(before, after):
        if operation.tag == "equal":
            continue
        start, blocks = operation.src_start, after[operation.dest_start : operation.dest_end]
        if hunks and hunks[-1].end == start:
            earlier = hunks.pop()
            start, blocks = earlier.start, (*earlier.blocks, *blocks)
        hunks.append(_BlockChange(start, operation.src_end, blocks))
    return hunks


def _mapped(before: Blocks, after: Blocks) -> dict[int, int]:
    """Where each block that stayed stands by now."""
    return {
        index: operation.dest_start + index - operation.src_start
        for operation in Indel.opcodes(before, after)
        if operation.tag == "equal"
        for index in range(operation.src_start, operation.src_end)
    }


def _ranks(blocks: dict[PartField, tuple[LeafBlock, ...]]) -> dict[tuple[PartField, int], Any]:
    """For each block, how many equal ones stand before it, and how many in its own text."""
    before: Counter[str] = Counter()
    ranks = {}
    for place, listed in blocks.items():
        in_text = Counter(block.text for block in listed)
        for index, block in enumerate(listed):
            ranks[place, index] = (before[block.text], in_text[block.text])
            before[block.text] += 1
    return ranks
