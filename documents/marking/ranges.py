"""Which words of a source get which mark, so that no two marks share a word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from documents.marking.blocks import MarkableLink, SourceBlock, overlap
from documents.placing import Span, lines_of
from documents.units import around, touching


class MarkFace(NamedTuple):
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
    def face(self) -> MarkFace:
        """What it says."""
        return MarkFace(self.number, self.label, self.link_label, self.date, self.kind)


class MarkedSpan(NamedTuple):
    """A span of the source that shows one mark."""

    start: int
    end: int
    face: MarkFace


def marked_spans(
    blocks: Sequence[SourceBlock], env: Mapping[str, Any], source: str, marks: Iterable[Mark]
) -> list[MarkedSpan]:
    """What of `source` shows which mark, in its order.

    The later correction's mark goes over others', and words that a correction brought over those
    that only stand around what another one did.
    """
    words: list[MarkedSpan] = []
    surroundings: list[MarkedSpan] = []
    for mark in sorted(marks, key=lambda mark: mark.number):
        brought = _brought(mark, blocks, env, source)
        words += (MarkedSpan(*span, mark.face) for span in brought)
        if not brought and (around_it := _surroundings(mark, source)):
            surroundings.append(MarkedSpan(*around_it, mark.face))
    shown: list[MarkedSpan] = []
    for span in (*surroundings, *words):
        shown = [*_without(shown, span.start, span.end), span]
    return sorted(shown)


def _brought(
    mark: Mark, blocks: Sequence[SourceBlock], env: Mapping[str, Any], source: str
) -> Sequence[Span]:
    """The words of `mark` and those that it changes elsewhere; none where nobody can see any."""
    span = (mark.start, mark.end)
    touched = [block for block in blocks if block.start < mark.end and mark.start < block.end]
    linked = [*_linked(span, touched), *_defined(span, blocks, env, source)]
    return [span, *linked] if linked or _is_seen(span, touched, source) else ()


def _surroundings(mark: Mark, source: str) -> Span | None:
    """The piece of the text in which words only went, or only a sign of Markdown changed."""
    if mark.start == mark.end:
        return around(source, mark.start, mark.end)
    if source[mark.start : mark.end].isspace():
        return None
    return touching(source, mark.start, mark.end)


def _linked(span: Span, blocks: Sequence[SourceBlock]) -> Iterator[Span]:
    """The words of links whose address changed."""
    yield from (link.words for link in _links(blocks) if overlap(span, link.address))


def _defined(
    span: Span, blocks: Sequence[SourceBlock], env: Mapping[str, Any], source: str
) -> Iterator[Span]:
    """The words of links whose address stands elsewhere, in a definition that changed."""
    definitions = env.get("references", {})
    lines = lines_of(source) if definitions else []
    changed = {
        label
        for label, definition in definitions.items()
        if overlap(span, (lines[definition["map"][0]], lines[definition["map"][1]]))
    }
    if changed:
        yield from (link.words for link in _links(blocks) if link.label in changed)


def _links(blocks: Sequence[SourceBlock]) -> Iterator[MarkableLink]:
    for block in blocks:
        yield from block.links()


def _is_seen(span: Span, blocks: Sequence[SourceBlock], source: str) -> bool:
    for block in blocks:
        for seen in block.seen():
            shared = overlap(span, seen)
            if shared and source[slice(*shared)].strip():
                return True
    return False


def _without(spans: Iterable[MarkedSpan], start: int, end: int) -> Iterator[MarkedSpan]:
    """`found` with nothing between `start` and `end`."""
    for span in spans:
        if overlap((span.start, span.end), (start, end)):
            if span.start < start:
                yield span._replace(end=start)
            if end < span.end:
                yield span._replace(start=end)
        else:
            yield span
