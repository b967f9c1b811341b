"""ZIP and tar archives of files to import: looked into where they lie, never unpacked to disk.

An archive's own words about sizes and names are only claims: what is read of each file and of all
of them together is counted, names lead nowhere but to other names of the archive, and whatever is
no plain file (links, devices) is left alone. Damage is a `Refused` with one clear line.
"""

import bz2
import gzip
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Self, cast

from formats.parsed import Refused

#: What may be raised by a look into an archive that is damaged, or made to do harm.
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    UnicodeError,
)
#: What was expected in the place of a damaged archive.
EXPECTED = "an archive (ZIP or tar) that is whole"


def damaged(what: str, error: BaseException) -> Refused:
    """The refusal of `what`, an archive or a file in one, because of `error`."""
    reason = str(error).partition("\n")[0][:100] or type(error).__name__
    return Refused(None, f"{what} ({reason})", EXPECTED)


MOST_FILES = 200_000
#: What a compressed tar may become before it is opened, and all files of an archive together.
LARGEST = 4_000_000_000
_DAMAGED_FILE = "a damaged file in the archive"


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file in an archive: its name there, how to open it, and why not, if it can't be."""

    name: str
    open: Callable[[], BufferedReader]
    problem: str = ""


class Archive:
    """An opened archive; closed where its `with` ends."""

    def __init__(self) -> None:
        self.files: dict[str, ArchivedFile] = {}
        self.stack = ExitStack()
        self.read = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stack.close()

    def entries(self) -> Iterator[ArchivedFile]:
        """Its plain files in order of name."""
        for name in sorted(self.files):
            yield self.files[name]

    def file_named(self, name: str) -> ArchivedFile | None:
        """The file of that name."""
        return self.files.get(name)

    def add(self, name: str, opener: Callable[[], BufferedReader], problem: str) -> None:
        """Takes an entry in, unless it is litter of the system that made the archive."""
        if len(self.files) >= MOST_FILES:
            raise Refused(None, f"an archive of more than {MOST_FILES:,} files", "fewer")
        name = name.replace("\\", "/").removeprefix("./")
        parts = PurePosixPath(name).parts
        if not parts or any(_is_litter(part) for part in parts):
            return
        if name.startswith("/") or ".." in parts:
            problem = "found a name that leads out of the archive; expected one inside of it"
        self.files[name] = ArchivedFile(name, opener, problem)

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
            chunk = self._file.read(len(buffer))
        except DAMAGED as error:
            raise damaged(_DAMAGED_FILE, error) from error
        self._archive.read += len(chunk)
        if self._archive.read > LARGEST:
            raise Refused(None, f"an archive of more than {LARGEST:,} bytes", "smaller ones")
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._file.close()
        super().close()


def _is_litter(part: str) -> bool:
    return part == "__MACOSX" or (part.startswith(".") and part != "..")


class ZipArchive(Archive):
    """The files of a ZIP archive; those that a password protects are there, and say so."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._archive = self.stack.enter_context(zipfile.ZipFile(path))
        for info in self._archive.infolist():
            if not info.is_dir():
                protected = "it is protected by a password" if info.flag_bits & 1 else ""
                self.add(info.filename, self._opener(info), protected)

    def _opener(self, info: zipfile.ZipInfo) -> Callable[[], BufferedReader]:
        return lambda: self.counted(lambda: cast(BinaryIO, self._archive.open(info)))


_STEP = 1 << 20
_MOST_AT_ONCE = 80_000_000
# Text becomes a tenth; a thousandth is what bombs become.
_LEAST_SHARE = 300
_ALWAYS_FINE = 200_000_000


class TarArchive(Archive):
    """The files of a tar; links and devices are there too, and say that they can't be read."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        # A compressed tar can only be read in order; as it is needed in any, it is unpacked once,
        # as a whole, into a file without a name that is gone with this process.
        file = self.stack.enter_context(path.open("rb"))
        archive = tarfile.open(fileobj=cast(BinaryIO, _Careful(self._plain(file))), mode="r:")  # noqa: SIM115 - closed with it
        self._archive = self.stack.enter_context(archive)
        for info in self._archive:
            if info.isfile():
                self.add(info.name, self._opener(info), "")
            elif not info.isdir():
                problem = "found a link or device; expected a file"
                self.add(info.name, self._opener(info), problem)

    def _plain(self, file: BinaryIO) -> BinaryIO:
        start = file.read(6)
        file.seek(0)
        if start.startswith(b"\x1f\x8b"):
            return self._unpacked(file, cast(BinaryIO, gzip.GzipFile(fileobj=file)))
        if start.startswith(b"BZh"):
            return self._unpacked(file, cast(BinaryIO, bz2.BZ2File(file)))
        if start.startswith(b"\xfd7zXZ"):
            return self._unpacked(file, cast(BinaryIO, lzma.LZMAFile(file)))
        return file

    def _unpacked(self, packed: BinaryIO, unpacking: BinaryIO) -> BinaryIO:
        plain = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the archive
        self.stack.callback(plain.close)
        size = 0
        while chunk := unpacking.read(_STEP):
            size += len(chunk)
            is_bomb = size > _ALWAYS_FINE and size > _LEAST_SHARE * packed.tell()
            if size > LARGEST or is_bomb:
                self.stack.close()
                raise Refused(None, f"an archive that unpacks to more than {size:,} bytes", "less")
            plain.write(chunk)
        plain.seek(0)
        return cast(BinaryIO, plain)

    def _opener(self, info: tarfile.TarInfo) -> Callable[[], BufferedReader]:
        return lambda: self.counted(lambda: cast(BinaryIO, self._archive.extractfile(info)))


class _Careful:
    """A tar as a file that refuses to give much at once: what headers claim is only a claim."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """Bytes; raises `Refused` where too many are wanted."""
        if not 0 <= size <= _MOST_AT_ONCE:
            raise Refused(None, "a header that is larger than any file", EXPECTED)
        return self._file.read(size)


def opened(path: Path) -> Archive:
    """The archive at `path`; raises `Refused` for a damaged one or one that is too large."""
    with path.open("rb") as file:
        start = file.read(4)
    try:
        return ZipArchive(path) if start.startswith(b"PK") else TarArchive(path)
    except Refused:
        raise
    except DAMAGED as error:
        raise damaged("a damaged archive", error) from error
