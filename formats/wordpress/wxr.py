"""WordPress eXtended RSS (WXR) 1.0 to 1.2, streamed: an export of any size, one post at a time.

The prefixes are WordPress's own (`wp:`, `content:`, `dc:`), so they are taken as written; some
tools that cut exports into pieces lose the declarations of their namespaces.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from formats.parsed import Note, Refused
from formats.wordpress.posts import Featured, Post, plain
from formats.wordpress.wxr_posts import ATTACHMENT, PostStream

#: How a post begins: no piece ends within it, so that it can be looked for in each.
_ITEM = "<item>"
_CHUNK = 1 << 16
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
_ENCODINGS = re.compile(r"utf-?8|utf-?16|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d|cp125\d")
# Control characters, which XML can't hold but old posts do.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_SIGNS = 30_000_000
_LONGEST = 2_000


class Export:
    """An export while it is read: `posts` gives them, what was left aside is counted.

    With `attachments` it gives the files that were put up too, and no post has its text.
    """

    def __init__(self, file: BinaryIO, *, attachments: bool = False) -> None:
        self._pieces = Pieces(file)
        self._stream = PostStream(attachments=attachments)
        self.notes: list[Note] = []
        self._lines = 0
        self._is_lost = False

    @property
    def others(self) -> Counter[str]:
        """How many things there were that are no texts, by their kinds."""
        return self._stream.others

    def posts(self) -> Iterator[Post | Refused]:
        """The posts and pages, and a refusal for each that is broken; the next ones are read.

        Raises `Refused` for what is no export that could be read safely.
        """
        for text, is_last in self._pieces.texts():
            yield from self._fed(text, is_last)
            self._lines += text.count("\n")
        self.notes += self._pieces.notes()

    def _fed(self, text: str, is_last: bool) -> Iterator[Post | Refused]:
        place = 0
        while True:
            if self._is_lost:
                place = self._next_item(text, place)
                if place < 0:
                    return
            broken = self._stream.feed(text[place:], is_last=is_last)
            while self._stream.done:
                yield self._stream.done.popleft()
            if broken is None:
                return
            yield broken
            self._is_lost = True
            place += self._stream.place_in(text[place:])

    def _next_item(self, text: str, place: int) -> int:
        """Where the next item begins, with a new stream for it; -1 if it isn't in this piece."""
        start = text.find(_ITEM, place)
        if start < 0:
            return -1
        self._is_lost = False
        lines = self._lines + text.count("\n", 0, start)
        self._stream = self._stream.renewed(lines)
        return start


def is_wxr(start: bytes) -> bool:
    """Whether a file that begins so is an export of WordPress."""
    plain = start.replace(b"\x00", b"")
    return b"<rss" in plain and b"wordpress.org/export/" in plain


def featured_in(file: BinaryIO) -> dict[str, Featured]:
    """The pictures that posts of the export `file` feature, by their numbers there.

    WordPress shows them above a post, and an export names them by a number only. The picture is
    another element of the export, before the post or behind it, so all of it is looked through.
    `file` is where it was, afterwards; one that can't go back gives none.
    """
    if not file.seekable():
        return {}
    place = file.tell()
    try:
        return _featured_pictures(file)
    except Refused:
        return {}  # Whoever reads the posts meets the same refusal and says it.
    finally:
        file.seek(place)


def _featured_pictures(file: BinaryIO) -> dict[str, Featured]:
    pictures: dict[str, Featured] = {}
    wanted: set[str] = set()
    signs = 0
    for post in Export(file, attachments=True).posts():
        if isinstance(post, Refused):
            continue
        if post.thumbnail:
            wanted.add(post.thumbnail)
        if post.kind == ATTACHMENT and post.address and signs < _MOST_SIGNS:
            caption = plain(post.excerpt)[:_LONGEST]
            picture = Featured(post.address[:_LONGEST], post.description, caption)
            pictures[post.identity] = picture
            signs += len(picture.address) + len(picture.description) + len(picture.caption)
    return {number: picture for number, picture in pictures.items() if number in wanted}


class Pieces:
    """The pieces of a file, in order; what had to be mended in them is counted."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._controls = self._broken = 0
        self._rest = ""

    def texts(self) -> Iterator[tuple[str, bool]]:
        """Each piece, and whether it is the last; raises `Refused` for an unknown encoding."""
        chunk = self._file.read(_CHUNK)
        decoder = codecs.getincrementaldecoder(_encoding(chunk))(errors="replace")
        while chunk:
            text = decoder.decode(chunk)
            self._broken += text.count("\ufffd")
            yield self._whole(text), False
            chunk = self._file.read(_CHUNK)
        yield self._whole(decoder.decode(b"", True)) + self._rest, True

    def notes(self) -> Iterator[Note]:
        """What had to be mended in the pieces so far."""
        if self._controls:
            yield Note(None, f"{self._controls} control characters that nobody sees left out")
        if self._broken:
            yield Note(None, f"{self._broken} characters in another encoding are shown as “\ufffd”")

    def _whole(self, text: str) -> str:
        """Cleaned text, cut before a tag that goes on in the next piece."""
        text = self._rest + self._clean(text)
        cut = text.rfind("<", max(0, len(text) - len(_ITEM)))
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
    declared = _DECLARED.match(start.lstrip(b"\xef\xbb\xbf \t\r\n"))
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not _ENCODINGS.fullmatch(name):
        raise Refused(1, f"the encoding {name[:40]}", "UTF-8")
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise Refused(1, f"the encoding {name[:40]}", "UTF-8") from error
    return "utf-8-sig" if name.replace("-", "") == "utf8" else name
