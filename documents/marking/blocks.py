"""Blocks of words and of code, and what in them a reader sees, with places in the source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markdown_it.token import Token

from documents.placing import Span, lines_of, places, stripped

_SEEN = ("text", "code_inline", "image", "footnote_ref")


@dataclass(frozen=True, slots=True)
class MarkableLink:
    """A link: where its words stand, where its address does (or its reference), and which that is.

    An image is a link without words of its own: both are the whole of it.
    """

    words: Span
    address: Span
    label: str | None


@dataclass
class SourceBlock:
    """A paragraph, a heading, a cell, or a block of code; it is in the source `start` to `end`."""

    token: Token
    source: str
    start: int
    end: int

    @property
    def is_code(self) -> bool:
        """Whether it is a block of code, which is marked as a whole."""
        return self.token.type != "inline"

    @cached_property
    def places(self) -> list[int]:
        """Where each character of its words stands in the source."""
        return places(self.token, self.source)

    def own(self, child: Token) -> Span:
        """Where a token stands in its words."""
        begin, end = child.meta["span"]
        return int(begin), int(end)

    def span(self, span: Span) -> Span:
        """A span of its words as one of the source."""
        begin, end = span
        if begin >= end:
            return 0, 0
        return self.places[begin], self.places[end - 1] + 1

    def seen(self) -> Iterator[Span]:
        """The spans of the source that a reader sees something of."""
        if self.is_code:
            yield self.start, self.end
        for child in self.token.children or ():
            if child.type in _SEEN and (child.content or child.type != "text"):
                yield self.span(child.meta["span"])

    def links(self) -> Iterator[MarkableLink]:
        """Its images, and its links but for those without words or whose words are the address."""
        opened: list[Token] = []
        for child in self.token.children or ():
            whole = child.meta.get("span", (0, 0))
            if child.type == "link_open":
                opened.append(child)
            elif child.type == "image":
                yield MarkableLink(self.span(whole), self.span(whole), child.meta.get("label"))
            elif child.type == "link_close":
                opening = opened.pop()
                closes = child.meta["pushed_at"]
                words, address = (whole[0] + 1, closes), (closes, whole[1])
                if opening.info != "auto" and words[0] < words[1]:
                    yield MarkableLink(
                        self.span(words), self.span(address), opening.meta.get("label")
                    )


def blocks_of(tokens: Sequence[Token], source: str) -> list[SourceBlock]:
    """The blocks among `tokens`, in the order in which they are shown."""
    lines = lines_of(source)
    return [
        SourceBlock(token, source, *stripped(source, lines[token.map[0]], lines[token.map[1]]))
        for token in tokens
        if token.type in ("inline", "fence", "code_block") and token.map
    ]


def overlap(span: Span, other: Span) -> Span | None:
    """What both spans cover, if anything."""
    start, end = max(span[0], other[0]), min(span[1], other[1])
    return (start, end) if start < end else None
