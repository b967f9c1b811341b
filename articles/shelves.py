"""Where pictures lie that come along with files: below a folder, or in an archive."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from articles.archives import Archive, Entry
from articles.readers.pictures import LARGEST


class FolderShelf:
    """The files below a folder, and no others, whatever links lie in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

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

    def find(self, path: str) -> Callable[[], bytes] | None:
        """How to read the file of that name in the archive."""
        entry = self._archive.entry(path)
        return partial(_of_entry, entry) if entry is not None and not entry.problem else None


def _of_file(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _of_entry(entry: Entry) -> bytes:
    with entry.open() as opened:
        return opened.read(LARGEST + 1)
