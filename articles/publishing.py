"""Publishing: a draft becomes version 1, in one transaction, under the site's one lock.

Everything slow is made before the lock. Inside it the draft is locked and read again; if it has
changed in between, all is made anew, so that what is sealed is what the rows say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from articles import pages, rows
from articles.dating import dated_on
from articles.document import Document, DocumentError
from articles.imported import PastNote, kept_notes, sealed_import
from articles.markdown import RENDERER, foreign_images
from articles.models import Article, Asset, Slug
from articles.models.asset import references_in
from articles.partial_dates import earliest
from articles.sealed import rendered, sealed_document
from articles.text import refusal_of
from record.chain import Chain, appending
from record.models import Signer, Version
from record.sealing import Entry, Prepared, Signature, Words, prepare

_ATTEMPTS = 10


class AlreadyPublished(RuntimeError):
    """The explainer has a version already; its words change by correction only."""


class NotReady(ValueError):
    """A draft that can't be published; `problems` are sentences for its editor."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Changed(RuntimeError):
    """The draft, or its schedule, was changed by somebody else meanwhile."""


@dataclass(frozen=True)
class _Made:
    """What was made of a draft before the lock."""

    document: Document
    slug: str
    notes: list[PastNote]
    prepared: Prepared


def publish(article: Article, *, by: Signer, edition: int | None = None) -> Version:
    """Publishes the draft `article` now, signed `by` its publisher; gives its version.

    `edition` is the one that the publisher has seen, if she has: another raises `Changed`. Also
    raises `AlreadyPublished`, `NotReady` with what is missing, `Article.DoesNotExist` when the
    draft was deleted, `record.chain.ClockBehind`. Nothing is written then.
    """

    def check(held: Article) -> None:
        check_edition(held, edition)

    return _publish(article.pk, by=by, signed_at=None, check=check)


def publish_scheduled(article: Article, *, due: datetime) -> Version:
    """Publishes a draft whose time has come by the moment `due`, signed as it was scheduled.

    Raises what `publish` raises, and `Changed` when the schedule was taken off or moved.
    """
    if article.publish_by is None:
        raise Changed("the schedule was taken off")

    def check(held: Article) -> None:
        if held.publish_at is None or held.publish_at > due:
            raise Changed("the schedule was taken off or moved")

    return _publish(article.pk, by=article.publish_by, signed_at=article.publish_at, check=check)


def check_edition(article: Article, edition: int | None) -> None:
    """Raises `Changed` when the draft isn't of the edition that somebody has seen."""
    if edition is not None and article.edition != edition:
        raise Changed("somebody has changed this draft since you opened it; look at it again")


def problems_of(article: Article) -> list[str]:
    """Why `article` can't be published as it stands, in sentences for its editor."""
    try:
        document = rows.document_of(article)
    except DocumentError as error:
        return [f"{_place(error)}: {error.message}."]
    problems = []
    if not any(True for _part in document.markdown_parts()):
        problems.append("There is no text yet: write a lead, a section or a question.")
    for part, source in document.markdown_parts():
        problems += _rendering_problems(part, source)
        problems += [f"{part}: the image {one} is not kept here." for one in foreign_images(source)]
    problems += _missing_assets(document)
    if document.first_published and earliest(document.first_published) > timezone.localdate():
        problems.append(f"The date of first publication, {document.first_published}, is to come.")
    if Slug.objects.taken(article.slug, but_for=article):
        problems.append(f"The address “{article.slug}” belonged to another explainer.")
    return problems


def _rendering_problems(part: str, source: str) -> list[str]:
    shown = rendered(part, source)
    if not shown:
        return [f"{part}: nothing of this text would be seen."]
    refusal = refusal_of(shown)
    return [f"{part}: it would show {refusal.found}."] if refusal else []


def _publish(
    pk: UUID, *, by: Signer, signed_at: datetime | None, check: Callable[[Article], None]
) -> Version:
    for _attempt in range(_ATTEMPTS):
        made = _made(Article.objects.get(pk=pk), by, signed_at)
        with appending() as chain:
            article = rows.locked(pk)
            if article.is_published:
                raise AlreadyPublished(f"“{article}” is published already")
            check(article)
            held = rows.document_of(article), article.slug, kept_notes(article)
            if held == (made.document, made.slug, made.notes):
                return _write(chain, article, made)
    raise Changed("the draft is being edited at this moment; try again")


def _made(article: Article, by: Signer, signed_at: datetime | None) -> _Made:
    if article.is_published:
        raise AlreadyPublished(f"“{article}” is published already")
    problems = problems_of(article)
    if problems:
        raise NotReady(problems)
    document, notes = rows.document_of(article), kept_notes(article)
    signature = Signature(by.pk, by.name, "publisher", _past(signed_at))
    entry = Entry(
        subject=article.pk,
        kind="publication",
        language=document.language,
        time_zone=settings.TIME_ZONE,
        renderer=RENDERER,
        signers=[signature],
        slug=Words(article.slug),
        document=sealed_document(document),
        imported=sealed_import(article, notes),
    )
    return _Made(document, article.slug, notes, prepare(entry))


def _past(signed_at: datetime | None) -> datetime | None:
    """When the publisher signed: nobody signs in the future, so a schedule's moment counts."""
    return None if signed_at is None or signed_at > timezone.now() else signed_at


def _write(chain: Chain, article: Article, made: _Made) -> Version:
    if Slug.objects.taken(made.slug, but_for=article):
        raise NotReady([f"The address “{made.slug}” belonged to another explainer."])
    rows.number_parts(article)
    version = chain.append(made.prepared)
    Slug.objects.create(slug=made.slug, article=article)
    article.slugs.update(version=version)
    article.imported_notes.update(version=version)
    # The names that were sealed: an author may be renamed at this moment.
    for author in made.document.authors:
        article.bylines.filter(author_id=UUID(author.id)).update(name=author.name, version=version)
    for parts in rows.parts_of(article):
        parts.filter(version__isnull=True).update(version=version)
    _write_article(article, version)
    pages.write(version, made.document)
    return version


def _write_article(article: Article, version: Version) -> None:
    article.version = version
    article.published_at = article.changed_at = version.moment
    article.dated_on = dated_on(version)
    article.publish_at = article.publish_by = None
    article.publish_problem = ""
    article.touched_at = version.moment
    article.save(
        update_fields=[
            "version",
            "published_at",
            "changed_at",
            "dated_on",
            "publish_at",
            "publish_by",
            "publish_problem",
            "touched_at",
        ]
    )


def _missing_assets(document: Document) -> list[str]:
    named = {one for _part, source in document.markdown_parts() for one in references_in(source)}
    held = set(Asset.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return [f"The image asset:{one} is not kept here." for one in sorted(named - held)]


def _place(error: DocumentError) -> str:
    return f"{error.part}, {error.field}".replace("explainer, ", "").capitalize()
