"""Parts of an explainer as its headings divide it, how a block asks, and where one is cut in two.

What the parts are is settled when all are known.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, field
from enum import Enum, auto

from lxml.html import Element, HtmlElement

from formats.composing.flow import Leaf, Role, leaves
from formats.composing.inline import note_keys, words_of
from formats.composing.tree import tag_of
from formats.parsed import Note, quoted
from formats.shapes import Shape, ends_question, is_conclusion, shape_of_heading

_LONGEST_UNMARKED_QUESTION = 300
_BOLD = ("strong", "b")
_EMPTY = frozenset(("img", "br", "x-ref", "hr"))


class DocumentPartKind(Enum):
    """What a part becomes."""

    LEAD = auto()
    SECTION = auto()
    QUESTION = auto()
    FAQ = auto()
    CONCLUSION = auto()
    REFERENCES = auto()


@dataclass(slots=True)
class DocumentPart:
    """A heading or question and the leaves under it; `level` is the heading's."""

    kind: DocumentPartKind
    heading: str = ""
    level: int = 1
    line: int | None = None
    leaves: list[Leaf] = field(default_factory=list)
    is_marked: bool = False


def folded(text: str) -> str:
    """`text` without what may differ between two copies of a question."""
    return re.sub(r"\W+", " ", text).strip().casefold()


def settled(parts: Iterable[DocumentPart]) -> list[DocumentPart]:
    """Parts without an FAQ that says no more than that, and without questions that say nothing."""
    result = []
    for part in parts:
        is_silent = not any(leaf.text or tag_of(leaf.element) == "hr" for leaf in part.leaves)
        if part.kind is DocumentPartKind.QUESTION and is_silent:
            part.kind = DocumentPartKind.SECTION
        if part.kind is not DocumentPartKind.FAQ or part.leaves:
            part.kind = DocumentPartKind.SECTION if part.kind is DocumentPartKind.FAQ else part.kind
            result.append(part)
    return result


def take_ends(parts: list[DocumentPart]) -> None:
    """Makes the last parts conclusion and references where their headings say so."""
    place = len(parts) - 1
    for shape, kind in (
        (Shape.REFERENCES, DocumentPartKind.REFERENCES),
        (Shape.CONCLUSION, DocumentPartKind.CONCLUSION),
    ):
        part = parts[place]
        is_one = part.kind is DocumentPartKind.SECTION and shape_of_heading(part.heading) is shape
        if is_one and place:
            if part.leaves:
                part.kind = kind
            else:
                del parts[place]
            place -= 1
    if parts[place].kind is DocumentPartKind.QUESTION:
        _take_closing(parts, place)


def _take_closing(parts: list[DocumentPart], place: int) -> None:
    """Takes the paragraphs from "In conclusion" on off the last answer."""
    answer = parts[place].leaves
    for at, leaf in enumerate(answer[1:], start=1):
        if is_conclusion(leaf.text):
            closing = DocumentPart(DocumentPartKind.CONCLUSION, leaves=answer[at:], line=leaf.line)
            parts.insert(place + 1, closing)
            del answer[at:]
            return


def moved(parts: Sequence[DocumentPart]) -> Iterator[Note]:
    """A note for each section that pages show before the questions it follows."""
    questions_began = False
    for part in parts:
        questions_began = questions_began or part.kind is DocumentPartKind.QUESTION
        if questions_began and part.kind is DocumentPartKind.SECTION:
            what = quoted(part.heading) if part.heading else "text without a heading"
            yield Note(part.line, f"{what} stands behind questions; pages show it before them")


def split(element: HtmlElement, words: str) -> tuple[HtmlElement, HtmlElement]:
    """Copies of `element`: with the words that it begins with, and with all behind them."""
    count = _signs(words)
    head, rest = deepcopy(element), deepcopy(element)
    head.tail = rest.tail = None
    _cut(head, 0, count, keep_head=True)
    _cut(rest, 0, count, keep_head=False)
    return head, rest


def _signs(text: str) -> int:
    """How many signs `text` has but white space, of which HTML has more than it shows."""
    return len("".join(text.split()))


def _cut(element: HtmlElement, place: int, count: int, *, keep_head: bool) -> int:
    """Cuts the texts in `element`, which begins at `place`; gives where it ends."""
    text, place = _cut_text(element.text, place, count, keep_head)
    element.text = text
    for child in list(element):
        start = place
        if isinstance(child.tag, str):
            place = _cut(child, place, count, keep_head=keep_head)
            place += _signs(child.get("alt") or "") if tag_of(child) == "img" else 0
        child.tail, place = _cut_text(child.tail, place, count, keep_head)
        is_behind = start >= count
        if tag_of(child) in _EMPTY and is_behind == keep_head:
            child.drop_tree()
    return place


def _cut_text(text: str | None, place: int, count: int, keep_head: bool) -> tuple[str | None, int]:
    if not text:
        return text, place
    cut = 0
    while cut < len(text) and place < count:
        place += not text[cut].isspace()
        cut += 1
    return (text[:cut] if keep_head else text[cut:]), place + _signs(text[cut:])


def as_paragraph(leaf: Leaf) -> Leaf:
    """A heading that is none, as a paragraph."""
    element = copy(leaf.element)
    element.tag = "p"
    return Leaf(element, Role.BLOCK, leaf.text)


def leaf_of(element: HtmlElement, line: int | None = None) -> Leaf:
    """A block as a leaf, which may be given the line of another."""
    if line is not None:
        element.set("data-line", str(line))
    return Leaf(element, Role.BLOCK, words_of(element))


def note_leaves(leaf: Leaf) -> list[Leaf]:
    """The notes of a heading, which is plain text, in a paragraph under it."""
    keys = note_keys(leaf.element)
    if not keys:
        return []
    paragraph = Element("p")
    for key in keys:
        reference = Element("x-ref")
        reference.set("data-note", key)
        paragraph.append(reference)
    return [Leaf(paragraph, Role.BLOCK, "")]


def bold_question(element: HtmlElement) -> str:
    """The question in bold type that a paragraph begins with; "" without one."""
    if tag_of(element) != "p" or (element.text or "").strip() or not len(element):
        return ""
    first = element[0]
    text = words_of(first) if tag_of(first) in _BOLD else ""
    return text if ends_question(text) else ""


def items_ask(element: HtmlElement) -> bool:
    """Whether all items of a list begin with a question in bold type."""
    items = [child for child in element if tag_of(child) == "li"]
    firsts = (next(iter(leaves(item)), None) for item in items)
    return bool(items) and all(first and bold_question(first.element) for first in firsts)


def asks_alone(text: str) -> bool:
    """Whether a paragraph is a question and no more."""
    return ends_question(text) and len(text) <= _LONGEST_UNMARKED_QUESTION
