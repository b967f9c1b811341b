"""Rows to document, document to rows: the one place where an explainer meets its parts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Byline
from documents.document import FIELDS, Document, DocumentAuthor, Question, Section
from record.models import Version


def document_of(article: Article) -> Document:
    """The document that the rows of `article` hold now.

    Raises `DocumentError`, which names part and field, when they hold none that may be published.
    """
    lists = (article.bylines.select_related("author"), article.sections.all(), article.faqs.all())
    return document_from(article, *(rows.filter(removed_in=None) for rows in lists))


def document_from(
    article: Article, bylines: Iterable[Any], sections: Iterable[Any], faqs: Iterable[Any]
) -> Document:
    """The document that these rows hold, in the order in which they are given.

    Raises `DocumentError`, as `document_of` does.
    """
    fields: dict[str, Any] = {name: _absent(getattr(article, name)) for name in FIELDS}
    return Document(
        **fields,
        authors=tuple(
            DocumentAuthor(str(line.author_id), line.name or line.author.name) for line in bylines
        ),
        sections=tuple(
            Section(row.key, _absent(row.heading), _absent(row.body)) for row in sections
        ),
        faqs=tuple(Question(row.key, row.question, row.answer) for row in faqs),
    )


def locked(pk: UUID) -> Article:
    """The article with its row locked, and those of its parts, until the transaction ends.

    Whoever edits a draft at this moment is waited for, or waits. Raises `Article.DoesNotExist`.
    """
    article = Article.objects.select_for_update().get(pk=pk)
    for parts in parts_of(article):
        list(parts.select_for_update().values_list("pk"))
    return article


def write_draft(article: Article, document: Document) -> None:
    """Makes the rows of the draft `article` say what `document` says, in one transaction.

    A published explainer's rows refuse that in the database (IntegrityError).
    """
    with transaction.atomic():
        fill(article, document)
        article.save()
        _write_bylines(article, document.authors)
        _write_parts(article.sections, section_rows(document.sections))
        _write_parts(article.faqs, question_rows(document.faqs))


def fill(article: Article, document: Document) -> None:
    """The columns of a draft as `document` has them, one edition later."""
    for name in FIELDS:
        setattr(article, name, getattr(document, name) or "")
    article.edition += 1
    article.last_section = _last(article.last_section, document.sections)
    article.last_question = _last(article.last_question, document.faqs)
    article.touched_at = timezone.now()


def write_version(article: Article, document: Document, version: Version, **others: Any) -> None:
    """Makes the rows of a published explainer say what its new `version` says.

    Every row comes to follow that version in the statement that changes it, the explainer's own
    row last, since the database refuses anything else; so `others`, columns by name, go along.
    Parts that the document lacks keep their rows and are marked as gone.
    """
    _raise_parts(article.sections, section_rows(document.sections), "key", version)
    _raise_parts(article.faqs, question_rows(document.faqs), "key", version)
    _raise_parts(article.bylines, byline_rows(document.authors), "author_id", version)
    article.slugs.update(version=version)
    columns: dict[str, Any] = {name: getattr(document, name) or "" for name in FIELDS} | others
    columns["last_section"] = _last(article.last_section, document.sections)
    columns["last_question"] = _last(article.last_question, document.faqs)
    columns["version"] = version
    for name, content in columns.items():
        setattr(article, name, content)
    article.save(update_fields=[*columns])


def parts_of(article: Article) -> Iterable[Any]:
    """The managers of all rows that follow the article's version."""
    return (article.sections, article.faqs, article.bylines)


def gone_parts(article: Article) -> dict[str, str]:
    """The parts that were taken out, by key, each with its heading or question, else its text.

    Their rows stay, so that nothing else ever gets such a key.
    """
    sections = article.sections.filter(removed_in__isnull=False)
    questions = article.faqs.filter(removed_in__isnull=False)
    names = {row.key: row.heading or row.body for row in sections}
    return names | {row.key: row.question for row in questions}


def _last(number: int, parts: Iterable[Section] | Iterable[Question]) -> int:
    return max([number, *(int(part.key[1:]) for part in parts)])


def _absent(text: str) -> str | None:
    return text or None


def section_rows(sections: Iterable[Section]) -> dict[str, dict[str, Any]]:
    """The columns of each section's row, by its key."""
    return {
        part.key: {"heading": part.heading or "", "body": part.body or "", "position": position}
        for position, part in enumerate(sections, start=1)
    }


def question_rows(questions: Iterable[Question]) -> dict[str, dict[str, Any]]:
    """The columns of each question's row, by its key."""
    return {
        part.key: {"question": part.question, "answer": part.answer, "position": position}
        for position, part in enumerate(questions, start=1)
    }


def _write_parts(manager: Any, wanted: dict[str, dict[str, Any]]) -> None:
    existing = {row.key: row for row in manager.all()}
    gone = [row.pk for key, row in existing.items() if key not in wanted]
    if gone:
        manager.filter(pk__in=gone).delete()
    changed = []
    for key in wanted.keys() & existing.keys():
        row = existing[key]
        if any(getattr(row, name) != content for name, content in wanted[key].items()):
            for name, content in wanted[key].items():
                setattr(row, name, content)
            changed.append(row)
    if changed:
        manager.bulk_update(changed, [*wanted[changed[0].key]])
    article = manager.instance
    manager.bulk_create(
        manager.model(article=article, key=key, **values)
        for key, values in wanted.items()
        if key not in existing
    )


def _raise_parts(
    manager: Any, wanted: dict[Any, dict[str, Any]], key: str, version: Version
) -> None:
    for row in manager.all():
        values = wanted.get(getattr(row, key))
        if values is None:
            values = {} if row.removed_in_id else {"removed_in": version}
        else:
            values = {**values, "removed_in": None}
        for name, content in values.items():
            setattr(row, name, content)
        row.version = version
        row.save(update_fields=[*values, "version"])
    existing = set(manager.values_list(key, flat=True))
    new = [
        manager.model(article=manager.instance, **{key: identity}, **values)
        for identity, values in wanted.items()
        if identity not in existing
    ]
    manager.bulk_create(new)
    manager.filter(version__isnull=True).update(version=version)


def byline_rows(authors: Iterable[DocumentAuthor]) -> dict[UUID, dict[str, Any]]:
    """The columns of each byline's row, by the author's id."""
    return {
        UUID(line.id): {"name": line.name, "position": position}
        for position, line in enumerate(authors, start=1)
    }


def _write_bylines(article: Article, authors: Iterable[DocumentAuthor]) -> None:
    lines = list(authors)
    existing = [(str(row.author_id), row.name) for row in article.bylines.all()]
    if existing == [(line.id, line.name) for line in lines]:
        return
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=line.id, position=position, name=line.name)
        for position, line in enumerate(lines, start=1)
    )
