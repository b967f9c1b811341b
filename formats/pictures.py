"""Pictures that come along with a file: looked for beside it, proven to be pictures, named by hash.

Nothing is fetched from anywhere. What isn't found, or can't be shown, stays behind with its
description in its place, and a note says which and where.
"""

import base64
import binascii
import io
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol
from urllib.parse import unquote, urlsplit

from PIL import Image, UnidentifiedImageError

from documents.markdown import escaped_inline
from formats.parsed import Note, Picture, Refused, quoted
from record.refusals import UserFacing

_DATA = re.compile(r"data:image/[\w.+-]{1,30};base64,", re.IGNORECASE)
#: Where site generators keep what a page names by an address that begins with a slash.
_STATIC = ("", "static/", "public/", "assets/")
#: WordPress names smaller copies of a picture by their size.
_SMALLER = re.compile(r"-\d{2,5}x\d{2,5}(?=\.[A-Za-z]{3,4}$)")
LARGEST = 20_000_000
_SUFFIXES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
# A phone's JPEG may come with a second picture; it opens as JPEG and calls itself MPO.
_OPENED_AS = ["JPEG", "PNG", "GIF", "WEBP"]


class Shelf(Protocol):
    """Where pictures may lie: a folder, an archive, the parts of a Word file."""

    def find(self, path: str) -> Callable[[], bytes] | None:
        """How to read what lies there under that path; it gives no more than is ever kept."""


@dataclass(slots=True)
class Pictures:
    """The pictures of one file, which lies in the folder `beside` of the shelves `near` it.

    On the shelves `media` a picture is found by any end of its address.
    """

    near: Sequence[Shelf] = ()
    media: Sequence[Shelf] = ()
    beside: str = ""
    taken: dict[str, Picture] = field(default_factory=dict)

    def markdown(self, address: str, alt: str, line: int | None) -> tuple[str, Note | None]:
        """What stands for a picture in the text: itself, or its description and a note."""
        text = " ".join(alt.split())
        read = self._read(address)
        if read is None:
            return _instead(address, text, line, "didn’t come along")
        try:
            known = picture_file(read())
        except NotAPicture as error:
            why = str(error).rstrip(".")
            return _instead(address, text, line, f"can’t be kept ({why})")
        except (OSError, Refused, ValueError) as error:
            return _instead(address, text, line, f"can’t be read ({error})"[:200])
        self.taken[known.sha256] = Picture(known.sha256, read)
        return f"![{escaped_inline(text)}](asset:{known.sha256})", None

    def _read(self, address: str) -> Callable[[], bytes] | None:
        inline = _DATA.match(address[:60])
        if inline:
            return lambda: _decoded(address[inline.end() :])
        for shelves, is_near in ((self.near, True), (self.media, False)):
            for path in _places(address, self.beside, is_near=is_near):
                for shelf in shelves:
                    read = shelf.find(path)
                    if read is not None:
                        return read
        return None


def _places(address: str, beside: str, *, is_near: bool) -> Iterator[str]:
    """The paths under which a picture may lie, the likeliest first; none leads out."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return
    path = unquote(parts.path)
    names = [name for name in path.split("/") if name not in ("", ".", "..")]
    if "\x00" in path or not names or parts.scheme not in ("", "http", "https", "part"):
        return
    tail = "/".join(names)
    if is_near and not parts.scheme and not path.startswith("/"):
        joined = posixpath.normpath(posixpath.join(beside, path))
        if not joined.startswith(".."):
            yield joined
    if is_near:
        yield from (f"{folder}{tail}" for folder in _STATIC)
    # By its name alone a picture is known only where somebody said that the pictures are.
    fewest = 2 if is_near else 1
    ends = ["/".join(names[at:]) for at in range(len(names)) if len(names) - at >= fewest]
    yield from ends
    if not is_near:
        yield from (_SMALLER.sub("", end) for end in ends if _SMALLER.search(end))


def _decoded(data: str) -> bytes:
    if len(data) > 2 * LARGEST:
        return b"\x00" * (LARGEST + 1)
    try:
        return base64.b64decode(unquote(data))
    except (binascii.Error, ValueError) as error:
        raise ValueError("broken base64") from error


def _instead(address: str, text: str, line: int | None, why: str) -> tuple[str, Note]:
    instead = f"its description {quoted(text)} stands in its place" if text else "it has none"
    shown = "in the page itself" if address.startswith("data:") else address[:200]
    return escaped_inline(text), Note(line, f"the picture {shown} {why}; {instead}")


class NotAPicture(UserFacing):
    """Bytes that are no picture which can be shown; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that can be shown; `width` and `height` are in pixels."""

    sha256: str
    suffix: str
    width: int
    height: int


def picture_file(content: bytes) -> PictureFile:
    """What `content` is; raises `NotAPicture` unless it is a JPEG, PNG, GIF or WebP to the end."""
    if len(content) > LARGEST:
        raise NotAPicture("The picture is larger than 20 MB.")
    try:
        with Image.open(io.BytesIO(content), formats=_OPENED_AS) as picture:
            suffix, (width, height) = _SUFFIXES[str(picture.format)], picture.size
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture(
            "This file is not a picture that can be shown (JPEG, PNG, GIF or WebP)."
        ) from error
    except Image.DecompressionBombError as error:
        raise NotAPicture("The picture has too many pixels.") from error
    return PictureFile(sha256(content).hexdigest(), suffix, width, height)
