"""The text of an export of WordPress in pieces, decoded and without what XML can't hold."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from formats.parsed import Note, Refused

#: How a post begins: no piece ends within it, so that it can be looked for in each.
ITEM = "<item>"
_CHUNK = 1 << 16
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
_ENCODINGS = re.compile(r"utf-?8|utf-?16|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d|cp125\d")
# Control characters, which XML can't hold but old posts do.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Pieces:
    """The pieces of a file, in order; what had to be mended in them is counted."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._controls = self._broken = 0
        self._rest = ""

    def texts(self) -> Iterator[tuple[str, bool]]:
        """Each piece, and whether it is the last; raises `Refused` for an unknown encoding."""
        data = self._file.read(_CHUNK)
        decoder = codecs.getincrementaldecoder(_encoding(data))(errors="replace")
        while data:
            text = decoder.decode(data)
            self._broken += text.count("\ufffd")
            yield self._whole(text), False
            data = self._file.read(_CHUNK)
        yield self._whole(decoder.decode(b"", True)) + self._rest, True

    def notes(self) -> Iterator[Note]:
        """What had to be mended in the pieces so far."""
        if self._controls:
            said = f"{self._controls} control characters that nobody sees left out"
            yield Note(None, said)
        if self._broken:
            said = f"{self._broken} characters in another encoding are shown as “\ufffd”"
            yield Note(None, said)

    def _whole(self, text: str) -> str:
        """Cleaned text, cut before a tag that goes on in the next piece."""
        text = self._rest + self._clean(text)
        cut = text.rfind("<", max(0, len(text) - len(ITEM)))
        self._rest = text[cut:] if cut >= 0 else ""
        return text[:cut] if cut >= 0 else text

    def _clean(self, text: str) -> str:
        cleaned, count = _CONTROLS.subn("", text)
        self._controls += count
        return cleaned


def _encoding(start: bytes) -> str:
    """The encoding that a file declares, if it is one of text; else UTF-8."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    found = _DECLARED.match(start.lstrip(b"\xef\xbb\xbf \t\r\n"))
    name = found[1].decode("ascii").lower() if found else "utf-8"
    if not _ENCODINGS.fullmatch(name):
        raise Refused(1, f"the encoding {name[:40]}", "UTF-8")
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise Refused(1, f"the encoding {name[:40]}", "UTF-8") from error
    return "utf-8-sig" if name.replace("-", "") == "utf8" else name
