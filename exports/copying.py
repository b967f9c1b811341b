"""The database as a file, engine by engine, taken from a running site and put back."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, connections, transaction

from record import export
from record.format import FIRST_PREVIOUS
from record.refusals import UserFacing


class CopyFailed(UserFacing):
    """The database's own tool is missing, or says why it failed."""


def name_of_copy() -> str:
    """What the copy is called in a backup."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.pgdump"


def copy_out(path: Path) -> dict[str, Any]:
    """Writes the database as it is at one moment to `path`, while others write.

    Gives the head of the record in the copy, as `record.export.head`. Raises `CopyFailed`.
    """
    if connection.vendor == "sqlite":
        return _copy_out_sqlite(path)
    with transaction.atomic(), connection.cursor() as cursor:
        # The head is read in the snapshot that is written out, and in no later one.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        head = export.head()
        options = ("--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={path}")
        _run("pg_dump", *options, *_where())
    return head


def _copy_out_sqlite(path: Path) -> dict[str, Any]:
    connection.ensure_connection()
    held: Any = connection.connection
    copy = sqlite3.connect(path)
    try:
        held.backup(copy)
        newest = copy.execute(
            "SELECT serial, digest, recorded_at FROM record_version ORDER BY serial DESC LIMIT 1"
        ).fetchone()
        (site,) = copy.execute("SELECT uuid FROM record_siteidentity").fetchone()
    finally:
        copy.close()
    serial, digest, recorded_at = newest or (0, FIRST_PREVIOUS, None)
    return {
        "site": str(UUID(site)),
        "serial": serial,
        "digest": digest,
        "recorded_at": recorded_at,
    }


def copy_in(path: Path) -> None:
    """Puts a copy in the place of everything that the database holds; raises `CopyFailed`."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        held: Any = connection.connection
        copy = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            copy.backup(held)
        except sqlite3.DatabaseError as error:
            raise CopyFailed(f"the copy of the database can’t be read: {error}") from error
        finally:
            copy.close()
        connections.close_all()
        return
    connections.close_all()
    with connection.cursor() as cursor:
        # What is not in the copy goes as well: tables of a later release, say.
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connections.close_all()
    _run("pg_restore", "--no-owner", "--exit-on-error", *_where(), str(path))


def _where() -> list[str]:
    settings = connection.settings_dict
    pairs = (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER"))
    named = [f"{option}={settings[name]}" for option, name in pairs if settings[name]]
    return [*named, f"--dbname={settings['NAME']}"]


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise CopyFailed(f"{program} isn’t installed; it comes with PostgreSQL’s client programs")
    # By the environment: other users of the machine can read a command line.
    environment = {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")}
    done = subprocess.run(  # noqa: S603 - a fixed program, with the settings of this site
        [found, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        raise CopyFailed(f"{program}: {done.stderr.strip()[-500:]}")
