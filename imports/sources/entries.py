"""What all archives share: their files by name, and the count of all bytes that were read."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Self

from formats.parsed import Refused
from imports.sources.damage import DAMAGED, damaged

MOST_FILES = 200_000
#: What a compressed tar may become before it is opened, and all files of an archive together.
LARGEST = 4_000_000_000
_DAMAGED_FILE = "a damaged file in the archive"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive: its name there, how to open it, and why not, if it can't be."""

    name: str
    open: Callable[[], BufferedReader]
    problem: str = ""


class Archive:
    """An opened archive; closed where its `with` ends."""

    def __init__(self) -> None:
        self.held: dict[str, Entry] = {}
        self.stack = ExitStack()
        self.read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stack.close()

    def entries(self) -> Iterator[Entry]:
        """Its plain files in order of name."""
        for name in sorted(self.held):
            yield self.held[name]

    def entry(self, name: str) -> Entry | None:
        """The file of that name."""
        return self.held.get(name)

    def add(self, name: str, opener: Callable[[], BufferedReader], problem: str) -> None:
        """Takes an entry in, unless it is litter of the system that made the archive."""
        if len(self.held) >= MOST_FILES:
            raise Refused(None, f"an archive of more than {MOST_FILES:,} files", "fewer")
        name = name.replace("\\", "/").removeprefix("./")
        parts = PurePosixPath(name).parts
        if not parts or any(_is_litter(part) for part in parts):
            return
        if name.startswith("/") or ".." in parts:
            problem = "found a name that leads out of the archive; expected one inside of it"
        self.held[name] = Entry(name, opener, problem)

    def counted(self, opening: Callable[[], BinaryIO]) -> BufferedReader:
        """A file, whose bytes count for the whole archive; raises `Refused` for a damaged one."""
        try:
            file = opening()
        except DAMAGED as error:
            raise damaged(_DAMAGED_FILE, error) from error
        return BufferedReader(_Counted(file, self))


class _Counted(RawIOBase):
    """A file of an archive; raises `Refused` for damage, and when the archive gives too much."""

    def __init__(self, file: BinaryIO, archive: Archive) -> None:
        self._file, self._archive = file, archive

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        try:
            return self._file.seek(offset, whence)
        except DAMAGED as error:
            raise damaged(_DAMAGED_FILE, error) from error

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except DAMAGED as error:
            raise damaged(_DAMAGED_FILE, error) from error
        self._archive.read += len(data)
        if self._archive.read > LARGEST:
            raise Refused(None, f"an archive of more than {LARGEST:,} bytes", "smaller ones")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _is_litter(part: str) -> bool:
    return part == "__MACOSX" or (part.startswith(".") and part != "..")
