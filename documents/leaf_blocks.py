"""The blocks of a document: its smallest pieces that stand by themselves, each with its heading.

A block is a paragraph, a heading, a list item's paragraph, a row of a table, a block of code, a
definition; a line that isn't Markdown is one block. Everything of a text belongs to one of its
blocks but the white space behind them.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it.token import Token

from documents.document import WHOLE, Document
from documents.markdown import dialect
from documents.placing import lines_of

#: (part key or `WHOLE`, name of the field)
PartField = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LeafBlock:
    """A block: what it is (`paragraph`, `bullet_list list_item paragraph`), its source as it is
    written, and the sources of what it stands below: headings, the head of its table, the item or
    the paragraph that its list belongs to.
    """

    kind: str
    text: str
    below: tuple[str, ...] = ()


def blocks_of(document: Document) -> dict[PartField, tuple[LeafBlock, ...]]:
    """The blocks of every text of `document` in reading order; None has none."""
    blocks = {
        (WHOLE, "title"): _line("title", document.title),
        (WHOLE, "standfirst"): _line("standfirst", document.standfirst),
        (WHOLE, "lead"): _in_markdown(document.lead),
    }
    for section in document.sections:
        heading = tuple(filter(None, [section.heading]))
        blocks[section.key, "heading"] = _line("heading", section.heading)
        blocks[section.key, "body"] = _in_markdown(section.body, heading)
    for question in document.faqs:
        blocks[question.key, "question"] = _line("question", question.question)
        blocks[question.key, "answer"] = _in_markdown(question.answer, (question.question,))
    for name in ("conclusion", "references"):
        blocks[WHOLE, name] = _in_markdown(getattr(document, name))
    return blocks


def _line(kind: str, text: str | None) -> tuple[LeafBlock, ...]:
    return (LeafBlock(kind, text),) if text is not None else ()


@lru_cache(maxsize=64)
def _in_markdown(source: str | None, below: tuple[str, ...] = ()) -> tuple[LeafBlock, ...]:
    source = source or ""
    env: dict[str, Any] = {}
    tokens = _PARSER.parse(source, env)
    begun = {token.map[0] for token in tokens if token.type in _LEAVES and token.map}
    defined = _definitions(env)
    text_at = _texts(source, sorted(begun | defined))
    reading = _BlockReader(text_at, below)
    for token in tokens:
        reading.take(token)
    blocks = {line: LeafBlock("definition", text_at[line]) for line in defined} | reading.blocks
    if not blocks and source.strip():
        return (LeafBlock("empty", source.strip(), below),)
    return tuple(block for _line, block in sorted(blocks.items()))


def _definitions(env: dict[str, Any]) -> set[int]:
    """The lines at which definitions of links begin."""
    definitions = [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]
    return {definition["map"][0] for definition in definitions}


def _texts(source: str, starts: list[int]) -> dict[int, str]:
    """What is written from each line where a block begins to the next; the first has all before."""
    lines = lines_of(source)
    places = [0, *(lines[start] for start in starts[1:]), len(source)]
    return {
        start: source[begin:end].rstrip()
        for start, begin, end in zip(starts, places, places[1:], strict=False)
    }


#: Tokens that begin a block that holds no other.
_LEAVES = ("paragraph_open", "heading_open", "tr_open", "fence", "code_block", "hr", "html_block")


class _BlockReader:
    """Goes through the tokens of a text, and knows what each block stands below."""

    def __init__(self, text_at: dict[int, str], below: tuple[str, ...]) -> None:
        self.blocks: dict[int, LeafBlock] = {}
        self._text_at, self._below = text_at, below
        self._containers: list[str] = []
        #: For each open list or item, what its blocks stand below besides the headings.
        self._owners: list[tuple[str, ...]] = [()]
        self._headings: list[tuple[int, str]] = []
        self._head = ""
        self._last = ""

    def take(self, token: Token) -> None:
        """Takes the next token of the text."""
        if token.type in _LEAVES and token.map:
            self._add(token, self._text_at[token.map[0]])
        elif token.nesting == 1:
            self._enter(token)
        elif token.nesting == -1 and token.type.removesuffix("_close") in _CONTAINERS:
            self._containers.pop()
            self._owners.pop()
            self._last = ""
            if token.type == "table_close":
                self._head = ""

    def _enter(self, token: Token) -> None:
        name = token.type.removesuffix("_open")
        if name not in _CONTAINERS:
            return
        self._containers.append(f"{name}{token.attrs.get('start', '')}")
        # A list belongs to the paragraph right before it, a further list to the item around it.
        self._owners.append((*self._owners[-1], *filter(None, [self._last])))
        self._last = ""

    def _add(self, token: Token, text: str) -> None:
        kind = " ".join([*self._containers, token.type.removesuffix("_open"), token.tag])
        if token.type == "heading_open":
            level = int(token.tag[1])
            self._headings = [above for above in self._headings if above[0] < level]
        below = (*self._below, *(heading for _level, heading in self._headings))
        below = (*below, *self._owners[-1], *filter(None, [self._head]))
        if token.map:
            self.blocks[token.map[0]] = LeafBlock(kind, text, below)
        self._last = text if token.type == "paragraph_open" else ""
        if token.type == "heading_open":
            self._headings.append((int(token.tag[1]), text))
        elif token.type == "tr_open" and not self._head:
            self._head = text


_CONTAINERS = (
    *("bullet_list", "ordered_list", "list_item", "blockquote", "table", "footnote_reference"),
)
_PARSER = dialect()
# A note stays where it is written; else one that nothing refers to would be in no block.
_PARSER.disable("footnote_tail")


#: What a block is called where people read of it, by the end of its kind.
_NOUNS = {
    **{"standfirst": "standfirst", "title": "title", "heading": "heading", "question": "question"},
    **{"list_item paragraph p": "list item", "paragraph p": "paragraph", "tr": "row of a table"},
    **{"h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading"},
    **{"h6": "heading", "code": "block of code", "definition": "address of a link"},
}


def noun_of(block: LeafBlock) -> str:
    """What `block` is called."""
    return next((noun for end, noun in _NOUNS.items() if block.kind.endswith(end)), "passage")
