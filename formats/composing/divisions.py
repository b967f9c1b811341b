"""Parts of an explainer as its headings divide it, and what is settled when all are known."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from formats.composing.flow import Leaf
from formats.composing.tree import tag_of
from formats.parsed import Note, quoted
from formats.shapes import Shape, is_conclusion
from formats.titles import shape_of_heading


class PartKind(Enum):
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

    kind: PartKind
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
        if part.kind is PartKind.QUESTION and is_silent:
            part.kind = PartKind.SECTION
        if part.kind is not PartKind.FAQ or part.leaves:
            part.kind = PartKind.SECTION if part.kind is PartKind.FAQ else part.kind
            result.append(part)
    return result


def take_ends(parts: list[DocumentPart]) -> None:
    """Makes the last parts conclusion and references where their headings say so."""
    place = len(parts) - 1
    for shape, kind in (
        (Shape.REFERENCES, PartKind.REFERENCES),
        (Shape.CONCLUSION, PartKind.CONCLUSION),
    ):
        part = parts[place]
        is_one = part.kind is PartKind.SECTION and shape_of_heading(part.heading) is shape
        if is_one and place:
            if part.leaves:
                part.kind = kind
            else:
                del parts[place]
            place -= 1
    if parts[place].kind is PartKind.QUESTION:
        _take_closing(parts, place)


def _take_closing(parts: list[DocumentPart], place: int) -> None:
    """Takes the paragraphs from "In conclusion" on off the last answer."""
    answer = parts[place].leaves
    for at, leaf in enumerate(answer[1:], start=1):
        if is_conclusion(leaf.text):
            parts.insert(
                place + 1, DocumentPart(PartKind.CONCLUSION, leaves=answer[at:], line=leaf.line)
            )
            del answer[at:]
            return


def moved(parts: Sequence[DocumentPart]) -> Iterator[Note]:
    """A note for each section that pages show before the questions it follows."""
    questions_began = False
    for part in parts:
        questions_began = questions_began or part.kind is PartKind.QUESTION
        if questions_began and part.kind is PartKind.SECTION:
            what = quoted(part.heading) if part.heading else "text without a heading"
            yield Note(part.line, f"{what} stands behind questions; pages show it before them")
