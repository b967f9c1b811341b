"""Publishing: a draft becomes version 1, in one transaction, under the site's one lock.

Everything slow is made before the lock. Inside it the draft is locked and read again; if it has
changed in between, all is made anew, so that what is sealed is what the rows say. Many drafts go
together under one lock, each for itself: one that can't be published leaves the others alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from articles import drafts, pages
from articles.drafts import Draft
from articles.models import Article
from articles.readiness import address_problems, problem_with, problems_with
from articles.sealed import renderings, sealed_document, sealed_import
from documents.markdown import RENDERER
from record.chain import Chain, appending
from record.events import log_event
from record.models import Signer, Version
from record.refusals import UserFacing
from record.sealing import Entry, Prepared, Signature, Words, prepare

_ATTEMPTS = 10


class AlreadyPublished(UserFacing):
    """The explainer has a version already; its words change by correction only."""


class NotReady(UserFacing):
    """A draft that can't be published; `problems` are sentences for its editor."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems

    @property
    def sentences(self) -> list[str]:
        """Each problem for itself."""
        return self.problems


class Changed(UserFacing):
    """The draft, or its schedule, was changed by somebody else meanwhile."""


#: What became of a draft that was to be published with others.
Published = Version | AlreadyPublished | NotReady | Changed | Article.DoesNotExist


@dataclass(frozen=True)
class _Made:
    """What was made of a draft before the lock."""

    draft: Draft
    shown: Mapping[str, str]
    prepared: Prepared


@dataclass(frozen=True)
class _Order:
    """Who publishes; `signed_at` is when she signed, if it was before; `check` may refuse."""

    by: Signer
    signed_at: datetime | None = None
    check: Callable[[Article], None] = lambda _article: None


def publish(article: Article, *, by: Signer, edition: int | None = None) -> Version:
    """Publishes the draft `article` now, signed `by` its publisher; gives its version.

    `edition` is the one that the publisher has seen, if she has: another raises `Changed`. Also
    raises `AlreadyPublished`, `NotReady` with what is missing, `Article.DoesNotExist` when the
    draft was deleted, `record.chain.ClockBehind`. Nothing is written then.
    """

    def check(draft: Article) -> None:
        check_edition(draft, edition)

    return _published(article, _Order(by, check=check))


def publish_scheduled(article: Article, *, due: datetime) -> Version:
    """Publishes a draft whose time has come by the moment `due`, signed as it was scheduled.

    Raises what `publish` raises, and `Changed` when the schedule was taken off or moved.
    """
    if article.publish_by is None:
        raise Changed("the schedule was taken off")

    def check(draft: Article) -> None:
        if draft.publish_at is None or draft.publish_at > due:
            raise Changed("the schedule was taken off or moved")

    return _published(article, _Order(article.publish_by, article.publish_at, check))


def publish_all(articles: Iterable[UUID], *, by: Signer) -> dict[UUID, Published]:
    """Publishes these drafts in one transaction; gives, by id, each one's version or why not.

    Raises `record.chain.ClockBehind`, and then nothing is written. Their order is the chain's.
    """
    return _publish(articles, _Order(by))


def check_edition(article: Article, edition: int | None) -> None:
    """Raises `Changed` when the draft isn't of the edition that somebody has seen."""
    if edition is not None and article.edition != edition:
        raise Changed("somebody has changed this draft since you opened it; look at it again")


def _published(article: Article, order: _Order) -> Version:
    published = _publish([article.pk], order)[article.pk]
    if isinstance(published, Exception):
        raise published
    return published


def _publish(pks: Iterable[UUID], order: _Order) -> dict[UUID, Published]:
    waiting = list(dict.fromkeys(pks))
    done: dict[UUID, Published] = {}
    for _attempt in range(_ATTEMPTS):
        made = _all_made(waiting, order, done)
        if made:
            with appending() as chain:
                written = _write(chain, made, order)
            _log(written, order)
            done |= written
        waiting = [pk for pk in waiting if pk not in done]
        if not waiting:
            return done
    busy = Changed("the draft is being edited at this moment; try again")
    return done | dict.fromkeys(waiting, busy)


def _all_made(pks: list[UUID], order: _Order, done: dict[UUID, Published]) -> dict[UUID, _Made]:
    """What is made of each draft before the lock; in `done` stands why not."""
    made = {}
    waiting = drafts.read(pks)
    taken = address_problems(draft.article for draft in waiting.values())
    for pk in pks:
        try:
            if pk not in waiting:
                raise Article.DoesNotExist("the draft was deleted")
            made[pk] = _made(waiting[pk], order, taken.get(pk, []))
        except (AlreadyPublished, NotReady, Article.DoesNotExist) as error:
            done[pk] = error
    return made


def _made(draft: Draft, order: _Order, taken: list[str]) -> _Made:
    article, document = draft.article, draft.document
    if article.is_published:
        raise AlreadyPublished(f"“{article}” is published already")
    if draft.error:
        raise NotReady([problem_with(draft.error)])
    shown = renderings(document)
    problems = problems_with(document, shown) + taken
    if problems:
        raise NotReady(problems)
    by = order.by
    sealed = Entry(
        subject=article.pk,
        kind="publication",
        language=document.language,
        time_zone=settings.TIME_ZONE,
        renderer=RENDERER,
        signers=[Signature(by.pk, by.name, "publisher", _past(order.signed_at))],
        slug=Words(article.slug),
        document=sealed_document(document, shown),
        imported=sealed_import(article, draft.notes),
    )
    return _Made(draft, shown, prepare(sealed))


def _past(signed_at: datetime | None) -> datetime | None:
    """When the publisher signed: nobody signs in the future, so a schedule's moment counts."""
    return None if signed_at is None or signed_at > timezone.now() else signed_at


def _write(chain: Chain, made: Mapping[UUID, _Made], order: _Order) -> dict[UUID, Published]:
    """Appends those drafts that are as they were when they were made; the others are left out."""
    done: dict[UUID, Published] = {}
    versions: list[tuple[Version, _Made]] = []
    locked = drafts.read(made, lock=True)
    taken = address_problems(draft.article for draft in locked.values())
    for pk, ready in made.items():
        try:
            if pk not in locked:
                raise Article.DoesNotExist("the draft was deleted")
            _check(locked[pk].article, order, taken.get(pk))
            if locked[pk] == ready.draft:
                version = done[pk] = chain.append(ready.prepared)
                versions.append((version, ready))
        except (AlreadyPublished, NotReady, Changed, Article.DoesNotExist) as error:
            done[pk] = error
    drafts.follow_first([(locked[version.subject], version) for version, _made in versions])
    pages.write_all([(version, ready.draft.document, ready.shown) for version, ready in versions])
    return done


def _log(written: Mapping[UUID, Published], order: _Order) -> None:
    for pk, published in written.items():
        if isinstance(published, Version):
            serial, signer = published.serial, order.by.pk
            log_event("explainer.published", article=pk, version=serial, signer=signer)


def _check(article: Article, order: _Order, taken: list[str] | None) -> None:
    if article.is_published:
        raise AlreadyPublished(f"“{article}” is published already")
    order.check(article)
    if taken:
        raise NotReady(taken)
