"""Which words of a source get which mark, so that no two marks share a word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from documents.marking.blocks import Block, Link, overlap
from documents.positions import Span, lines_of
from documents.units import around, touching


class Face(NamedTuple):
    """What a mark says, wherever it stands."""

    number: int
    label: str
    link_label: str
    date: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a source, from `start` to `end` in code points, that a correction brought.

    `number` is the correction's public one, `label` says what was done ("Corrected"), `link_label`
    where the link to its note leads, `date` is its day (ISO). Where words only went, `start` is
    `end`.
    """

    start: int
    end: int
    number: int
    label: str
    link_label: str
    date: str
    kind: str

    @property
    def face(self) -> Face:
        """What it says."""
        return Face(self.number, self.label, self.link_label, self.date, self.kind)


class Painted(NamedTuple):
    """A span of the source that shows one mark."""

    start: int
    end: int
    face: Face


def painted(
    blocks: Sequence[Block], env: Mapping[str, Any], source: str, marks: Iterable[Mark]
) -> list[Painted]:
    """What of `source` shows which mark, in its order.

    The later correction's mark goes over others', and words that a correction brought over those
    that only stand around what another one did.
    """
    words: list[Painted] = []
    surroundings: list[Painted] = []
    for mark in sorted(marks, key=lambda one: one.number):
        brought = _brought(mark, blocks, env, source)
        words += (Painted(*span, mark.face) for span in brought)
        if not brought and (around_it := _surroundings(mark, source)):
            surroundings.append(Painted(*around_it, mark.face))
    found: list[Painted] = []
    for one in (*surroundings, *words):
        found = [*_without(found, one.start, one.end), one]
    return sorted(found)


def _brought(
    mark: Mark, blocks: Sequence[Block], env: Mapping[str, Any], source: str
) -> Sequence[Span]:
    """The words of `mark` and those that it changes elsewhere; none where nobody can see any."""
    span = (mark.start, mark.end)
    touched = [one for one in blocks if one.start < mark.end and mark.start < one.end]
    linked = [*_linked(span, touched), *_defined(span, blocks, env, source)]
    return [span, *linked] if linked or _is_seen(span, touched, source) else ()


def _surroundings(mark: Mark, source: str) -> Span | None:
    """The piece of the text in which words only went, or only a sign of Markdown changed."""
    if mark.start == mark.end:
        return around(source, mark.start, mark.end)
    if source[mark.start : mark.end].isspace():
        return None
    return touching(source, mark.start, mark.end)


def _linked(span: Span, blocks: Sequence[Block]) -> Iterator[Span]:
    """The words of links whose address changed."""
    yield from (link.words for link in _links(blocks) if overlap(span, link.address))


def _defined(
    span: Span, blocks: Sequence[Block], env: Mapping[str, Any], source: str
) -> Iterator[Span]:
    """The words of links whose address stands elsewhere, in a definition that changed."""
    definitions = env.get("references", {})
    lines = lines_of(source) if definitions else []
    changed = {
        label
        for label, one in definitions.items()
        if overlap(span, (lines[one["map"][0]], lines[one["map"][1]]))
    }
    if changed:
        yield from (link.words for link in _links(blocks) if link.label in changed)


def _links(blocks: Sequence[Block]) -> Iterator[Link]:
    for block in blocks:
        yield from block.links()


def _is_seen(span: Span, blocks: Sequence[Block], source: str) -> bool:
    for block in blocks:
        for seen in block.seen():
            shared = overlap(span, seen)
            if shared and source[slice(*shared)].strip():
                return True
    return False


def _without(found: Iterable[Painted], start: int, end: int) -> Iterator[Painted]:
    """`found` with nothing between `start` and `end`."""
    for one in found:
        if overlap((one.start, one.end), (start, end)):
            if one.start < start:
                yield one._replace(end=start)
            if end < one.end:
                yield one._replace(start=end)
        else:
            yield one
