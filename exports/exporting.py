"""Explainers as one ZIP archive, made while it is sent: memory doesn't grow with their number."""

import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any

from django.utils import timezone

from articles.models import Article, Asset
from documents.document import DocumentError
from exports.pictures import name_of, pictures_of
from exports.portable.drafts import draft_as_file, pictures_of_draft
from exports.portable.files import Format, files_of

_CHUNK = 1 << 18


def archived(
    articles: Iterable[Article],
    format_name: Format,
    *,
    history: bool,
    drafts: Iterable[Article] = (),
) -> Iterator[bytes]:
    """The bytes of a ZIP with the files that `export_explainers` writes of these explainers.

    `drafts` lie in a folder of their own. Pictures come along, each once; those whose file is gone
    are listed in `missing.txt`, and drafts that hold no whole text.
    """
    pipe = _Pipe()
    pictures: set[str] = set()
    missing: list[str] = []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for article in articles:
            for name, pieces in files_of(article, format_name, history=history):
                yield from _written(archive, pipe, name, (one.encode() for one in pieces))
            yield from _pictures(archive, pipe, pictures_of(article), pictures, missing)
        for draft in drafts:
            try:
                name, text = draft_as_file(draft, format_name)
                shown = list(pictures_of_draft(draft))
            except DocumentError as error:
                missing.append(f"The draft {draft.slug} can’t be written yet: {error}.")
                continue
            yield from _written(archive, pipe, name, (text.encode(),))
            yield from _pictures(archive, pipe, shown, pictures, missing)
        if missing:
            yield from _written(archive, pipe, "missing.txt", ("\n".join(missing).encode(),))
    yield pipe.taken()


def _written(
    archive: zipfile.ZipFile, pipe: "_Pipe", name: str, pieces: Iterable[bytes]
) -> Iterator[bytes]:
    local = timezone.localtime()
    info = zipfile.ZipInfo(name, local.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w") as entry:
        for piece in pieces:
            entry.write(piece)
            yield pipe.taken()


def _pictures(
    archive: zipfile.ZipFile,
    pipe: "_Pipe",
    assets: Iterable[Asset],
    written: set[str],
    missing: list[str],
) -> Iterator[bytes]:
    for asset in assets:
        if asset.pk not in written:
            written.add(asset.pk)
            yield from _picture(archive, pipe, asset, missing)


def _picture(
    archive: zipfile.ZipFile, pipe: "_Pipe", asset: Asset, missing: list[str]
) -> Iterator[bytes]:
    name = name_of(asset)
    try:
        file = asset.file.open("rb")
    except OSError:
        missing.append(f"The file of the picture {name} is not on this site any more.")
        return
    with file as opened:
        yield from _written(archive, pipe, name, opened.chunks(_CHUNK))


class _Pipe(RawIOBase):
    """Takes what is written until it is asked for; it can't be sought in, and ZIP knows that."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        data, self._held = bytes(self._held), bytearray()
        return data
