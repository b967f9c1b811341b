"""The file of a picture as its bytes tell: its kind, its size, and the hash that names it."""

import io
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, UnidentifiedImageError

from record.refusals import UserFacing

LARGEST = 20_000_000
_SUFFIXES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
# A phone's JPEG may come with a second picture; it opens as JPEG and calls itself MPO.
_OPENED_AS = ["JPEG", "PNG", "GIF", "WEBP"]


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
