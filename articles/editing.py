"""Editing drafts: what an editor typed becomes rows, whole or not at all.

Nobody overwrites anybody: a save says on which edition of the draft it was written.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from articles import rows
from articles.models import Article, Author, Topic
from articles.publishing import AlreadyPublished
from articles.readiness import problems_of
from documents.document import Document, DocumentAuthor, DocumentError, Question, Section
from documents.keys import next_key
from record.refusals import UserFacing


class DraftOvertaken(UserFacing):
    """Somebody else saved the draft meanwhile; `edition` is the one that stands now."""

    def __init__(self, edition: int) -> None:
        super().__init__("somebody else has changed this draft since it was opened")
        self.edition = edition


class SlugTaken(UserFacing):
    """Another explainer was given the address while this one was saved."""

    def __init__(self) -> None:
        super().__init__("Another explainer has just taken this address. Choose another.")


@dataclass(frozen=True)
class TypedPart:
    """A section or a question as it was typed; `key` is empty until it is given one."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class Typed:
    """A whole explainer as an editor typed it. Absent text is empty here, as in forms."""

    fields: Mapping[str, str]
    authors: Sequence[tuple[Author, str]]
    sections: Sequence[TypedPart]
    questions: Sequence[TypedPart]
    slug: str
    topics: Collection[Topic]
    reviewed_on: date | None

    def document(
        self, known: Collection[str] | None = None, given: Collection[str] = ()
    ) -> Document:
        """What was typed as a document; new parts get keys beyond `known` and `given`.

        A part keeps its key if that is one of `known` (any, if left out). Raises `DocumentError`.
        """
        sections, questions = self.keys(known, given)
        return Document(
            **{name: text or None for name, text in self.fields.items()},  # type: ignore[arg-type]
            authors=tuple(
                DocumentAuthor(str(author.pk), name or author.name) for author, name in self.authors
            ),
            sections=tuple(
                Section(key, part.heading or None, part.text or None)
                for key, part in zip(sections, self.sections, strict=True)
            ),
            faqs=tuple(
                Question(key, part.heading, part.text)
                for key, part in zip(questions, self.questions, strict=True)
            ),
        )

    def keys(
        self, known: Collection[str] | None = None, given: Collection[str] = ()
    ) -> tuple[list[str], list[str]]:
        """The keys of the sections and of the questions, in their order; see `document`."""
        if known is None:
            known = {part.key for part in (*self.sections, *self.questions) if part.key}
        sections = _keys(self.sections, "s", known, given)
        return list(sections), list(_keys(self.questions, "q", known, given))


@dataclass(frozen=True)
class SavedDraft:
    """What came of a save: the draft, whether anything differed, whether a schedule went."""

    article: Article
    changed: bool
    unscheduled: bool


def create_draft(typed: Typed) -> Article:
    """A new draft that says what was typed; raises `SlugTaken` where that happened meanwhile."""
    article = Article()
    _write(article, typed, known=())
    return article


def save_draft(pk: UUID, typed: Typed, *, edition: int, by: Any) -> SavedDraft:
    """Makes the draft say what the account `by` typed on its `edition`.

    A schedule that another account signed is taken off. Raises `DraftOvertaken`, `SlugTaken`,
    `AlreadyPublished` or `Article.DoesNotExist` where that happened meanwhile; nothing is written
    then.
    """
    with transaction.atomic():
        article = rows.locked(pk)
        if article.is_published:
            raise AlreadyPublished(f"“{article}” is published already")
        if article.edition != edition:
            raise DraftOvertaken(article.edition)
        sections, questions, _bylines = rows.parts_of(article)
        known = {part.key for part in (*sections.all(), *questions.all())}
        if _says(article, typed, known):
            return SavedDraft(article, changed=False, unscheduled=False)
        signer = article.publish_by
        others = signer is not None and signer.user_id != by.pk
        if others:
            article.publish_at = article.publish_by = None
        _write(article, typed, known)
        if article.publish_problem and not problems_of(article):
            article.publish_problem = ""
            article.save(update_fields=["publish_problem"])
    return SavedDraft(article, changed=True, unscheduled=others)


def _keys(
    parts: Iterable[TypedPart], prefix: str, known: Collection[str], given: Collection[str]
) -> Iterator[str]:
    taken, used = {*known, *given}, set[str]()
    for part in parts:
        keeps = part.key.startswith(prefix) and part.key in known and part.key not in used
        key = part.key if keeps else next_key(taken, prefix)
        taken.add(key)
        used.add(key)
        yield key


def _says(article: Article, typed: Typed, known: Collection[str]) -> bool:
    """Whether the rows say already what was typed."""
    try:
        same = rows.document_of(article) == typed.document(known, article.keys_given)
    except DocumentError:
        return False
    return (
        same
        and article.slug == typed.slug
        and article.reviewed_on == typed.reviewed_on
        and set(article.topics.all()) == set(typed.topics)
    )


def _write(article: Article, typed: Typed, known: Collection[str]) -> None:
    article.slug = typed.slug
    article.reviewed_on = typed.reviewed_on
    document = typed.document(known, article.keys_given)
    with _slug_taken_is_refused(article), transaction.atomic():
        rows.write_draft(article, document)
        # No name of their own: these follow the author's name until publication.
        plain = [author.pk for author, name in typed.authors if not name]
        article.bylines.filter(author__in=plain).update(name="")
        article.topics.set(typed.topics)


@contextmanager
def _slug_taken_is_refused(article: Article) -> Iterator[None]:
    """Raises `SlugTaken` where the database refused a slug that another explainer has."""
    try:
        yield
    except IntegrityError as error:
        if Article.objects.filter(slug=article.slug).exclude(pk=article.pk).exists():
            raise SlugTaken from error
        raise
