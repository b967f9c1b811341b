"""Words that are withheld while an import waits: where they stand, and files that may hold them.

Nobody knows yet what a format will make of a file that wasn't read, so its text is looked at as it
stands, without its tags, and in all that an archive or a Word file holds. What can't be looked into
may hold them. What held withheld words can't be taken any more.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.db import transaction

from formats.parsed import Refused
from imports.models import Item, Upload, UploadedFile
from imports.sources.archives import opened
from imports.sources.formats import is_archive, is_furniture, is_picture
from imports.uploads.storing import drop_strays, path_of
from record.removal.places import Mask, Matcher, WordPlace, blank, line, register_place

#: So much is looked at at once, and so much of it again with what follows.
_PIECE, _AGAIN = 256_000, 16_000
_SAMPLE = 8_192
_LARGEST_INNER = 80_000_000
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_UNREADABLE = (OSError, Refused, RuntimeError, ValueError, zipfile.BadZipFile, NotImplementedError)


def may_hold(path: Path, sought: Matcher) -> bool:
    """Whether the file at `path` holds the words, or can't be looked into. Raises nothing."""
    try:
        with path.open("rb") as stream:
            start = stream.peek(_SAMPLE)[:_SAMPLE]
            if not is_archive(path, start):
                return _in_file(path.name, stream, sought)
        with opened(path) as archive:
            for file in archive.entries():
                with file.open() as inner:
                    if sought.is_in(file.name) or _in_file(file.name, inner, sought):
                        return True
    except FileNotFoundError:
        return False
    except _UNREADABLE:
        return True
    return False


def _in_file(name: str, stream: IO[bytes], sought: Matcher) -> bool:
    """The same for a file of that name, which may be a Word file in an archive."""
    start = stream.read(_SAMPLE)
    if start.startswith(_ZIP):
        return _in_zip(start, stream, sought)
    if _is_binary(start):
        return not (is_picture(name) or is_furniture(name))
    return any(map(sought.is_in, _texts(start, stream)))


def _is_binary(start: bytes) -> bool:
    return b"\0" in start and start[:2] not in _UTF_16


def _in_zip(start: bytes, stream: IO[bytes], sought: Matcher) -> bool:
    with tempfile.TemporaryFile() as unpacked:
        unpacked.write(start + stream.read(_LARGEST_INNER))
        if stream.read(1):
            return True
        with zipfile.ZipFile(unpacked) as inner:
            if sum(part.file_size for part in inner.infolist()) > 10 * _LARGEST_INNER:
                return True
            for info in inner.infolist():
                with inner.open(info) as part:
                    content = part.read(_SAMPLE)
                    # One more archive in it is opened by no reader, so nobody looks into it.
                    if content.startswith(_ZIP) or (
                        not _is_binary(content) and any(map(sought.is_in, _texts(content, part)))
                    ):
                        return True
    return False


def _texts(start: bytes, stream: IO[bytes]) -> Iterator[str]:
    """The text in pieces that overlap, each in the ways in which somebody may read it."""
    coding, declared = _UTF_16.get(start[:2]), _declared(start)
    piece = start + stream.read(_PIECE)
    while piece:
        for name in (coding,) if coding else _codings(piece, declared):
            yield from _as_read(piece.decode(name, "replace"))
        more = stream.read(_PIECE)
        piece = piece[-_AGAIN:] + more if more else b""


def _as_read(text: str) -> Iterator[str]:
    """A text as it stands, and without what readers take out of it: zeros, tags, escapes."""
    text = text.replace("\0", "")
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", text)
    for way in (text, plain) if plain != text else (text,):
        yield way
        yield _TAG.sub("", way)
        yield _TAG.sub(" ", way)


def _declared(start: bytes) -> str:
    """The code page in which a file says it is, where Python knows it as one of text."""
    match = _DECLARED.search(start)
    try:
        name = match[1].decode("ascii") if match else "cp1252"
        b"x".decode(name)
    except (LookupError, UnicodeError):
        return "cp1252"
    return name


def _codings(piece: bytes, declared: str) -> tuple[str, ...]:
    try:
        piece[3:-3].decode()
    except UnicodeDecodeError:
        return "utf-8", "cp1252", declared
    return ("utf-8",)


def register() -> None:
    """Registers them. Called once, when the apps are ready."""
    register_place(UnreadPlace("the import’s unread file", UploadedFile.objects.all, {}))
    explainer: dict[str, Mask] = {
        **dict.fromkeys(("name", "title", "why"), line),
        **dict.fromkeys(("key", "origin", "slug"), blank),
        **dict.fromkeys(("report", "reading"), _emptied),
    }
    register_place(WordPlace("the import’s explainer", Item.objects.all, explainer))
    register_place(
        WordPlace("the import’s file", UploadedFile.objects.all, {"name": _without_name})
    )
    upload: dict[str, Mask] = {"author": line, "topics": _no_topics}
    register_place(WordPlace("the import", Upload.objects.all, upload))


class UnreadPlace(WordPlace):
    """Files that wait to be read: an import of which one may hold the words is dropped whole."""

    def lines_with(self, sought: Matcher) -> Iterator[str]:
        """Which files may hold them, a line each."""
        for file in self._holding(sought):
            yield f"{self.label} {file.pk}, or it can’t be looked into; its import is dropped"

    def withhold(self, sought: Matcher) -> int:
        """Drops the imports; what they sent goes once that is certain. Gives their number."""
        uploads = {file.upload_id for file in self._holding(sought)}
        if uploads:
            Upload.objects.filter(pk__in=uploads).delete()
            transaction.on_commit(drop_strays)
        return len(uploads)

    def _holding(self, sought: Matcher) -> Iterator[UploadedFile]:
        for file in self.rows().iterator(100):
            if may_hold(path_of(file), sought):
                yield file


def _emptied(_sought: Matcher, _text: str) -> dict[str, Any]:
    return {}


def _without_name(sought: Matcher, name: str) -> str:
    # Unlike those of the other files of the import, and with its ending.
    return f"{uuid4().hex[:6]} {sought.masked(name)}"


def _no_topics(_sought: Matcher, _text: str) -> list[str]:
    return []
