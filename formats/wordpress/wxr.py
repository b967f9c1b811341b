"""WordPress eXtended RSS (WXR) 1.0 to 1.2, streamed: an export of any size, one post at a time.

The prefixes are WordPress's own (`wp:`, `content:`, `dc:`), so they are taken as written; some
tools that cut exports into pieces lose the declarations of their namespaces.
"""

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from formats.parsed import Note, Refused
from formats.wordpress.posts import Post
from formats.wordpress.wxr_pieces import ITEM, Pieces
from formats.wordpress.wxr_posts import PostStream


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
                place = self._found_again(text, place)
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

    def _found_again(self, text: str, place: int) -> int:
        """Where the next item begins, with a new stream for it; -1 if it isn't in this piece."""
        found = text.find(ITEM, place)
        if found < 0:
            return -1
        self._is_lost = False
        lines = self._lines + text.count("\n", 0, found)
        self._stream = self._stream.renewed(lines)
        return found


def is_wxr(start: bytes) -> bool:
    """Whether a file that begins so is an export of WordPress."""
    plain = start.replace(b"\x00", b"")
    return b"<rss" in plain and b"wordpress.org/export/" in plain
