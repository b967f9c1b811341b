"""What a Markdown text renders to: its structure on one side, its words on the other.

Read from the parser's tokens, so that the same characters in code, in a link's address or in a
picture's name are never taken for words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from documents.markdown import is_asset, tokens_of

#: Stands in the text of a block where something else than words does: code, a picture, the
#: reference of a footnote, the beginning or the end of emphasis or of a link.
OBJECT = "\ufffc"

Element = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """The words of a paragraph, a heading, an item or a cell; white space in runs as written.

    `element` is the block it stands in, such as `p` or `th`, and "" for a line of plain text.
    `linked` are the places of `text`, from 0, that stand in a link; `in_quotation` is set inside
    of a block quotation.
    """

    text: str
    element: str = ""
    linked: frozenset[int] = frozenset()
    in_quotation: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """All that a text renders to: elements in their order, the words in them, where links lead."""

    elements: tuple[Element, ...]
    blocks: tuple[TextBlock, ...]
    targets: tuple[str, ...] = ()


def structure_of_line(line: str) -> Structure:
    """A line of plain text, such as a title."""
    return Structure((), (TextBlock(line),))


@lru_cache(maxsize=64)
def structure_of(source: str) -> Structure:
    """What a Markdown text of the record's dialect renders to."""
    elements: list[Element] = []
    blocks: list[TextBlock] = []
    targets: list[str] = []
    quotations = 0
    inside = ""
    for token in tokens_of(source):
        quotations += token.nesting * (token.type in ("blockquote_open", "blockquote_close"))
        inside = token.tag if token.nesting == 1 else inside
        elements.append(_element(token))
        if token.type == "inline":
            inline = _Inline(token.children or ())
            elements += inline.elements
            targets += inline.targets
            linked = frozenset(inline.linked)
            blocks.append(TextBlock(inline.text, inside, linked, quotations > 0))
    return Structure(tuple(elements), tuple(blocks), tuple(targets))


class _Inline:
    """The text of a block, and what stands in it beside text."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.text = ""
        self.linked: list[int] = []
        self.elements: list[Element] = []
        self.targets: list[str] = []
        self.links = 0
        for token in tokens:
            self._read(token)

    def _read(self, token: Token) -> None:
        if token.type == "link_open":
            self.targets.append(str(token.attrs.get("href", "")))
        self.links += token.nesting * token.type.startswith("link_")
        text = _text(token)
        for sign in OBJECT if text is None else text:
            # Who writes this sign means an object as well.
            if sign == OBJECT:
                self.elements.append(_element(token) if text is None else ("object",))
            if self.links:
                self.linked.append(len(self.text))
            self.text += sign


def _text(token: Token) -> str | None:
    """The words of an inline token; None for what isn't words."""
    if token.type == "softbreak":
        return " "
    if token.type == "image" and not is_asset(token):
        # The page shows the alternative text of what it can't show.
        return "".join(child.content for child in token.children or ())
    return token.content if token.type == "text" else None


def _element(token: Token) -> Element:
    """What a token adds to the page besides words and addresses."""
    attributes = {name: value for name, value in token.attrs.items() if name != "href"}
    code = token.content if token.type in _LITERAL else ""
    numbers = {name: token.meta[name] for name in ("id", "subId") if name in token.meta}
    shown_as = token.info if token.type == "fence" else ""
    return (token.type, token.tag, shown_as, token.hidden, code, *_pairs(attributes, numbers))


def _pairs(*mappings: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for mapping in mappings:
        yield from sorted((name, str(value)) for name, value in mapping.items())


# Their content is shown as it stands; that of a picture is its alternative text.
_LITERAL = ("code_inline", "code_block", "fence", "image", "html_block", "html_inline")
