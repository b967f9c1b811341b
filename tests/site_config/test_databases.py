"""What each connection is told when it opens."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 1),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("busy_timeout", 20_000),
    ],
)
def test_a_connection_to_sqlite_is_set_up(name: str, value: object) -> None:
    assert pragma(name) == value


@pytest.mark.postgresql
def test_a_transaction_of_postgresql_sees_what_others_committed_since_it_began() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)
