"""Parts of an outline: the lead, sections and questions, with the paragraphs under each."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from formats.parsed import Refused, quoted
from formats.shapes import Shape
from formats.text.pieces import Piece


class Kind(Enum):
    """What a part of the outline is."""

    LEAD = auto()
    SECTION = auto()
    QUESTION = auto()


@dataclass(slots=True)
class Part:
    """A part of the explainer: its heading or question, and the paragraphs under it."""

    kind: Kind
    heading: str
    line: int
    shape: Shape
    pieces: list[Piece] = field(default_factory=list)

    @property
    def is_unanswered(self) -> bool:
        """Whether it is a question that has no answer yet."""
        return self.kind is Kind.QUESTION and not self.pieces

    @property
    def is_bare_section(self) -> bool:
        """Whether it is a heading that has no text yet."""
        return self.kind is Kind.SECTION and not self.pieces


def refuse_bare_sections(parts: Iterable[Part]) -> None:
    """Raises `Refused` when a section has no text."""
    for part in parts:
        if part.is_bare_section:
            found = f"the heading {quoted(part.heading)} without text"
            raise Refused(part.line, found, "a paragraph under it")
