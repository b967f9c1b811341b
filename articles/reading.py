"""From versions to what readers see: words, heads, dates and HTML, all made from the record."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Author
from articles.notices import Decoration
from articles.sealed import document_from
from documents.document import Document
from documents.marking import marked_html
from documents.partial_dates import earliest
from record import clock
from record.format import WITHHELD, texts_in
from record.models import Version
from record.removal.withholding import bodies


class DocumentGone(LookupError):
    """A version without a document: the explainer was removed."""


@dataclass(frozen=True)
class PageHead:
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
    """The words of a version, withheld ones replaced; raises `DocumentGone` for a removed one."""
    if version.members["document"] is None:
        raise DocumentGone(f"version {version.serial} has no words")
    named = {leaf["text"] for _path, leaf in texts_in(version.members["document"])}
    return document_from(version.members, bodies(named))


def words_of(version: Version) -> Document:
    """The document of a version; of a removed explainer the one that stood before its removal.

    Raises `DocumentGone` where those words were destroyed.
    """
    earlier = Version.objects.of(version.subject).filter(number__lte=version.number).reverse()
    for before in earlier:
        if before.members["document"] is not None:
            document = document_at(before)
            if document.title == WITHHELD and version.members["document"] is None:
                break
            return document
    raise DocumentGone(f"the words of version {version.serial} were destroyed")


def head_of(version: Version, document: Document, decoration: Decoration | None = None) -> PageHead:
    """The head of the page of `version`, whose words are `document`."""
    decoration = decoration or Decoration()
    versions = Version.objects
    first = version if version.number == 1 else versions.of(version.subject).earliest("serial")
    began = version if version.serial == 1 else versions.earliest("serial")
    return PageHead(
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
        comments=[dict(comment) for comment in decoration.comments],
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
                "key": section.key,
                "heading": section.heading,
                "html": html(section.key, section.body),
                "added": decoration.labels.get(section.key),
            }
            for section in document.sections
        ],
        "questions": [
            {
                "key": question.key,
                "question": question.question,
                "html": html(question.key, question.answer, 4),
                "added": decoration.labels.get(question.key),
            }
            for question in document.faqs
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
    entries = [(section.key, section.heading) for section in document.sections if section.heading]
    if document.faqs:
        entries.append(("questions", "Questions and answers"))
    if document.conclusion:
        entries.append(("conclusion", "Conclusion"))
    if document.references:
        entries.append(("references", "References"))
    return [{"key": key, "heading": heading} for key, heading in entries]


def as_stored(head: PageHead) -> dict[str, Any]:
    """The head as JSON keeps it: tuples become lists."""
    stored = asdict(head)
    lists = {name: list(stored[name]) for name in ("authors", "toc", "corrections", "comments")}
    return stored | lists | {"top": str(head.top), "banners": str(head.banners)}


def _authors(document: Document) -> list[dict[str, str | None]]:
    slugs = _slugs(author.id for author in document.authors) if document.authors else {}
    return [
        {"id": author.id, "name": author.name, "slug": slugs.get(author.id)}
        for author in document.authors
    ]


def _slugs(ids: Iterable[str]) -> dict[str, str]:
    rows = Author.objects.filter(pk__in=[UUID(pk) for pk in ids])
    return {str(pk): slug for pk, slug in rows.values_list("pk", "slug")}


def dated_on(first: Version) -> date:
    """The date of an explainer whose first version is `first`.

    A claimed date counts from its first possible day; a day here is one of the zone in which the
    site showed its times then. Raises `record.format.FormatError` for tampered bytes.
    """
    claimed = first.members["document"] and first.members["document"]["first_published"]
    if claimed:
        return earliest(claimed)
    day: date = first.moment.astimezone(ZoneInfo(first.members["time_zone"])).date()
    return day


def head_of_draft(document: Document, *, imported: bool) -> PageHead:
    """The head as it would be if `document` were published at this moment."""
    now = clock.stamp(clock.now())
    oldest = Version.objects.oldest()
    return PageHead(
        title=document.title,
        standfirst=document.standfirst,
        # Without links to the authors' pages, which need not exist before publication.
        authors=[
            {"id": author.id, "name": author.name, "slug": None} for author in document.authors
        ],
        language=document.language,
        first_published=document.first_published,
        imported=imported,
        published=now,
        changed=now,
        recorded=now,
        record_began=oldest.recorded_at if oldest else now,
        number=1,
        serial=0,
        digest="not sealed yet",
        toc=contents(document),
    )
