"""Many drafts with their rows, in one statement a table: read, made, and given their first version.

What is done to one explainer alone stands in `articles.rows`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery

from articles import rows
from articles.models import Article, Byline, ImportedNote, SectionRow, Slug
from articles.models.parts import Removable
from articles.reading import dated_on
from articles.sealed import PastNote
from documents.document import Document, DocumentError
from record.models import Version


@dataclass(frozen=True)
class Draft:
    """An explainer's rows as they were read, equal where nothing that is sealed has changed.

    Where they hold no document, `error` says why.
    """

    article: Article
    slug: str
    document: Document
    notes: Sequence[PastNote]
    error: DocumentError | None = field(default=None, compare=False)


def read(pks: Collection[UUID], *, lock: bool = False) -> dict[UUID, Draft]:
    """The explainers of those ids that are there, with their rows locked if that is wanted."""
    if lock:
        _lock(Article, pk__in=pks)
        for model in _parts():
            _lock(model, article_id__in=pks)
    articles = Article.objects.filter(pk__in=pks)
    sections, questions, bylines = (_by_article(model, pks) for model in _parts())
    notes = _by_article(ImportedNote, pks)
    return {
        article.pk: _draft(
            article,
            bylines.get(article.pk, ()),
            sections.get(article.pk, ()),
            questions.get(article.pk, ()),
            notes.get(article.pk, ()),
        )
        for article in articles
    }


def _lock(model: Any, **those: Any) -> None:
    wanted = model._default_manager.filter(**those).order_by("pk")
    list(wanted.select_for_update().values_list("pk"))


def make(drafts: Sequence[tuple[Article, Document, Sequence[PastNote]]]) -> None:
    """Makes new drafts with all their rows, in one transaction.

    No article may have a row yet; an address that is taken raises IntegrityError.
    """
    for article, document, _notes in drafts:
        rows.fill(article, document)
    with transaction.atomic():
        Article.objects.bulk_create(article for article, _document, _notes in drafts)
        for place, model in enumerate(_parts()):
            model._default_manager.bulk_create(
                model(article_id=article.pk, **columns)
                for article, document, _notes in drafts
                for columns in _columns(document)[place]
            )
        ImportedNote.objects.bulk_create(
            ImportedNote(
                article_id=article.pk, position=position, date=past.date or "", note=past.note
            )
            for article, _document, notes in drafts
            for position, past in enumerate(notes, start=1)
        )


def follow_first(published: Sequence[tuple[Draft, Version]]) -> None:
    """Has the rows of drafts follow the first version of each, with address, dates and places.

    The explainer's own row comes last: after it no other can join.
    """
    if not published:
        return
    drafts = [draft for draft, _version in published]
    pks = [draft.article.pk for draft in drafts]
    Slug.objects.bulk_create(Slug(slug=draft.slug, article_id=draft.article.pk) for draft in drafts)
    _name_bylines(drafts)
    for model in _parts():
        _number(model, pks)
    first = Version.objects.filter(subject=OuterRef("article_id"), number=1)
    tables: tuple[Any, ...] = (Slug, ImportedNote, *_parts())
    for model in tables:
        waiting = model._default_manager.filter(article_id__in=pks, version__isnull=True)
        waiting.update(version=Subquery(first.values("serial")))
    for draft, version in published:
        _follow(draft.article, version)


def _follow(article: Article, version: Version) -> None:
    columns: dict[str, Any] = {
        "version": version,
        "published_at": version.moment,
        "changed_at": version.moment,
        "dated_on": dated_on(version),
        "publish_at": None,
        "publish_by": None,
        "publish_problem": "",
        "touched_at": version.moment,
    }
    for name, content in columns.items():
        setattr(article, name, content)
    article.save(update_fields=columns)


def _number(model: Any, pks: Sequence[UUID]) -> None:
    """Gives parts the places 1, 2, 3 … in the order in which they stand."""
    moved = []
    for parts in _by_article(model, pks).values():
        for place, row in enumerate(parts, start=1):
            if row.position != place:
                row.position = place
                moved.append(row)
    if moved:
        model._default_manager.bulk_update(moved, ["position"])


def _name_bylines(drafts: Iterable[Draft]) -> None:
    """Gives bylines the names that were sealed: an author may be renamed at this moment."""
    names = {
        (draft.article.pk, UUID(author.id)): author.name
        for draft in drafts
        for author in draft.document.authors
    }
    lines = Byline.objects.filter(article_id__in={article for article, _author in names})
    renamed = []
    for line in lines:
        name = names[line.article_id, line.author_id]
        if line.name != name:
            line.name = name
            renamed.append(line)
    if renamed:
        Byline.objects.bulk_update(renamed, ["name"])


def _draft(article: Article, bylines: Any, sections: Any, questions: Any, notes: Any) -> Draft:
    past = [PastNote(row.date or None, row.note) for row in notes]
    try:
        document = rows.document_from(article, bylines, sections, questions)
    except DocumentError as error:
        return Draft(article, article.slug, Document("x"), past, error)
    return Draft(article, article.slug, document, past)


def _by_article(model: Any, pks: Collection[UUID]) -> dict[UUID, list[Any]]:
    """The rows of a table that stand in those explainers, in order."""
    chosen = model._default_manager.filter(article_id__in=pks)
    if issubclass(model, Removable):
        chosen = chosen.filter(removed_in=None)
    if model is Byline:
        chosen = chosen.select_related("author")
    ordered = chosen.order_by("article_id", *model._meta.ordering)
    return {pk: list(group) for pk, group in groupby(ordered, key=lambda row: row.article_id)}


def _parts() -> tuple[Any, Any, Any]:
    """The tables of parts: questions belong to an app that this one doesn't know."""
    return SectionRow, Article._meta.get_field("faqs").related_model, Byline


def _columns(document: Document) -> Sequence[list[dict[str, Any]]]:
    """The columns of the rows in each of these tables."""
    return (
        [{"key": key} | columns for key, columns in rows.section_rows(document.sections).items()],
        [{"key": key} | columns for key, columns in rows.question_rows(document.faqs).items()],
        [{"author_id": pk} | columns for pk, columns in rows.byline_rows(document.authors).items()],
    )
