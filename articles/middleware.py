"""Publishing what is due, without timer and worker: the first request after the moment does it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles.scheduling import next_due, publish_due

logger = logging.getLogger(__name__)

#: How often a process asks anew when something is due, and so the longest delay.
REREAD = timedelta(seconds=5)
#: In milliseconds: how long a reader's request waits for the lock before it goes on without.
PATIENCE = 2000


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
