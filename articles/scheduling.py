"""Scheduling a first publication, without cron and without a worker.

A draft keeps its moment and its signer until then; both can be changed or taken off. `publish_due`
publishes what is due: a command calls it, and so does the first request after the moment, by
`PublishDueMiddleware`.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles import rows
from articles.models import Article
from articles.publishing import (
    AlreadyPublished,
    Changed,
    NotReady,
    check_edition,
    publish_scheduled,
)
from articles.readiness import problems_of
from record.chain import ClockBehind
from record.events import log_event
from record.models import Signer, Version
from record.refusals import UserFacing

logger = logging.getLogger(__name__)

#: How often a process asks anew when something is due, and so the longest delay.
REREAD = timedelta(seconds=5)
#: In milliseconds: how long a reader's request waits for the lock before it goes on without.
PATIENCE = 2000


class MomentPassed(UserFacing):
    """A publication that was asked for at a moment which is past."""


def schedule(article: Article, *, at: datetime, by: Signer, edition: int | None = None) -> None:
    """Has the draft published at the moment `at` (aware), signed `by` its publisher.

    `edition` is the one that she has seen, if she has: another raises `Changed`. Also raises
    `AlreadyPublished`, `NotReady` when it couldn't be published as it stands, `MomentPassed`
    when `at` is past. An earlier schedule is replaced.
    """
    if at <= timezone.now():
        raise MomentPassed("That moment has passed. Choose a later one, or publish now.")
    problems = problems_of(article)
    if problems:
        raise NotReady(problems)
    _set(article, at=at, by=by, problem="", edition=edition)
    log_event("explainer.scheduled", article=article.pk, signer=by.pk)


def unschedule(article: Article, *, problem: str = "") -> None:
    """Takes the schedule off; `problem` says why, if it wasn't an editor's wish.

    Raises `AlreadyPublished` when it was too late.
    """
    _set(article, at=None, by=None, problem=problem)
    log_event("explainer.unscheduled", article=article.pk)


def publish_due(moment: datetime | None = None) -> list[Version]:
    """Publishes every draft whose time has come by `moment` (now, if left out).

    A draft that can't be published is parked: its schedule is taken off and the reason kept for
    its editor. Raises `ClockBehind` and database errors, after which all of it can be repeated.
    """
    moment = moment or timezone.now()
    published = []
    for article in Article.objects.due(moment).select_related("publish_by"):
        try:
            published.append(publish_scheduled(article, due=moment))
        except (AlreadyPublished, Changed, Article.DoesNotExist):
            continue  # Somebody else was faster; nothing is left to do.
        except NotReady as error:
            _park(article, str(error))
        except (ClockBehind, OperationalError):
            raise  # Nothing is wrong with the draft; the next request tries again.
        except Exception as error:
            _park(article, f"It could not be published: {type(error).__name__}. See the log.")
    return published


def _park(article: Article, problem: str) -> None:
    logger.warning("scheduled explainer %s was parked: %s", article.pk, problem, exc_info=True)
    try:
        unschedule(article, problem=problem)
    except (AlreadyPublished, Article.DoesNotExist):
        return  # Somebody else was faster.


def next_due() -> datetime | None:
    """The moment of the next scheduled publication, or None."""
    return (
        Article.objects.scheduled()
        .order_by("publish_at")
        .values_list("publish_at", flat=True)
        .first()
    )


def _set(
    article: Article,
    *,
    at: datetime | None,
    by: Signer | None,
    problem: str,
    edition: int | None = None,
) -> None:
    with transaction.atomic():
        draft = rows.locked(article.pk)
        if draft.is_published:
            raise AlreadyPublished(f"“{draft}” is published already")
        check_edition(draft, edition)
        draft.publish_at, draft.publish_by, draft.publish_problem = at, by, problem
        draft.save(update_fields=["publish_at", "publish_by", "publish_problem"])


class PublishDueMiddleware:
    """Publishes scheduled explainers whose moment has passed before it answers.

    Each process knows the next moment and rereads it every five seconds. Whatever goes wrong, the
    reader gets his page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.read_at: datetime | None = None
        self.next_due: datetime | None = None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, after what was due."""
        try:
            self._publish_what_is_due()
        except Exception:
            # Whatever it is, it is not the reader's concern.
            logger.exception("scheduled explainers could not be published; trying again later")
        return self.get_response(request)

    def _publish_what_is_due(self) -> None:
        now = timezone.now()
        # A clock that was set back must not stop the rereading.
        if self.read_at is None or abs(now - self.read_at) >= REREAD:
            self.read_at, self.next_due = now, next_due()
        if self.next_due is None or self.next_due > now:
            return
        # Set first: where this process can't write, it must not try at every request.
        self.next_due = None
        with _bounded_wait():
            publish_due()
        self.next_due = next_due()


@contextmanager
def _bounded_wait() -> Iterator[None]:
    """The database waits for its locks only so long as a reader would."""
    _wait_at_most(PATIENCE)
    try:
        yield
    finally:
        _wait_at_most(None)


def _wait_at_most(milliseconds: int | None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET lock_timeout = {milliseconds or 'DEFAULT'}")
        else:
            usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds or usual}")
