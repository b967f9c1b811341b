"""Where an export goes: into one ZIP archive made while it is sent, or into a folder.

In a folder each file is written whole or not at all, and what was there is told of. Memory grows
with the number of explainers in neither.
"""

import filecmp
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import RawIOBase
from pathlib import Path
from typing import Any

from django.utils import timezone

from articles.models import Article, Asset
from documents.document import DocumentError
from exports.pictures import name_of, pictures_of
from exports.portable.explainer_json import FORMAT
from exports.portable.files import Format, draft_as_file, files_of, pictures_of_draft
from exports.portable.shelf import begins_as

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
                yield from _written(archive, pipe, name, (piece.encode() for piece in pieces))
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
    with archive.open(info, "w") as member:
        for piece in pieces:
            member.write(piece)
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
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._waiting += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece, self._waiting = bytes(self._waiting), bytearray()
        return piece


_BATCH = 500
_SHAPES = ("*.json", "*.md", "*/*.md")


@dataclass
class ExportFolder:
    """Where an export goes. `overwritten` names the files of other content that it replaced."""

    path: Path
    count: int = 0
    overwritten: list[str] = field(default_factory=list)

    def write(self, name: str, pieces: Iterable[str], *, mode: int = 0o666) -> None:
        """Writes a file piece by piece beside its place and then puts it there. Raises OSError.

        A file of the same bytes stays as it is. `mode` says who may read it, as the umask allows.
        """
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{os.getpid()}.part")
        beside.unlink(missing_ok=True)
        try:
            beside.touch(mode=mode)
            with beside.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces)
            self._put(beside, path, name)
        finally:
            beside.unlink(missing_ok=True)
        self.count += 1

    def _put(self, beside: Path, path: Path, name: str) -> None:
        if path.exists():
            if filecmp.cmp(beside, path, shallow=False):
                return
            self.overwritten.append(name)
        beside.replace(path)

    def left(self) -> Iterator[str]:
        """The files of an earlier export that are of no explainer any more, by their names."""
        batch: dict[str, str] = {}
        for path in sorted(file for shape in _SHAPES for file in self.path.glob(shape)):
            if not path.is_file() or not _is_export(path):
                continue
            name = path.relative_to(self.path)
            batch[str(name)] = name.parts[0] if len(name.parts) > 1 else name.stem
            if len(batch) == _BATCH:
                yield from _without_explainer(batch)
                batch = {}
        yield from _without_explainer(batch)


def _is_export(path: Path) -> bool:
    if path.suffix == ".json":
        return begins_as(FORMAT, path)
    with path.open("rb") as file:
        beginning = file.read(4000)
    return beginning.startswith(b"---\ntitle: ") and b"\ndigest: " in beginning


def _without_explainer(slugs: Mapping[str, str]) -> Iterator[str]:
    """Those of the files, named with the address each is of, whose address nobody has."""
    published = Article.objects.filter(version__isnull=False, slug__in=set(slugs.values()))
    taken = set(published.values_list("slug", flat=True))
    yield from (name for name, slug in slugs.items() if slug not in taken)
