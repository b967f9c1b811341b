"""Rows to document, document to rows: the one place where an explainer meets its parts.

Questions belong to an app that this one doesn't know; they are reached by the reverse relation.
"""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles.document import Author as DocumentAuthor
from articles.document import Document, Question, Section
from articles.models import Article, Byline

#: Article columns that are fields of the document of the same name.
FIELDS = ("title", "standfirst", "language", "first_published", "lead", "conclusion", "references")


def document_of(article: Article) -> Document:
    """The document that the rows of `article` hold now.

    Raises `DocumentError`, which names part and field, when they hold none that may be published.
    """
    children: Any = article
    fields: dict[str, Any] = {name: _absent(getattr(article, name)) for name in FIELDS}
    return Document(
        **fields,
        authors=tuple(
            DocumentAuthor(str(line.author_id), line.name or line.author.name)
            for line in article.bylines.select_related("author")
        ),
        sections=tuple(
            Section(row.key, _absent(row.heading), _absent(row.body))
            for row in article.sections.all()
        ),
        faqs=tuple(Question(row.key, row.question, row.answer) for row in children.faqs.all()),
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
        for name in FIELDS:
            setattr(article, name, getattr(document, name) or "")
        article.edition += 1
        article.last_section = _last(article.last_section, document.sections)
        article.last_question = _last(article.last_question, document.faqs)
        article.touched_at = timezone.now()
        article.save()
        _write_bylines(article, document.authors)
        _write_parts(article.sections, _section_rows(document.sections))
        children: Any = article
        _write_parts(children.faqs, _question_rows(document.faqs))


def parts_of(article: Article) -> Iterable[Any]:
    """The managers of all rows that follow the article's version."""
    children: Any = article
    return (article.sections, children.faqs, article.bylines)


def number_parts(article: Article) -> None:
    """Gives the parts of a draft the places 1, 2, 3 … in the order in which they stand."""
    for parts in parts_of(article):
        moved = []
        for place, row in enumerate(parts.all(), start=1):
            if row.position != place:
                row.position = place
                moved.append(row)
        if moved:
            parts.bulk_update(moved, ["position"])


def next_key(taken: Iterable[str], prefix: str) -> str:
    """A part key that none of `taken` is: one more than the largest."""
    keys = (key for key in taken if re.fullmatch(f"{prefix}[0-9]{{1,6}}", key))
    numbers = [int(key[1:]) for key in keys]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _last(number: int, parts: Iterable[Section] | Iterable[Question]) -> int:
    return max([number, *(int(part.key[1:]) for part in parts)])


def _absent(text: str) -> str | None:
    return text or None


def _section_rows(sections: Iterable[Section]) -> dict[str, dict[str, Any]]:
    return {
        part.key: {"heading": part.heading or "", "body": part.body or "", "position": position}
        for position, part in enumerate(sections, start=1)
    }


def _question_rows(questions: Iterable[Question]) -> dict[str, dict[str, Any]]:
    return {
        part.key: {"question": part.question, "answer": part.answer, "position": position}
        for position, part in enumerate(questions, start=1)
    }


def _write_parts(manager: Any, wanted: dict[str, dict[str, Any]]) -> None:
    held = {row.key: row for row in manager.all()}
    gone = [row.pk for key, row in held.items() if key not in wanted]
    if gone:
        manager.filter(pk__in=gone).delete()
    changed = []
    for key in wanted.keys() & held.keys():
        row = held[key]
        if any(getattr(row, name) != value for name, value in wanted[key].items()):
            for name, value in wanted[key].items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        manager.bulk_update(changed, [*wanted[changed[0].key]])
    article = manager.instance
    manager.bulk_create(
        manager.model(article=article, key=key, **values)
        for key, values in wanted.items()
        if key not in held
    )


def _write_bylines(article: Article, authors: Iterable[DocumentAuthor]) -> None:
    lines = list(authors)
    held = [(str(row.author_id), row.name) for row in article.bylines.all()]
    if held == [(line.id, line.name) for line in lines]:
        return
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=line.id, position=position, name=line.name)
        for position, line in enumerate(lines, start=1)
    )
