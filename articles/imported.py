"""Notes that an import brought along: kept with the draft, sealed in version 1, read from there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from articles.models import Article, ImportedNote
from record.format import WITHHELD
from record.models import Version
from record.removal.withholding import bodies
from record.sealing import Words

#: What follows the kind of a correction that another site recorded.
ELSEWHERE = ", recorded by another site."
#: How the note begins that says which record of another site the explainer comes from.
ANOTHER_RECORD = "Recorded before by another site ("


@dataclass(frozen=True, slots=True)
class PastNote:
    """What was told of a correction before our record begins; `date` is a partial date or None."""

    date: str | None
    note: str

    @property
    def is_recorded_elsewhere(self) -> bool:
        """Whether another site's record has the former wording, so nobody says that none has."""
        return ELSEWHERE in self.note or self.note.startswith(ANOTHER_RECORD)


def past_notes(first: Version) -> list[PastNote]:
    """The notes that an explainer's first version brought along."""
    imported = first.members["imported"]
    sealed = imported["notes"] if imported else []
    words = bodies(one["note"]["text"] for one in sealed)
    return [PastNote(one["date"], words.get(one["note"]["text"]) or WITHHELD) for one in sealed]


def past_notes_of(subject: UUID) -> list[PastNote]:
    """The same, by the explainer's id."""
    first = Version.objects.of(subject).filter(number=1).first()
    return past_notes(first) if first else []


def kept_notes(article: Article) -> list[PastNote]:
    """The notes that the rows of `article` hold."""
    return [PastNote(row.date or None, row.note) for row in article.imported_notes.all()]


def write_notes(article: Article, notes: Sequence[PastNote]) -> None:
    """Gives the draft `article` these notes and no others."""
    if kept_notes(article) == list(notes):
        return
    article.imported_notes.all().delete()
    ImportedNote.objects.bulk_create(
        ImportedNote(article=article, position=position, date=one.date or "", note=one.note)
        for position, one in enumerate(notes, start=1)
    )


def sealed_import(article: Article, notes: Iterable[PastNote]) -> dict[str, Any] | None:
    """The member `imported` of the version that publishes `article`; None for what isn't."""
    if not article.imported:
        return None
    return {"notes": [{"date": one.date, "note": Words(one.note)} for one in notes]}
