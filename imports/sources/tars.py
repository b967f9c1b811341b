"""Tar archives, plain or compressed as a whole."""

import bz2
import gzip
import lzma
import tarfile
import tempfile
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from formats.parsed import Refused
from imports.sources.damage import EXPECTED
from imports.sources.entries import LARGEST, Archive

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
        while data := unpacking.read(_STEP):
            size += len(data)
            is_bomb = size > _ALWAYS_FINE and size > _LEAST_SHARE * packed.tell()
            if size > LARGEST or is_bomb:
                self.stack.close()
                raise Refused(None, f"an archive that unpacks to more than {size:,} bytes", "less")
            plain.write(data)
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
