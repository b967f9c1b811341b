"""The files that an import is given: found, and named by their import key."""

import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

from imports.sources.formats import is_picture

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to import: its key (the path below the PATH given) and where its bytes are.

    `folder` is the one below which its pictures may lie. `origin` names the folder that was given,
    so that what has vanished from there is noticed; "" where a file was given by itself.
    """

    key: str
    path: Path | None
    folder: Path | None = None
    origin: str = ""

    def open(self) -> BufferedReader:
        """Its bytes; raises OSError."""
        if self.path is not None:
            return self.path.open("rb")
        given: Any = sys.stdin.buffer
        return given if isinstance(given, BufferedReader) else BufferedReader(given)

    @property
    def origin_of_members(self) -> str:
        """The origin of the explainers in it, where it holds many; "" for standard input."""
        return self.origin or ("" if self.path is None else _origin(self.key))


class FilesToImport:
    """The files to import, each once, in order.

    They are listed in a database without a name, which lies in a temporary file: memory stays the
    same for any number of files.
    """

    def __init__(self, sources: Iterable[SourceFile]) -> None:
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute(
            "CREATE TABLE found (path BLOB UNIQUE, key TEXT, folder BLOB, origin TEXT)"
        )
        self._database.executemany(
            "INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?)",
            ((_bytes(file.path), file.key, _bytes(file.folder), file.origin) for file in sources),
        )

    def __len__(self) -> int:
        (number,) = self._database.execute("SELECT count(*) FROM found").fetchone()
        return int(number)

    def __iter__(self) -> Iterator[SourceFile]:
        rows = self._database.execute("SELECT key, path, folder, origin FROM found ORDER BY rowid")
        for key, path, folder, origin in rows:
            yield SourceFile(key, _path(path), _path(folder), origin)

    def number_but(self, paths: Iterable[Path]) -> int:
        """How many files there are beside those at `paths`."""
        return len(self) - sum(self.holds(path) for path in {other.resolve() for other in paths})

    def holds(self, path: Path) -> bool:
        """Whether the file of that resolved path is one of them."""
        rows = self._database.execute("SELECT 1 FROM found WHERE path = ?", (_bytes(path),))
        return rows.fetchone() is not None


def files_at(paths: Iterable[str]) -> FilesToImport:
    """The files of `paths` in order of name: files, folders with all below them, or `-`.

    Raises FileNotFoundError for a path that doesn't exist. Hidden files are left out, and
    pictures, which come along with the texts that show them.
    """
    return FilesToImport(source for given in paths for source in _files_at(given))


def key_of(name: str) -> str:
    """A path as text that a database takes: bytes that aren't UTF-8 are written out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")[-500:]


def _files_at(given: str) -> Iterator[SourceFile]:
    if given == STANDARD_INPUT:
        yield SourceFile("standard-input", None)
        return
    path = Path(given)
    if not path.exists():
        raise FileNotFoundError(f"{given}: there is no such file or folder")
    if path.is_dir():
        yield from _below(path.resolve())
    elif path.is_file():
        yield SourceFile(key_of(path.name), path.resolve(), path.resolve().parent)
    else:
        raise FileNotFoundError(f"{given}: this is neither a file nor a folder")


def _below(folder: Path) -> Iterator[SourceFile]:
    """The files below a folder; one that can't be looked into stands for what is in it."""
    closed: list[str] = []
    origin = _origin("/".join(folder.parts[-2:]))
    for place, folders, names in os.walk(
        folder, onerror=lambda error: closed.append(error.filename)
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(place, name)
            if not name.startswith(".") and not is_picture(name) and file.is_file():
                yield SourceFile(_key_below(folder, file), file.resolve(), folder, origin)
    for name in closed:
        yield SourceFile(_key_below(folder, Path(name)), Path(name), folder, origin)


def _key_below(folder: Path, file: Path) -> str:
    return key_of(file.relative_to(folder).as_posix())


def _origin(name: str) -> str:
    """The name of a folder or file as an origin: its exports differ by the day in their names."""
    return re.sub("[0-9]+", "#", key_of(name.strip("/")))[-200:]


def _bytes(path: Path | None) -> bytes | None:
    return None if path is None else os.fsencode(path)


def _path(name: bytes | None) -> Path | None:
    return None if name is None else Path(os.fsdecode(name))
