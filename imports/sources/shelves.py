"""Where pictures lie that come along with files: below a folder, or in an archive."""

import os
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path, PurePosixPath

from formats.pictures import LARGEST
from imports.sources.entries import Archive, Entry

#: Of how many folders the names in them are kept.
_MOST_KEPT = 200


class FolderShelf:
    """The files below a folder, and no others, whatever links lie in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._folders: dict[str, Collection[str]] = {}

    def folders_in(self, path: str) -> Collection[str]:
        """The names of the folders that lie in the folder of that path."""
        if path not in self._folders:
            if len(self._folders) >= _MOST_KEPT:
                self._folders.clear()
            self._folders[path] = _folders_in(self._folder / path)
        return self._folders[path]

    def find(self, path: str) -> Callable[[], bytes] | None:
        """How to read the file of that path below the folder."""
        try:
            file = (self._folder / path).resolve()
            is_there = file.is_relative_to(self._folder) and file.is_file()
        except (OSError, ValueError, RuntimeError):
            return None
        return partial(_of_file, file) if is_there else None


class ArchiveShelf:
    """The files of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._folders: dict[str, set[str]] | None = None

    def folders_in(self, path: str) -> Collection[str]:
        """The names of the folders that lie in the folder of that path."""
        if self._folders is None:
            self._folders = {}
            for entry in self._archive.entries():
                parts = PurePosixPath(entry.name).parts
                for depth in range(len(parts) - 1):
                    within = "/".join(parts[:depth])
                    self._folders.setdefault(within, set()).add(parts[depth])
        return self._folders.get(path, ())

    def find(self, path: str) -> Callable[[], bytes] | None:
        """How to read the file of that name in the archive."""
        entry = self._archive.entry(path)
        return partial(_of_entry, entry) if entry is not None and not entry.problem else None


def _folders_in(folder: Path) -> Collection[str]:
    try:
        with os.scandir(folder) as entries:
            return {one.name for one in entries if one.is_dir()}
    except (OSError, ValueError):
        return ()


def _of_file(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _of_entry(entry: Entry) -> bytes:
    with entry.open() as opened:
        return opened.read(LARGEST + 1)
