"""After a removal: words that are gone from every table must leave the database's files too.

SQLite overwrites what it deletes (`secure_delete`), but the write-ahead log keeps older pages until
it is emptied. PostgreSQL keeps old rows in its files until a table is written anew, and samples of
values in its statistics.
"""

import time
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, connection

#: How long it is waited for readers that keep the write-ahead log from being emptied, in seconds.
PATIENCE = 10.0
#: The same for transactions that PostgreSQL keeps old rows for; they can be another's long work.
LONG_PATIENCE = 60.0


def erase(tables: Iterable[str]) -> list[str]:
    """Takes what was deleted from `tables` out of the database's files.

    To be called outside a transaction. Gives what could not be done, a sentence each; done when
    there is none.
    """
    if connection.vendor == "sqlite":
        return _erase_sqlite()
    return _erase_postgresql(sorted(set(tables)))


def _erase_sqlite() -> list[str]:
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        # Waited for here, a little at a time, and not in SQLite, which would wait much longer.
        timeout = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 100")
        try:
            return _emptied(cursor, until)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(timeout)}")


def _emptied(cursor: Any, until: float) -> list[str]:
    while True:
        try:
            # Written anew whole: pages that were freed long ago may hold older drafts.
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
        except DatabaseError:
            busy = 1
        if not busy:
            return []
        if time.monotonic() > until:
            return [_STILL_READ]
        time.sleep(0.1)


_STILL_READ = (
    "Another process is reading the database, so its write-ahead log still holds the words. "
    "Run this command again, or stop the site for a moment."
)


def _erase_postgresql(tables: list[str]) -> list[str]:
    if not _nobody_sees_the_past():
        return [_STILL_SEEN]
    problems = []
    for table in tables:
        quoted = connection.ops.quote_name(table)
        if not _done(f"VACUUM (FULL, ANALYZE) {quoted}"):
            problems.append(f"The table {table} could not be written anew: VACUUM FULL it.")
        _forget_statistics(quoted)
    if not _owns_database() or not _done("VACUUM FULL pg_statistic"):
        problems.append(
            "The planner’s statistics may hold samples of the words: as the database’s owner, "
            "run VACUUM FULL pg_statistic."
        )
    # What was written is in the files only after this; a server does it by itself in minutes.
    if not _done("CHECKPOINT"):
        problems.append("The server writes its files by itself, within its checkpoint_timeout.")
    return problems


def _nobody_sees_the_past() -> bool:
    """Waits until every transaction that began before now has ended; False where one does not.

    VACUUM FULL copies dead rows that such a transaction could see, and takes it for one even where
    it is at work in another database of the server.
    """
    until = time.monotonic() + LONG_PATIENCE
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        (now,) = cursor.fetchone()
        while True:
            cursor.execute(_OLDER, [now, now])
            if not cursor.fetchone()[0]:
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.1)


_OLDER = """
    SELECT pg_snapshot_xmin(pg_current_snapshot()) < %s::xid8 OR EXISTS (
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND age(backend_xmin) > age(%s::xid8::xid)
    )
"""
_STILL_SEEN = (
    "A transaction that began before the removal is still open on the database server, so its "
    "files keep the words. Run this command again when it has ended."
)


def _forget_statistics(quoted: str) -> None:
    """Takes away the samples of a table that has become empty.

    ANALYZE leaves those of an empty table as they were; giving a column the type that it has takes
    them away, and writes nothing else.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {quoted})")  # noqa: S608 - a table of ours
        if cursor.fetchone()[0]:
            return
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " JOIN pg_type ON pg_type.oid = atttypid"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND (typcategory = 'S' OR typname IN ('json', 'jsonb'))",
            [quoted],
        )
        columns = cursor.fetchall()
    for name, kind in columns:
        column = connection.ops.quote_name(name)
        _done(f"ALTER TABLE {quoted} ALTER COLUMN {column} TYPE {kind}")


def _owns_database() -> bool:
    """Whether this account may vacuum the system's tables; without it PostgreSQL only warns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(datdba, 'USAGE') FROM pg_database"
            " WHERE datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def _done(statement: str) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return False
    return True
