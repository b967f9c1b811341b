"""From versions to what readers see: documents, pages and plain rows, all made from the record."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.document import Document
from articles.markdown import html_of
from articles.models import Author
from articles.sealed import document_from
from record.format import texts_in
from record.models import Version
from record.withholding import bodies


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


def document_at(version: Version) -> Document:
    """The document of a version, withheld words replaced; raises `NoWords` for a removed one."""
    if version.members["document"] is None:
        raise NoWords(f"version {version.serial} has no words")
    named = {leaf["text"] for _path, leaf in texts_in(version.members["document"])}
    return document_from(version.members, bodies(named))


def head_of(version: Version, document: Document) -> Head:
    """The head of the page of `version`, whose words are `document`."""
    first = version if version.number == 1 else Version.objects.of(version.subject).oldest()
    began = version if version.serial == 1 else Version.objects.oldest()
    assert first is not None  # noqa: S101 - `version` itself is one
    assert began is not None  # noqa: S101
    return Head(
        title=document.title,
        standfirst=document.standfirst,
        authors=_authors(document),
        language=document.language,
        first_published=document.first_published,
        imported=first.members["imported"] is not None,
        published=first.recorded_at,
        changed=version.recorded_at,
        recorded=version.recorded_at,
        record_began=began.recorded_at,
        number=version.number,
        serial=version.serial,
        digest=version.digest,
        toc=contents(document),
    )


def body_of(document: Document) -> SafeString:
    """The explainer's own HTML: contents, parts, questions, without head and frame."""
    context = {
        "language": document.language,
        "lead_html": _html("lead", document.lead),
        "sections": [
            {"key": one.key, "heading": one.heading, "html": _html(one.key, one.body)}
            for one in document.sections
        ],
        "questions": [
            {
                "key": one.key,
                "question": one.question,
                "html": html_of(one.answer, one.key, headings_from=4),
            }
            for one in document.faqs
        ],
        "conclusion_html": _html("conclusion", document.conclusion),
        "references_html": _html("references", document.references),
        "toc": contents(document),
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
    return stored | {"authors": list(head.authors), "toc": list(head.toc)}


def _html(part: str, source: str | None) -> SafeString | None:
    return None if source is None else html_of(source, part)


def _authors(document: Document) -> list[dict[str, str | None]]:
    slugs = _slugs(one.id for one in document.authors) if document.authors else {}
    return [{"id": one.id, "name": one.name, "slug": slugs.get(one.id)} for one in document.authors]


def _slugs(ids: Iterable[str]) -> dict[str, str]:
    rows = Author.objects.filter(pk__in=[UUID(one) for one in ids])
    return {str(pk): slug for pk, slug in rows.values_list("pk", "slug")}
