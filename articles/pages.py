"""What follows an explainer's newest version: its page, its search rows and its own rows.

Pages and search rows are made from the version and can be made anew; the record is told which rows
follow it, and where they differ from what was sealed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from articles import rows
from articles.models import (
    Article,
    Byline,
    ImportedNote,
    OldAddress,
    Page,
    SearchRow,
    SectionRow,
    Slug,
)
from articles.notices import decoration_of
from articles.reading import PageHead, as_stored, body_of, dated_on, document_at, head_of
from articles.sealed import kept_notes, past_notes_of, renderings
from documents.differences import differences
from documents.document import WHOLE, Document, DocumentError
from documents.plain import rendered_plain
from documents.text import folded
from record import registry
from record.chain import locked
from record.clock import moment
from record.models import Version
from record.registry import Finding, Lasting, Projection
from record.removal.withholding import bodies


def write(version: Version, document: Document) -> None:
    """Writes the page and the search rows of `version`, whose words are `document`."""
    write_all([(version, document, renderings(document))])


def write_all(newest: Sequence[tuple[Version, Document, Mapping[str, str]]]) -> None:
    """Writes pages and search rows of many explainers: the newest version, words, `renderings`."""
    subjects = [version.subject for version, _document, _shown in newest]
    Page.objects.filter(article_id__in=subjects).delete()
    Page.objects.bulk_create(_page(version, document) for version, document, _shown in newest)
    SearchRow.objects.filter(article_id__in=subjects).delete()
    SearchRow.objects.bulk_create(
        row for version, document, shown in newest for row in search_rows(version, document, shown)
    )


def _page(version: Version, document: Document) -> Page:
    decoration = decoration_of(version)
    return Page(
        article_id=version.subject,
        version=version,
        head=as_stored(head_of(version, document, decoration)),
        html=body_of(document, decoration),
    )


def rebuild(subjects: Iterable[UUID] | None = None) -> Iterator[UUID]:
    """Makes derived rows anew from the record, one explainer a transaction; yields each id."""
    for listed in newest_versions(subjects):
        with locked():
            # Read again: a newer one may have been published since the list was read.
            version = Version.objects.of(listed.subject).newest() or listed
            if version.members["document"] is not None:
                write(version, document_at(version))
        yield listed.subject


def newest_versions(subjects: Iterable[UUID] | None = None) -> Iterator[Version]:
    """The newest version of each explainer with words (or of `subjects`), in order of serial."""
    versions = Version.objects.newest_of_each().exclude(kind="recovery")
    if subjects is not None:
        versions = versions.filter(subject__in=list(subjects))
    for version in versions.iterator(200):
        if version.members["document"] is not None:
            yield version


def search_rows(
    version: Version, document: Document, shown: Mapping[str, str]
) -> Iterator[SearchRow]:
    """A row for the head, and one for each part, in page order; `shown` are the `renderings`."""
    heads = {section.key: section.heading or "" for section in document.sections}
    heads |= {question.key: question.question for question in document.faqs}
    parts = [("head", document.title, document.standfirst or "")]
    parts += [(key, heads.pop(key, ""), shown[key]) for key, _source in document.markdown_parts()]
    parts += [(key, heading, "") for key, heading in heads.items()]
    for position, (key, heading, text) in enumerate(parts):
        yield SearchRow(
            article_id=version.subject,
            version=version,
            key=key,
            position=position,
            heading=heading,
            text=text,
            folded=folded(f"{heading}\n{text}"),
        )


def head_from(stored: dict[str, object]) -> PageHead:
    """The head that a page's row keeps as JSON."""
    return PageHead(**stored)  # type: ignore[arg-type]


def register_rows() -> None:
    """Registers guards, comparisons and the rendering. Called once, when the apps are ready."""
    registry.register_projection(Projection(Article, subject="id", free=Article.FREE_COLUMNS))
    for model in (SectionRow, Byline, Slug, ImportedNote):
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
    for name, wanted in expected.items():
        if getattr(article, name) != wanted:
            message = f"found {getattr(article, name)}; expected {wanted}"
            yield Finding(version.serial, f"rows.{name}", message)
    for parts in rows.parts_of(article):
        if parts.exclude(version=version).exists():
            yield Finding(version.serial, f"rows.{_name(parts)}", "follows another version")
        standing = parts.filter(removed_in=None).order_by("position")
        places = list(standing.values_list("position", flat=True))
        if places != list(range(1, len(places) + 1)):
            message = f"stand in the places {places}; expected 1 to {len(places)}"
            yield Finding(version.serial, f"rows.{_name(parts)}.position", message)


def _name(parts: Any) -> str:
    return str(parts.model._meta.verbose_name)


def _slug_findings(article: Article, version: Version) -> Iterator[Finding]:
    leaf = version.members["slug"]
    slug = bodies([leaf["text"]]).get(leaf["text"]) if leaf else None
    if slug is not None and article.slug != slug:
        yield Finding(version.serial, "rows.slug", f"found {article.slug}; expected {slug}")
    named = {
        sealed.members["slug"]["text"]
        for sealed in Version.objects.of(version.subject)
        if sealed.members["slug"]
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
    kept = [
        (row.version_id, row.key, row.position, row.heading, row.text, row.folded)
        for row in SearchRow.objects.filter(article_id=version.subject).order_by("position")
    ]
    made = [
        (row.version_id, row.key, row.position, row.heading, row.text, row.folded)
        for row in search_rows(version, document, renderings(document))
    ]
    if kept != made:
        yield Finding(version.serial, "search", hint)
