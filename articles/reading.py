"""From versions to what readers see: documents, pages and plain rows, all made from the record."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.decorations import Decoration
from articles.models import Author
from articles.sealed import document_from
from documents.document import Document
from documents.marking import marked_html
from record.format import WITHHELD, texts_in
from record.models import Version
from record.removal.withholding import bodies


class NoWords(LookupError):
    """A version without a document: the explainer was removed."""


@dataclass(frozen=True)
class Head:
    """What heads an explainer's page: words, dates and its place in the record.

    Times are stamps of the record (UTC); dates are partial dates.
    """

    title: str
    standfirst: str | None
    authors: Sequence[dict[str, str | None]]
    language: str
    first_published: str | None
    imported: bool
    published: str
    changed: str
    recorded: str
    record_began: str
    number: int
    serial: int
    digest: str
    toc: Sequence[dict[str, str]]
    top: str = ""
    banners: str = ""
    corrections: Sequence[int] = ()
    comments: Sequence[dict[str, str]] = ()


def document_at(version: Version) -> Document:
    """The document of a version, withheld words replaced; raises `NoWords` for a removed one."""
    if version.members["document"] is None:
        raise NoWords(f"version {version.serial} has no words")
    named = {leaf["text"] for _path, leaf in texts_in(version.members["document"])}
    return document_from(version.members, bodies(named))


def words_of(version: Version) -> Document:
    """The document of a version; of a removed explainer the one that stood before its removal.

    Raises `NoWords` where those words were destroyed.
    """
    earlier = Version.objects.of(version.subject).filter(number__lte=version.number).reverse()
    for one in earlier:
        if one.members["document"] is not None:
            document = document_at(one)
            if document.title == WITHHELD and version.members["document"] is None:
                break
            return document
    raise NoWords(f"the words of version {version.serial} were destroyed")


def head_of(version: Version, document: Document, decoration: Decoration | None = None) -> Head:
    """The head of the page of `version`, whose words are `document`."""
    decoration = decoration or Decoration()
    versions = Version.objects
    first = version if version.number == 1 else versions.of(version.subject).earliest("serial")
    began = version if version.serial == 1 else versions.earliest("serial")
    return Head(
        title=document.title,
        standfirst=document.standfirst,
        authors=_authors(document),
        language=document.language,
        first_published=document.first_published,
        imported=first.members["imported"] is not None,
        published=first.recorded_at,
        changed=decoration.changed or first.recorded_at,
        recorded=version.recorded_at,
        record_began=began.recorded_at,
        number=version.number,
        serial=version.serial,
        digest=version.digest,
        toc=contents(document),
        top=decoration.top,
        banners=decoration.banners,
        corrections=list(decoration.corrections),
        comments=[dict(one) for one in decoration.comments],
    )


def body_of(document: Document, decoration: Decoration | None = None) -> SafeString:
    """The explainer's own HTML: contents, parts, questions, notes, without head and frame."""
    decoration = decoration or Decoration()
    numbers: dict[int, int] = {}

    def html(part: str, source: str | None, headings_from: int = 3) -> SafeString | None:
        if source is None:
            return None
        marks = decoration.marks.get(part, ())
        return marked_html(source, part, marks, headings_from=headings_from, numbers=numbers)

    context = {
        "language": document.language,
        "lead_html": html("lead", document.lead),
        "sections": [
            {
                "key": one.key,
                "heading": one.heading,
                "html": html(one.key, one.body),
                "added": decoration.labels.get(one.key),
            }
            for one in document.sections
        ],
        "questions": [
            {
                "key": one.key,
                "question": one.question,
                "html": html(one.key, one.answer, 4),
                "added": decoration.labels.get(one.key),
            }
            for one in document.faqs
        ],
        "conclusion_html": html("conclusion", document.conclusion),
        "references_html": html("references", document.references),
        "toc": contents(document),
        "removed_html": decoration.removed,
        "notes_html": decoration.notes,
        "report": decoration.report,
    }
    return render_to_string("articles/_document.html", context)


def contents(document: Document) -> list[dict[str, str]]:
    """The table of contents: key and heading of what has one, in page order."""
    entries = [(one.key, one.heading) for one in document.sections if one.heading]
    if document.faqs:
        entries.append(("questions", "Questions and answers"))
    if document.conclusion:
        entries.append(("conclusion", "Conclusion"))
    if document.references:
        entries.append(("references", "References"))
    return [{"key": key, "heading": heading} for key, heading in entries]


def as_stored(head: Head) -> dict[str, Any]:
    """The head as JSON keeps it: tuples become lists."""
    stored = asdict(head)
    lists = {name: list(stored[name]) for name in ("authors", "toc", "corrections", "comments")}
    return stored | lists | {"top": str(head.top), "banners": str(head.banners)}


def _authors(document: Document) -> list[dict[str, str | None]]:
    slugs = _slugs(one.id for one in document.authors) if document.authors else {}
    return [{"id": one.id, "name": one.name, "slug": slugs.get(one.id)} for one in document.authors]


def _slugs(ids: Iterable[str]) -> dict[str, str]:
    rows = Author.objects.filter(pk__in=[UUID(one) for one in ids])
    return {str(pk): slug for pk, slug in rows.values_list("pk", "slug")}
