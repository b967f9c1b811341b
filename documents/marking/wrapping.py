"""Elements around the marked pieces of sanitised HTML."""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.marking.parsing import MIXED, NOTHING, Line, Node
from documents.marking.ranges import Face

#: How many marks of each correction a page has so far, by its number.
Numbers = MutableMapping[int, int]
_Piece = tuple[int, SafeString]

_TAGS = re.compile(r'<[^">]*(?:"[^"]*"[^">]*)*>')
# What can't hold the link to a note: a link, and words in another type.
_CLOSED = {"a", "code"}


@dataclass
class _Run:
    """Neighbouring nodes of one mark; `leave` is where a link may stand after them."""

    mark: int
    start: int
    end: int
    leave: int


@dataclass
class _Marked:
    """A mark in one line, of one or more runs; or, without runs, of the block of code there."""

    mark: int
    runs: list[_Run]
    start: int
    end: int


def pieces_of(
    html: str, lines: Sequence[Line], faces: Sequence[Face], numbers: Numbers
) -> Iterator[_Piece]:
    """What to put into `html`, and where, so that its `lines` show the marks of `faces`."""
    for line in lines:
        if line.code_marks:
            yield line.code_at + len("<pre"), SafeString(' class="mark"')
    marked = [one for line in lines for one in _marked(line, html)]
    for one, following in pairwise([*marked, None]):
        assert one is not None  # noqa: S101 - only the last is
        face = faces[one.mark]
        numbers[face.number] = numbers.get(face.number, 0) + 1
        identity = f"mark-{face.number}-{numbers[face.number]}"
        goes_on = (
            following is not None
            and following.mark == one.mark
            and _is_empty(html[one.end : following.start])
        )
        if one.runs:
            yield from _words(one, face, identity, not goes_on)
        else:
            yield one.start, _above(face, identity)


def _words(one: _Marked, face: Face, identity: str, with_link: bool) -> Iterator[_Piece]:
    first, last = one.runs[0], one.runs[-1]
    for run in one.runs:
        yield run.start, _opening(face, identity if run is first else None)
        if run is first:
            yield run.start, _hidden(f"[{face.label}: ")
        if run is last:
            yield run.end, _hidden("]")
        yield run.end, SafeString("</ins>")
    if with_link:
        yield last.leave, _link(face)


def _above(face: Face, identity: str) -> SafeString:
    label = '<p data-apparatus class="mark-label" id="{}">{} {}</p>'
    return format_html(label, identity, face.label, _link(face))


def _opening(face: Face, identity: str | None) -> SafeString:
    tag = '<ins class="mark" cite="#correction-{}" datetime="{}"{} data-kind="{}">'
    named = format_html(' id="{}"', identity) if identity else ""
    return format_html(tag, face.number, face.date, named, face.kind)


def _hidden(text: str) -> SafeString:
    return format_html('<span data-apparatus class="hidden">{}</span>', text)


def _link(face: Face) -> SafeString:
    link = '<a data-apparatus class="mark-link" href="#note-{}" aria-label="{}">{}</a>'
    return format_html(link, face.number, face.link_label, face.number)


def _marked(line: Line, html: str) -> Iterator[_Marked]:
    for mark in line.code_marks:
        yield _Marked(mark, [], line.code_at, line.code_at)
    held: _Marked | None = None
    for run in _runs(line.nodes, html, None):
        if held and held.mark == run.mark and _is_empty(html[held.end : run.start]):
            held.runs.append(run)
            held.end = run.end
        else:
            if held:
                yield held
            held = _Marked(run.mark, [run], run.start, run.end)
    if held:
        yield held


def _runs(nodes: Sequence[Node], html: str, leave: int | None) -> Iterator[_Run]:
    run: list[Node] = []
    for node in nodes:
        if run and node.shows not in (NOTHING, run[0].shows):
            yield _run(run, html, leave)
            run = []
        if node.shows >= 0 or (run and node.shows == NOTHING):
            run.append(node)
        elif node.shows == MIXED:
            inner = node.end if node.tag in _CLOSED else None
            yield from _runs(node.children, html, leave or inner)
    if run:
        yield _run(run, html, leave)


def _run(nodes: list[Node], html: str, leave: int | None) -> _Run:
    """`nodes` without white space at their ends."""
    while nodes[-1].shows == NOTHING:
        nodes.pop()
    start, end = nodes[0].start, nodes[-1].end
    words = html[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return _Run(nodes[0].shows, start, end, leave or end)


def _is_empty(html: str) -> bool:
    """Whether a reader sees nothing of `html`."""
    return "<img" not in html and not _TAGS.sub("", html).strip()
