"""Elements around the marked pieces of sanitised HTML."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.marking.ranges import MarkFace
from documents.marking.signing import MIXED, NOTHING, InlineLine, InlineNode

#: How many marks of each correction a page has so far, by its number.
Numbers = MutableMapping[int, int]
_Piece = tuple[int, SafeString]

_TAGS = re.compile(r'<[^">]*(?:"[^"]*"[^">]*)*>')
# What can't hold the link to a note: a link, and words in another type.
_CLOSED = {"a", "code"}


@dataclass
class _MarkedNodes:
    """Neighbouring nodes of one mark; `leave` is where a link may stand after them."""

    mark: int
    start: int
    end: int
    leave: int


@dataclass
class _MarkedWords:
    """A mark in one line, of one or more runs; or, without runs, of the block of code there."""

    mark: int
    runs: list[_MarkedNodes]
    start: int
    end: int


def pieces_of(
    html: str, lines: Sequence[InlineLine], faces: Sequence[MarkFace], numbers: Numbers
) -> Iterator[_Piece]:
    """What to put into `html`, and where, so that its `lines` show the marks of `faces`."""
    for line in lines:
        if line.code_marks:
            yield line.code_at + len("<pre"), SafeString(' class="mark"')
    marked = [mark for line in lines for mark in _marked_words(line, html)]
    for mark, next_mark in zip(marked, (*marked[1:], None), strict=False):
        face = faces[mark.mark]
        numbers[face.number] = numbers.get(face.number, 0) + 1
        identity = f"mark-{face.number}-{numbers[face.number]}"
        goes_on = (
            next_mark is not None
            and next_mark.mark == mark.mark
            and _is_empty(html[mark.end : next_mark.start])
        )
        if mark.runs:
            yield from _words(mark, face, identity, not goes_on)
        else:
            yield mark.start, _above(face, identity)


def _words(mark: _MarkedWords, face: MarkFace, identity: str, with_link: bool) -> Iterator[_Piece]:
    first, last = mark.runs[0], mark.runs[-1]
    for run in mark.runs:
        yield run.start, _opening(face, identity if run is first else None)
        if run is first:
            yield run.start, _hidden(f"[{face.label}: ")
        if run is last:
            yield run.end, _hidden("]")
        yield run.end, SafeString("</ins>")
    if with_link:
        yield last.leave, _link(face)


def _above(face: MarkFace, identity: str) -> SafeString:
    label = '<p data-apparatus class="mark-label" id="{}">{} {}</p>'
    return format_html(label, identity, face.label, _link(face))


def _opening(face: MarkFace, identity: str | None) -> SafeString:
    tag = '<ins class="mark" cite="#correction-{}" datetime="{}"{} data-kind="{}">'
    named = format_html(' id="{}"', identity) if identity else ""
    return format_html(tag, face.number, face.date, named, face.kind)


def _hidden(text: str) -> SafeString:
    return format_html('<span data-apparatus class="hidden">{}</span>', text)


def _link(face: MarkFace) -> SafeString:
    link = '<a data-apparatus class="mark-link" href="#note-{}" aria-label="{}">{}</a>'
    return format_html(link, face.number, face.link_label, face.number)


def _marked_words(line: InlineLine, html: str) -> Iterator[_MarkedWords]:
    for mark in line.code_marks:
        yield _MarkedWords(mark, [], line.code_at, line.code_at)
    words: _MarkedWords | None = None
    for nodes in _marked_nodes(line.nodes, html, None):
        if words and words.mark == nodes.mark and _is_empty(html[words.end : nodes.start]):
            words.runs.append(nodes)
            words.end = nodes.end
        else:
            if words:
                yield words
            words = _MarkedWords(nodes.mark, [nodes], nodes.start, nodes.end)
    if words:
        yield words


def _marked_nodes(
    nodes: Sequence[InlineNode], html: str, leave: int | None
) -> Iterator[_MarkedNodes]:
    run: list[InlineNode] = []
    for node in nodes:
        if run and node.shows not in (NOTHING, run[0].shows):
            yield _stripped(run, html, leave)
            run = []
        if node.shows >= 0 or (run and node.shows == NOTHING):
            run.append(node)
        elif node.shows == MIXED:
            inner = node.end if node.tag in _CLOSED else None
            yield from _marked_nodes(node.children, html, leave or inner)
    if run:
        yield _stripped(run, html, leave)


def _stripped(nodes: list[InlineNode], html: str, leave: int | None) -> _MarkedNodes:
    """`nodes` without white space at their ends."""
    while nodes[-1].shows == NOTHING:
        nodes.pop()
    start, end = nodes[0].start, nodes[-1].end
    words = html[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return _MarkedNodes(nodes[0].shows, start, end, leave or end)


def _is_empty(html: str) -> bool:
    """Whether a reader sees nothing of `html`."""
    return "<img" not in html and not _TAGS.sub("", html).strip()
