"""A reader's request publishes what is due, but waits for nobody who writes for long."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import scheduling
from articles.models import Article
from record.chain import locked
from tests.articles.cast import a_draft, ada

pytestmark = pytest.mark.django_db(transaction=True)

#: In seconds: when the writer lets go of a reader who waits on. Far longer than the patience below,
#: and less than a connection waits by itself.
GIVEN_UP = 15


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "PATIENCE", 200)


@pytest.fixture
def due() -> Article:
    """A draft whose moment has just passed."""
    draft = a_draft()
    past = timezone.now() - timedelta(seconds=1)
    Article.objects.filter(pk=draft.pk).update(publish_at=past, publish_by=ada())
    return draft


@contextmanager
def somebody_writing() -> Iterator[None]:
    """Another connection holds the record's lock as long as the block lasts."""
    held, enough = Event(), Event()

    def write() -> bool:
        try:
            with locked():
                held.set()
                return enough.wait(GIVEN_UP)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            assert held.wait(GIVEN_UP)
            yield
        finally:
            enough.set()
        assert writing.result(), "the reader waited until the writer gave up"


def usual_wait() -> object:
    """How long this connection waits for a lock."""
    name = "lock_timeout" if connection.vendor == "postgresql" else "busy_timeout"
    show = "SHOW" if connection.vendor == "postgresql" else "PRAGMA"
    with connection.cursor() as cursor:
        cursor.execute(f"{show} {name}")
        return cursor.fetchone()[0]


def test_a_reader_gets_the_page_while_somebody_writes(due: Article) -> None:
    with somebody_writing():
        response = Client().get("/")
    assert response.status_code == 200
    assert not Article.objects.get(pk=due.pk).is_published


def test_what_was_due_is_published_when_nobody_writes_any_more(due: Article) -> None:
    with somebody_writing():
        Client().get("/")
    Client().get("/")
    assert Article.objects.get(pk=due.pk).is_published


def test_a_process_that_could_not_write_does_not_try_at_every_request(
    due: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduling, "REREAD", timedelta(hours=1))
    client = Client()
    with somebody_writing():
        client.get("/")
    client.get("/")
    assert not Article.objects.get(pk=due.pk).is_published


@pytest.mark.parametrize("busy", [True, False])
def test_the_connection_waits_as_long_as_ever_afterwards(due: Article, busy: bool) -> None:
    before = usual_wait()
    if busy:
        with somebody_writing():
            Client().get("/")
    else:
        Client().get("/")
    assert usual_wait() == before
