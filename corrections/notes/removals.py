"""Sections and questions that corrections took out, found in the record: their anchors answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.document import Document
from record.models import Version


@dataclass(frozen=True)
class RemovedPart:
    """A part that stands no more: its key, what it was called, and what took it out, and when.

    `correction` is its number, None where the version that took it out has none.
    """

    key: str
    name: str
    correction: int | None
    removed_at: datetime

    @property
    def is_question(self) -> bool:
        """Whether it was a question; else it was a section."""
        return self.key.startswith("q")


def removed_parts(history: Sequence[tuple[Version, Document]]) -> list[RemovedPart]:
    """What once stood in the documents of `history`, oldest first, and doesn't in the last one."""
    names: dict[str, str] = {}
    gone: dict[str, RemovedPart] = {}
    for version, document in history:
        now = _names(document)
        told = version.members["explanation"]
        number = told["correction"] if told else None
        for key in names.keys() - now.keys():
            gone[key] = RemovedPart(key, names[key], number, version.moment)
        gone = {key: part for key, part in gone.items() if key not in now}
        names = now
    return sorted(gone.values(), key=lambda part: (part.removed_at, part.is_question, part.key))


def _names(document: Document) -> dict[str, str]:
    sections = {one.key: one.heading or "" for one in document.sections}
    return sections | {one.key: one.question for one in document.faqs}
