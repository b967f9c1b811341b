"""The document and the notes of an import in the words of the sealed format, and back.

Going in, each text becomes `Words`, Markdown with the plain text that it renders to; coming out,
each commitment is replaced by the text that stands for it now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from articles.models import Article, ImportedNote
from documents.document import Document, DocumentAuthor, Question, Section
from documents.plain import rendered_plain
from record.format import WITHHELD
from record.models import Version
from record.removal.withholding import bodies
from record.sealing import Words


def renderings(document: Document) -> dict[str, str]:
    """The plain text that each Markdown part of `document` renders to, by the part's key."""
    return {part: rendered_plain(part, source) for part, source in document.markdown_parts()}


def sealed_document(document: Document, shown: Mapping[str, str] | None = None) -> dict[str, Any]:
    """`document` as the member of that name, with `Words` where a text stands.

    `shown` are its `renderings`, where they are known already.
    """
    shown = renderings(document) if shown is None else shown

    def markdown(part: str, source: str | None) -> Words | None:
        return None if source is None else Words(source, shown[part])

    return {
        "title": Words(document.title),
        "standfirst": _line(document.standfirst),
        "authors": [{"id": author.id, "name": Words(author.name)} for author in document.authors],
        "first_published": document.first_published,
        "lead": markdown("lead", document.lead),
        "sections": [
            {
                "key": section.key,
                "heading": _line(section.heading),
                "body": markdown(section.key, section.body),
            }
            for section in document.sections
        ],
        "faqs": [
            {
                "key": question.key,
                "question": Words(question.question),
                "answer": markdown(question.key, question.answer),
            }
            for question in document.faqs
        ],
        "conclusion": markdown("conclusion", document.conclusion),
        "references": markdown("references", document.references),
    }


def document_from(members: Mapping[str, Any], texts: Mapping[str, str | None]) -> Document:
    """The document that a version's `members` name, with `texts` by commitment.

    What was withheld without a replacement stands as the mark `[withheld]` where it can't be
    absent.
    """
    sealed = members["document"]

    def text(leaf: Mapping[str, str] | None) -> str | None:
        return texts.get(leaf["text"], None) if leaf else None

    def needed(leaf: Mapping[str, str] | None) -> str:
        return text(leaf) or WITHHELD

    return Document(
        title=needed(sealed["title"]),
        language=members["language"],
        standfirst=text(sealed["standfirst"]),
        authors=tuple(
            DocumentAuthor(author["id"], needed(author["name"])) for author in sealed["authors"]
        ),
        first_published=sealed["first_published"],
        lead=text(sealed["lead"]),
        sections=tuple(
            Section(section["key"], text(section["heading"]), text(section["body"]))
            for section in sealed["sections"]
        ),
        faqs=tuple(
            Question(question["key"], needed(question["question"]), needed(question["answer"]))
            for question in sealed["faqs"]
        ),
        conclusion=text(sealed["conclusion"]),
        references=text(sealed["references"]),
    )


def _line(text: str | None) -> Words | None:
    return None if text is None else Words(text)


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
    words = bodies(note["note"]["text"] for note in sealed)
    return [PastNote(note["date"], words.get(note["note"]["text"]) or WITHHELD) for note in sealed]


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
        ImportedNote(article=article, position=position, date=past.date or "", note=past.note)
        for position, past in enumerate(notes, start=1)
    )


def sealed_import(article: Article, notes: Iterable[PastNote]) -> dict[str, Any] | None:
    """The member `imported` of the version that publishes `article`; None for what isn't."""
    if not article.imported:
        return None
    return {"notes": [{"date": past.date, "note": Words(past.note)} for past in notes]}
