"""What the record is told about explainers' rows: which follow it, and how to compare them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from articles import pages, rows
from articles.dating import dated_on
from articles.decorations import decoration_of
from articles.imported import kept_notes, past_notes_of
from articles.models import (
    Article,
    Byline,
    ImportedNote,
    OldAddress,
    Page,
    SearchRow,
    Section,
    Slug,
)
from articles.reading import as_stored, body_of, document_at, head_of
from articles.sealed import renderings
from documents.differences import differences
from documents.document import WHOLE, Document, DocumentError
from documents.plain import rendered_plain
from record import registry
from record.clock import moment
from record.models import Version
from record.registry import Finding, Lasting, Projection
from record.removal.withholding import bodies


def register() -> None:
    """Registers guards, comparisons and the rendering. Called once, when the apps are ready."""
    registry.register_projection(Projection(Article, subject="id", free=Article.FREE_COLUMNS))
    for model in (Section, Byline, Slug, ImportedNote):
        registry.register_projection(Projection(model, subject="article_id", parent=Article))
    registry.register_lasting(
        Lasting(OldAddress, subject="article_id", hiding=("address", "loose"))
    )
    registry.register_comparison(compare_rows)
    registry.register_rendering(lambda path, source: rendered_plain(part_of(path), source))


def part_of(path: str) -> str:
    """The part key in the path of a text of the document: `document.sections.s1.body` is s1."""
    names = path.split(".")
    return names[2] if names[1] in ("sections", "faqs") else names[1]


def compare_rows(subjects: set[UUID] | None) -> Iterator[Finding]:
    """Where explainers' rows differ from the newest version of each, missing ones included."""
    versions = Version.objects.newest_of_each().exclude(kind="recovery")
    articles = Article.objects.filter(version__isnull=False)
    if subjects is not None:
        versions, articles = versions.filter(subject__in=subjects), articles.filter(pk__in=subjects)
    for version in versions.iterator(200):
        article = Article.objects.filter(pk=version.subject).first()
        if article is None:
            yield Finding(version.serial, "rows", "the explainer's rows are gone")
        else:
            yield from _findings(article, version)
    for article in articles.exclude(pk__in=Version.objects.values("subject")):
        yield Finding(None, f"article {article.pk}", "is published but not in the record")


def _findings(article: Article, version: Version) -> Iterator[Finding]:
    try:
        yield from _column_findings(article, version)
        yield from _slug_findings(article, version)
        if kept_notes(article) != past_notes_of(version.subject):
            yield Finding(version.serial, "rows.imported_notes", "differ from what was sealed")
        if version.members["document"] is not None:
            document = document_at(version)
            yield from _word_findings(article, version, document)
            yield from _derived_findings(version, document)
    except DocumentError as error:
        yield Finding(version.serial, f"rows.{error.part}.{error.field}", error.message)
    except ValueError as error:
        yield Finding(version.serial, "rows", f"can’t be compared: {error}")


def _word_findings(article: Article, version: Version, document: Document) -> Iterator[Finding]:
    for change in differences(document, rows.document_of(article)):
        place = change.field if change.part == WHOLE else f"{change.part}.{change.field}"
        yield Finding(version.serial, f"rows.{place}", "differs from what was sealed")


def _column_findings(article: Article, version: Version) -> Iterator[Finding]:
    first = Version.objects.of(version.subject).oldest() or version
    expected = {
        "version_id": version.serial,
        "status": version.members["status"],
        "published_at": moment(first.recorded_at),
        "dated_on": dated_on(first),
        "imported": first.members["imported"] is not None,
    }
    for name, value in expected.items():
        if getattr(article, name) != value:
            message = f"found {getattr(article, name)}; expected {value}"
            yield Finding(version.serial, f"rows.{name}", message)
    for parts in rows.parts_of(article):
        if parts.exclude(version=version).exists():
            yield Finding(version.serial, f"rows.{_name(parts)}", "follows another version")
        places = list(parts.standing().order_by("position").values_list("position", flat=True))
        if places != list(range(1, len(places) + 1)):
            message = f"stand in the places {places}; expected 1 to {len(places)}"
            yield Finding(version.serial, f"rows.{_name(parts)}.position", message)


def _name(parts: Any) -> str:
    return str(parts.model._meta.model_name)


def _slug_findings(article: Article, version: Version) -> Iterator[Finding]:
    leaf = version.members["slug"]
    slug = bodies([leaf["text"]]).get(leaf["text"]) if leaf else None
    if slug is not None and article.slug != slug:
        yield Finding(version.serial, "rows.slug", f"found {article.slug}; expected {slug}")
    named = {
        one.members["slug"]["text"]
        for one in Version.objects.of(version.subject)
        if one.members["slug"]
    }
    given = {text for text in bodies(named).values() if text}
    if set(article.slugs.filter(slug__isnull=False).values_list("slug", flat=True)) != given:
        yield Finding(version.serial, "rows.slugs", "are not the addresses that were sealed")


def _derived_findings(version: Version, document: Document) -> Iterator[Finding]:
    hint = "differs from what its version gives; see rebuild_pages"
    decoration = decoration_of(version)
    page = Page.objects.filter(article_id=version.subject).first()
    if (
        page is None
        or page.version_id != version.serial
        or page.html != body_of(document, decoration)
    ):
        yield Finding(version.serial, "page.html", hint)
    head = head_of(version, document, decoration)
    if page is not None and page.head != as_stored(head):
        yield Finding(version.serial, "page.head", hint)
    if not Article.objects.filter(pk=version.subject, changed_at=moment(head.changed)).exists():
        yield Finding(version.serial, "rows.changed_at", f"expected {head.changed}")
    held = [
        (row.version_id, row.key, row.position, row.heading, row.text, row.folded)
        for row in SearchRow.objects.filter(article_id=version.subject).order_by("position")
    ]
    made = [
        (row.version_id, row.key, row.position, row.heading, row.text, row.folded)
        for row in pages.search_rows(version, document, renderings(document))
    ]
    if held != made:
        yield Finding(version.serial, "search", hint)
