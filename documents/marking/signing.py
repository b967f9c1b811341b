"""Signs in the text of tokens that say which mark it shows, and finding them in the HTML.

A sign is `\\x02`, the indexes of the marks that begin, and `\\x03`; one without an index ends them.
No text holds these characters (`documents.text`) and no entity stands for them, nothing in HTML
acts on them, and they are put in after Markdown was read: what stands around reads as before.
`sign` puts them in before a text is rendered and sanitised, `unsigned` takes them out after.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from documents.marking.blocks import SourceBlock, overlap
from documents.marking.ranges import MarkedSpan, MarkFace
from documents.placing import Span

_END = "\x02\x03"
_SHOWN_WHOLE = ("image", "footnote_ref", "softbreak", "hardbreak")


def sign(blocks: Sequence[SourceBlock], spans: Sequence[MarkedSpan]) -> list[MarkFace]:
    """Signs the tokens of `blocks` that show something of `spans`; the faces by their index."""
    signs = _Signs(spans)
    for block in blocks:
        if not signs.within((block.start, block.end)):
            continue
        if block.is_code:
            block.token.content = signs.of_code(block) + block.token.content
        else:
            block.token.children = list(_signed(block, signs))
    return signs.faces


class _Signs:
    def __init__(self, spans: Sequence[MarkedSpan]) -> None:
        self._spans = spans
        self._starts = [span.start for span in spans]
        self.faces = list(dict.fromkeys(span.face for span in spans))

    def within(self, span: Span) -> list[MarkedSpan]:
        """What is marked in a span of the source."""
        first = max(bisect_right(self._starts, span[0]) - 1, 0)
        last = bisect_right(self._starts, span[1])
        marked = self._spans[first:last]
        return [each for each in marked if overlap(span, (each.start, each.end))]

    def of_code(self, block: SourceBlock) -> str:
        """The sign of all that is marked in a block of code."""
        marked = self.within((block.start, block.end))
        indexes = dict.fromkeys(self.faces.index(span.face) for span in marked)
        return f"\x02{','.join(map(str, indexes))}\x03{_END}"

    def over(self, span: Span) -> str | None:
        """The sign of the latest mark in a span of the source."""
        marked = self.within(span)
        if not marked:
            return None
        return self.of(max(marked, key=lambda span: span.face.number).face)

    def of(self, face: MarkFace) -> str:
        """The sign of what is marked so."""
        return f"\x02{self.faces.index(face)}\x03"


def _signed(block: SourceBlock, signs: _Signs) -> Iterator[Token]:
    for child in block.token.children or ():
        whole = child.type in _SHOWN_WHOLE or (child.type == "text" and "whole" in child.meta)
        if whole:
            sign = signs.over(block.span(child.meta["span"]))
            yield from [_text_token(sign), child, _text_token(_END)] if sign else [child]
            continue
        if child.type in ("text", "code_inline") and child.content:
            child.content = _signed_text(child, block, signs)
        yield child


def _signed_text(child: Token, block: SourceBlock, signs: _Signs) -> str:
    begin = child.meta["span"][0]
    if child.type == "code_inline":
        begin = _begin_of_code(child, block)
    places = block.places[begin : begin + len(child.content)]
    parts, done = [], 0
    for span in signs.within((places[0], places[-1] + 1)):
        start, end = bisect_left(places, span.start), bisect_left(places, span.end)
        if start < end:
            words = child.content[start:end]
            parts += [child.content[done:start], signs.of(span.face), words, _END]
            done = end
    return "".join([*parts, child.content[done:]])


def _begin_of_code(child: Token, block: SourceBlock) -> int:
    """Where the words of a code span begin: behind its backticks, and a space if one was cut."""
    begin, end = block.own(child)
    written = end - begin - 2 * len(child.markup)
    return begin + len(child.markup) + (written - len(child.content)) // 2


def _text_token(sign: str) -> Token:
    return Token("text", "", 0, content=sign)


# What a node shows: the index of a mark, or one of these.
NOTHING, OTHER, MIXED = -1, -2, -3

_PARTS = re.compile(
    r'<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)[^">]*(?:"[^"]*"[^">]*)*>'
    r"|\x02(?P<sign>[\d,]*)\x03|(?P<text>[^<\x02]+)"
)
_INLINE = {"a", "code", "em", "s", "strong", "sup"}


@dataclass
class InlineNode:
    """An inline element with what is in it, or a text (which has no tag); offsets into the HTML."""

    tag: str
    start: int
    end: int = 0
    shows: int = NOTHING
    children: list["InlineNode"] = field(default_factory=list)


@dataclass
class InlineLine:
    """What stands between two tags of blocks: inline nodes, or the marks of a block of code."""

    nodes: list[InlineNode] = field(default_factory=list)
    code_at: int = 0
    code_marks: list[int] = field(default_factory=list)


def unsigned(html: str) -> tuple[str, list[InlineLine]]:
    """`html` without its signs, and its lines that show a mark."""
    reader = _SignReader()
    for piece in _PARTS.finditer(html):
        reader.take(piece)
    reader.end_line()
    return "".join(reader.parts), reader.lines


class _SignReader:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.lines: list[InlineLine] = []
        self._at = 0
        self._sign = OTHER
        self._code_at: int | None = None
        self._begin_line()

    def take(self, piece: re.Match[str]) -> None:
        """The next tag, sign or text."""
        if piece["sign"] is not None:
            self._take_sign(piece["sign"])
            return
        start, self._at = self._at, self._at + len(piece[0])
        self.parts.append(piece[0])
        if piece["text"]:
            shows = NOTHING if piece["text"].isspace() else self._sign
            self._add(InlineNode("", start, self._at, shows))
        elif piece["close"]:
            self._close(piece["tag"])
        else:
            self._open(piece["tag"], start)

    def end_line(self) -> None:
        """Keeps the line, if it shows a mark, and begins another."""
        for node in self._within:
            # HTML that mends itself around a block would break what is put around its nodes.
            node.shows, node.end = MIXED, self._at
        if self._signed:
            self.lines.append(InlineLine(self._nodes))
        self._begin_line()

    def _begin_line(self) -> None:
        self._nodes: list[InlineNode] = []
        self._within: list[InlineNode] = []
        self._signed = False

    def _take_sign(self, indexes: str) -> None:
        if self._code_at is not None:
            if indexes:
                marks = [int(index) for index in indexes.split(",")]
                self.lines.append(InlineLine(code_at=self._code_at, code_marks=marks))
            return
        self._sign = int(indexes) if indexes else OTHER
        self._signed = self._signed or bool(indexes)

    def _open(self, tag: str, start: int) -> None:
        if tag == "img":
            self._add(InlineNode(tag, start, self._at, self._sign))
        elif tag == "br":
            self._add(InlineNode(tag, start, self._at))
        elif tag in _INLINE:
            node = InlineNode(tag, start)
            self._add(node)
            self._within.append(node)
        else:
            self.end_line()
            self._code_at = start if tag == "pre" else None

    def _close(self, tag: str) -> None:
        if tag in _INLINE and self._within and self._within[-1].tag == tag:
            node = self._within.pop()
            node.end, node.shows = self._at, _shown(node.children)
        else:
            self.end_line()
            self._code_at = None

    def _add(self, node: InlineNode) -> None:
        (self._within[-1].children if self._within else self._nodes).append(node)


def _shown(nodes: list[InlineNode]) -> int:
    kinds = {node.shows for node in nodes} - {NOTHING}
    if len(kinds) > 1:
        return MIXED
    return kinds.pop() if kinds else NOTHING
