"""The derived rows of an explainer: its page and its search rows, made from its newest version."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from articles.decorations import decoration_of
from articles.models import Page, SearchRow
from articles.reading import Head, as_stored, body_of, document_at, head_of
from articles.sealed import renderings
from documents.document import Document
from documents.text import folded
from record.chain import locked
from record.models import Version


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
    heads = {one.key: one.heading or "" for one in document.sections}
    heads |= {one.key: one.question for one in document.faqs}
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


def head_from(stored: dict[str, object]) -> Head:
    """The head that a page's row keeps as JSON."""
    return Head(**stored)  # type: ignore[arg-type]
