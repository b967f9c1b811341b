"""Backups of a running site: the database as it was at one moment, and the pictures."""

import json
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from exports.copying import copy_in, copy_out, name_of_copy
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

    Raises `exports.copying.CopyFailed`, OSError.
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
            found = f"a backup of {about['engine']}; this site runs on {connection.vendor}"
            raise NotABackup(f"{path}: {found}")
        yield Backup(about["made_at"], head["serial"], head["digest"], head["site"], folder)
