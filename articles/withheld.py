"""An explainer without withheld words: its document, and every row that follows its version."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from articles.models import Article
from articles.models.parts import marks_of
from articles.places import another_slug
from articles.rows import parts_of
from documents.document import LONGEST_LINE, MARKDOWN_TEXTS, Author, Document
from record.format import WITHHELD
from record.models import Version
from record.removal.places import Mask, Matcher, line, markdown

#: How long a note from before our record may be.
LONGEST_NOTE = 2000

_MASKS: dict[str, Mask] = {
    "heading": line,
    "body": markdown,
    "question": line,
    "answer": markdown,
    "name": line,
    "note": lambda sought, note: sought.masked(note, longest=LONGEST_NOTE),
}


def masked_document(document: Document, sought: Matcher, people: Collection[str] = ()) -> Document:
    """`document` with the mark in place of what is sought, and of the names of `people` (ids)."""
    values: dict[str, Any] = {
        "title": _line(sought, document.title),
        "standfirst": _line(sought, document.standfirst, 2 * LONGEST_LINE),
        "authors": tuple(
            Author(one.id, WITHHELD if one.id in people else _line(sought, one.name) or WITHHELD)
            for one in document.authors
        ),
        "sections": tuple(
            replace(one, heading=_line(sought, one.heading), body=_markdown(sought, one.body))
            for one in document.sections
        ),
        "faqs": tuple(
            replace(
                one,
                question=_line(sought, one.question) or WITHHELD,
                answer=_markdown(sought, one.answer) or WITHHELD,
            )
            for one in document.faqs
        ),
    }
    for name in MARKDOWN_TEXTS:
        values[name] = _markdown(sought, getattr(document, name))
    return replace(document, **values)


def mask_rows(
    article: Article, sought: Matcher, version: Version, people: Collection[str] = ()
) -> None:
    """Masks what is sought in the rows that follow `article`, which come to follow `version`.

    Parts that a correction took out keep their rows, so these too. The
    explainer's own row is written last, by whoever calls this.
    """
    for parts in (*parts_of(article), article.imported_notes):
        for row in parts.all():
            values = {
                name: mask(sought, getattr(row, name))
                for name, mask in _MASKS.items()
                if sought.is_in(getattr(row, name, None))
            }
            if people and str(getattr(row, "author_id", "")) in people:
                values["name"] = WITHHELD
            if values:
                parts.filter(pk=row.pk).update(version=version, **values)
    for address in article.slugs.filter(slug__isnull=False):
        slug = address.slug or ""
        if sought.is_in(slug):
            mark = marks_of(slug)[0]
            article.slugs.filter(pk=address.pk).update(slug=None, mark=mark, version=version)


def slug_instead(sought: Matcher, slug: str) -> str:
    """The address of an explainer whose address held the words."""
    return another_slug(sought, slug)


def _line(sought: Matcher, text: str | None, longest: int = LONGEST_LINE) -> str | Any:
    if text is None or not sought.is_in(text):
        return text
    return sought.masked(text, longest=longest)


def _markdown(sought: Matcher, text: str | None) -> str | Any:
    return sought.masked_markdown(text) if text is not None and sought.is_in(text) else text
