"""Damage of archives: the errors by which it shows itself, and one clear line for each."""

import lzma
import tarfile
import zipfile
import zlib

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
    said = str(error).partition("\n")[0][:100] or type(error).__name__
    return Refused(None, f"{what} ({said})", EXPECTED)
