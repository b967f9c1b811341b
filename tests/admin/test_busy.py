"""A database that is busy, and publishers at the same moment: messages, never errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction

from articles import rows
from articles.models import Article
from record.models import Version
from tests.admin.cast import a_draft, desk_of, page_of, published, sheet_of, text_of
from tests.admin.corrections_cast import address_of, approval, sent_to_review
from tests.admin.corrections_cast import desk_of as editors_desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft() -> Article:
    return a_draft()


@contextmanager
def held_by_another(draft: Article) -> Iterator[None]:
    """Somebody else holds the draft, and this connection waits for 50 ms only."""
    held, free = Barrier(2), Barrier(2)

    def hold() -> None:
        with transaction.atomic():
            rows.locked(draft.pk)
            held.wait()
            free.wait()
        connections.close_all()

    other = Thread(target=hold)
    other.start()
    held.wait()
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 50" if postgresql else "PRAGMA busy_timeout = 50")
    try:
        yield
    finally:
        free.wait()
        other.join()
        connection.close()


def test_a_busy_database_keeps_what_was_typed(draft: Article) -> None:
    desk = desk_of("ada")
    sheet = sheet_of(draft, lead="Typed in vain?")
    with held_by_another(draft):
        response = desk.post(page_of(draft), sheet)

    assert response.status_code == 503
    assert "The database is busy" in text_of(response)
    assert "Typed in vain?" in text_of(response)


def test_a_busy_database_publishes_nothing_and_says_so(draft: Article) -> None:
    desk = desk_of("ada")
    with held_by_another(draft):
        response = desk.post(page_of(draft, "publish"), {"edition": draft.edition})

    assert "The database is busy" in text_of(desk.get(response.headers["Location"]))
    assert not Version.objects.exists()


def test_a_busy_database_approves_no_correction_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")
    desk, seen = editors_desk("grace"), approval(correction)
    with held_by_another(article):
        response = desk.post(address_of(correction, "approve"), seen)

    assert "The database is busy" in text_of(desk.get(response.headers["Location"]))
    assert Version.objects.count() == 1
    assert f"desk.busy page=ApproveStep object={correction.pk}" in caplog.text


def test_six_publishers_of_one_draft_make_one_version(draft: Article) -> None:
    desks = [desk_of("ada") for _each in range(6)]
    together, codes = Barrier(6), []

    def press(number: int) -> None:
        together.wait()
        response = desks[number].post(page_of(draft, "publish"), {"edition": draft.edition})
        codes.append(response.status_code)
        connections.close_all()

    threads = [Thread(target=press, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [302] * 6
    assert Version.objects.count() == 1
