"""ZIP and tar archives of files to import: looked into where they lie, never unpacked to disk.

An archive's own words about sizes and names are only claims: what is read of each file and of all
of them together is counted, names lead nowhere but to other names of the archive, and whatever is
no plain file (links, devices) is left alone.
"""

import zipfile
from pathlib import Path

from formats.parsed import Refused
from imports.sources.damage import DAMAGED, damaged
from imports.sources.entries import MOST_FILES, Archive
from imports.sources.tars import TarArchive
from imports.sources.zips import ZipArchive

_TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")


def is_archive(path: Path, start: bytes) -> bool:
    """Whether a file of this name that begins so is an archive of files, and no Word document."""
    name = path.name.lower()
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return not is_office(path)
    return name.endswith(_TAR_SUFFIXES) and is_tar(start)


def is_tar(start: bytes) -> bool:
    """Whether a file that begins so is a tar, or packed as one may be (gzip, bzip2, xz)."""
    is_packed = start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))
    return is_packed or start[257:262] == b"ustar"


def is_office(path: Path) -> bool:
    """Whether a ZIP archive is a document of an office program: its first part says so."""
    if path.suffix.lower() in (".docx", ".docm", ".dotx"):
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lstrip("/").lower() for name in archive.namelist()[:MOST_FILES]}
    except DAMAGED:
        return False
    return "[content_types].xml" in names or "mimetype" in names


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
