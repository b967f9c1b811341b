"""Signs in the text of tokens that say which mark it shows, to be found again in the HTML.

A sign is `\\x02`, the indexes of the marks that begin, and `\\x03`; one without an index ends them.
No text holds these characters (`documents.text`) and no entity stands for them, nothing in HTML
acts on them, and they are put in after Markdown was read: what stands around reads as before.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from documents.marking.blocks import Block, overlap
from documents.marking.ranges import Face, Painted
from documents.positions import Span

_END = "\x02\x03"
_SHOWN_WHOLE = ("image", "footnote_ref", "softbreak", "hardbreak")


def sign(blocks: Sequence[Block], spans: Sequence[Painted]) -> list[Face]:
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
    def __init__(self, spans: Sequence[Painted]) -> None:
        self._spans = spans
        self._starts = [one.start for one in spans]
        self.faces = list(dict.fromkeys(one.face for one in spans))

    def within(self, span: Span) -> list[Painted]:
        """What is marked in a span of the source."""
        first = max(bisect_right(self._starts, span[0]) - 1, 0)
        last = bisect_right(self._starts, span[1])
        return [one for one in self._spans[first:last] if overlap(span, (one.start, one.end))]

    def of_code(self, block: Block) -> str:
        """The sign of all that is marked in a block of code."""
        marked = self.within((block.start, block.end))
        indexes = dict.fromkeys(self.faces.index(one.face) for one in marked)
        return f"\x02{','.join(map(str, indexes))}\x03{_END}"

    def over(self, span: Span) -> str | None:
        """The sign of the latest mark in a span of the source."""
        marked = self.within(span)
        if not marked:
            return None
        return self.of(max(marked, key=lambda one: one.face.number).face)

    def of(self, face: Face) -> str:
        """The sign of what is marked so."""
        return f"\x02{self.faces.index(face)}\x03"


def _signed(block: Block, signs: _Signs) -> Iterator[Token]:
    for child in block.token.children or ():
        whole = child.type in _SHOWN_WHOLE or (child.type == "text" and "whole" in child.meta)
        if whole:
            sign = signs.over(block.span(child.meta["span"]))
            yield from [_text(sign), child, _text(_END)] if sign else [child]
            continue
        if child.type in ("text", "code_inline") and child.content:
            child.content = _signed_text(child, block, signs)
        yield child


def _signed_text(child: Token, block: Block, signs: _Signs) -> str:
    begin = child.meta["span"][0]
    if child.type == "code_inline":
        begin = _begin_of_code(child, block)
    places = block.places[begin : begin + len(child.content)]
    parts, done = [], 0
    for one in signs.within((places[0], places[-1] + 1)):
        start, end = bisect_left(places, one.start), bisect_left(places, one.end)
        if start < end:
            words = child.content[start:end]
            parts += [child.content[done:start], signs.of(one.face), words, _END]
            done = end
    return "".join([*parts, child.content[done:]])


def _begin_of_code(child: Token, block: Block) -> int:
    """Where the words of a code span begin: behind its backticks, and a space if one was cut."""
    begin, end = block.own(child)
    written = end - begin - 2 * len(child.markup)
    return begin + len(child.markup) + (written - len(child.content)) // 2


def _text(sign: str) -> Token:
    return Token("text", "", 0, content=sign)
