"""What the record tells of an explainer's past: what each version changed, and parts taken out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.notices import Explained
from articles.reading import document_at
from corrections.models import Correction
from corrections.notes.notes import notes_of
from documents.document import Document
from documents.passages_changed import touches
from record.models import Version


def explained(subject: UUID) -> dict[int, Explained]:
    """By version number, the correction that made the version."""
    rows = Correction.objects.published().filter(article=subject).select_related("published_in")
    return {
        row.published_in.number: Explained(str(row), row.get_absolute_url(), row.right)
        for row in rows
        if row.published_in is not None
    }


def since(version: Version) -> SafeString:
    """The later corrections that touch words of `version`, oldest first, as HTML."""
    noted = {note.version: note for note in notes_of(version.subject)}
    numbers = [number for number in _touching(version) if number in noted]
    if not numbers:
        return SafeString("")
    notes = [noted[number] for number in numbers]
    return render_to_string("corrections/_since.html", {"notes": notes})


def _touching(version: Version) -> Iterator[int]:
    """The numbers of the later versions that changed words of `version`, or all of it."""
    document = document_at(version)
    before = document
    for later in Version.objects.of(version.subject).filter(number__gt=version.number):
        if later.members["document"] is None:
            continue
        after = document_at(later)
        if touches(before, after, document):
            yield later.number
        before = after


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
        explanation = version.members["explanation"]
        number = explanation["correction"] if explanation else None
        for key in names.keys() - now.keys():
            gone[key] = RemovedPart(key, names[key], number, version.moment)
        gone = {key: part for key, part in gone.items() if key not in now}
        names = now
    return sorted(gone.values(), key=lambda part: (part.removed_at, part.is_question, part.key))


def _names(document: Document) -> dict[str, str]:
    sections = {part.key: part.heading or "" for part in document.sections}
    return sections | {part.key: part.question for part in document.faqs}
