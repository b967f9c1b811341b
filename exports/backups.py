"""Backups of a running site: the database as it was at one moment, and the pictures.

The database becomes a file and comes back engine by engine (`copy_out`, `copy_in`).
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils import timezone

from record import export
from record.format import FIRST_PREVIOUS
from record.refusals import UserFacing

FORMAT = "corrigenda-backup/1"
_ABOUT, _MEDIA = "about.json", "media"


class NotABackup(UserFacing):
    """A file that is no backup, or one of another engine; says what was expected."""


@dataclass(frozen=True)
class Backup:
    """An opened backup: when it was made, and the head of the record in it."""

    made_at: str
    serial: int
    digest: str
    site: str
    folder: Path

    def put_back(self) -> None:
        """Puts database and pictures in the place of what is there; raises `CopyFailed`."""
        copy_in(self.folder / name_of_copy())
        media = Path(settings.MEDIA_ROOT)
        for file in sorted((self.folder / _MEDIA).rglob("*")):
            if file.is_file():
                target = media / file.relative_to(self.folder / _MEDIA)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())


def write_backup(path: Path) -> dict[str, Any]:
    """Writes a backup to `path`, whole or not at all; gives the head of the record in it.

    Raises `exports.backups.CopyFailed`, OSError.
    """
    with tempfile.TemporaryDirectory(dir=path.resolve().parent) as name:
        folder = Path(name)
        head = copy_out(folder / name_of_copy())
        made_at = timezone.now().isoformat()
        about = {"format": FORMAT, "engine": connection.vendor, "made_at": made_at, "head": head}
        (folder / _ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")
        packed = folder / "packed"
        with tarfile.open(packed, "w:gz") as tar:
            tar.add(folder / _ABOUT, _ABOUT)
            tar.add(folder / name_of_copy(), name_of_copy())
            if Path(settings.MEDIA_ROOT).is_dir():
                tar.add(settings.MEDIA_ROOT, _MEDIA)
        packed.replace(path)
    return head


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """A backup, unpacked until the block ends; raises `NotABackup`, OSError."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            with tarfile.open(path) as tar:
                # No member may leave the folder or be anything but a file or a folder.
                tar.extractall(folder, filter="data")
            about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
            head = about["head"]
            if about["format"] != FORMAT:
                raise NotABackup(f"{path}: found {about['format']!r}; expected {FORMAT}")
        except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError, zlib.error) as error:
            raise NotABackup(f"{path}: is no whole backup: {error}") from error
        except FileNotFoundError as error:
            raise NotABackup(f"{path}: {error.strerror}; expected a backup") from error
        if about["engine"] != connection.vendor:
            engines = f"a backup of {about['engine']}; this site runs on {connection.vendor}"
            raise NotABackup(f"{path}: {engines}")
        yield Backup(about["made_at"], head["serial"], head["digest"], head["site"], folder)


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
    database: Any = connection.connection
    copy = sqlite3.connect(path)
    try:
        database.backup(copy)
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
        database: Any = connection.connection
        copy = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            copy.backup(database)
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
    path = shutil.which(program)
    if path is None:
        raise CopyFailed(f"{program} isn’t installed; it comes with PostgreSQL’s client programs")
    # By the environment: other users of the machine can read a command line.
    environment = {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")}
    done = subprocess.run(  # noqa: S603 - a fixed program, with the settings of this site
        [path, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        raise CopyFailed(f"{program}: {done.stderr.strip()[-500:]}")
