"""Taking words out of an explainer: of its document, of its rows, and of what stands beside it.

The document and the rows that follow a version are masked by the correction that removes the words;
drafts, names, topics, old addresses and pictures are places that the record is told of.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.utils.crypto import salted_hmac

from articles.models import Article, Asset, Author, Byline, OldAddress, SectionRow, Topic
from articles.models.parts import marks_of
from articles.old_addresses import hidden
from articles.rows import parts_of
from documents.document import HEAD_LINES, LONGEST_LINE, MARKDOWN_TEXTS, Document, DocumentAuthor
from record.format import WITHHELD
from record.models import Version
from record.registry import HIDDEN
from record.removal.places import Mask, Matcher, WordPlace, blank, line, markdown, register_place
from record.removal.words import Sought

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
            DocumentAuthor(
                author.id,
                WITHHELD if author.id in people else _line(sought, author.name) or WITHHELD,
            )
            for author in document.authors
        ),
        "sections": tuple(
            replace(
                section,
                heading=_line(sought, section.heading),
                body=_markdown(sought, section.body),
            )
            for section in document.sections
        ),
        "faqs": tuple(
            replace(
                question,
                question=_line(sought, question.question) or WITHHELD,
                answer=_markdown(sought, question.answer) or WITHHELD,
            )
            for question in document.faqs
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


def register_places() -> None:
    """Registers drafts, names, topics and pictures. Called once, when the apps are ready."""
    register_place(WordPlace("draft", Article.objects.drafts, _ARTICLE))
    register_place(
        WordPlace("section of draft", _draft_parts(SectionRow), {"heading": line, "body": markdown})
    )
    register_place(WordPlace("byline of draft", _draft_parts(Byline), {"name": line}))
    register_place(WordPlace("author", Author.objects.all, {"name": line, "slug": another_slug}))
    register_place(
        WordPlace(
            "topic",
            Topic.objects.all,
            {"name": another_name, "slug": another_slug, "description": line},
        )
    )
    register_place(WordPlace("file of explainer", _imported, {"import_key": another_key}))
    register_place(WordPlace("origin of explainer", _from_origins, {"import_origin": blank}))
    register_place(OldAddressPlace("old address", OldAddress.objects.shown, {"address": line}))
    register_place(WordPlace("picture", Asset.objects.all, {"note": line}))


class OldAddressPlace(WordPlace):
    """Old addresses: known when they are asked for again, but no word of them is left."""

    def withhold(self, sought: Matcher) -> int:
        """Hides every address that holds the words; gives their number."""
        return _hide(row for row in self.rows() if sought.is_in(row.address))

    def destroy(self, subject: UUID) -> None:
        """Hides all of an explainer, so that they go on answering that it is gone."""
        _hide(self.rows().filter(article=subject))


def _hide(rows: Iterable[OldAddress]) -> int:
    addresses = list(rows)
    for row in addresses:
        row.address, row.loose = hidden(row.address), hidden(row.loose)
    OldAddress.objects.bulk_update(addresses, ["address", "loose"], batch_size=200)
    return len(addresses)


def another_slug(sought: Matcher, slug: str) -> str:
    """An address without the words; it says nothing where nothing is left."""
    if not isinstance(sought, Sought):
        return _nameless()
    rest = sought.masked(slug).replace("[withheld]", "")
    kept = "-".join(part for part in rest.split("-") if part)
    # Unlike the old one for certain, and free.
    return f"{kept}-{uuid4().hex[:6]}"[-80:].strip("-") if kept else _nameless()


def another_name(sought: Matcher, name: str) -> str:
    """A name without the words, unlike any other's."""
    return f"{sought.masked(name)} {uuid4().hex[:6]}"


def another_key(_sought: Matcher, key: str) -> str:
    """The import key's keyed hash: the file is known when it comes again, its name is gone."""
    return hidden_key(key)


def hidden_key(key: str) -> str:
    """The keyed hash that stands for an import key whose words were withheld."""
    keyed = salted_hmac("corrigenda.import", key, algorithm="sha256")
    return f"{HIDDEN}{keyed.hexdigest()}"


def _nameless() -> str:
    return f"withheld-{uuid4().hex[:8]}"


def _imported() -> Any:
    return Article.objects.exclude(import_key=None).exclude(import_key__startswith=HIDDEN)


def _from_origins() -> Any:
    return Article.objects.exclude(import_origin="")


def _draft_parts(model: Any) -> Any:
    return lambda: model.objects.filter(version__isnull=True)


_ARTICLE = {
    **dict.fromkeys(HEAD_LINES, line),
    "slug": another_slug,
    **dict.fromkeys(MARKDOWN_TEXTS, markdown),
    "publish_problem": line,
}
