"""Pictures that travel with an export: files in `assets/`, named by the hash of their bytes."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File

from articles.models import Article, Asset
from articles.models.catalogue import references_in
from articles.reading import DocumentGone, document_at
from documents.document import Document
from formats.parsed import Picture
from record.models import Version
from record.refusals import UserFacing

FOLDER = "assets"
#: Where Markdown names a picture: behind its description, or where a label is given its address.
_NAMED = re.compile(r"(\](?:\(|:[ \t]*)<?)asset:([0-9a-f]{64})")


class BadPicture(UserFacing):
    """A picture that is none, or that isn't what its name says."""


def pictures_of(article: Article) -> Iterator[Asset]:
    """The pictures that any version of an explainer shows, each once."""
    if article.is_removed:
        return
    named: set[str] = set()
    for version in Version.objects.of(article.pk).iterator(100):
        try:
            parts = document_at(version).markdown_parts()
        except DocumentGone:
            continue
        named |= {sha256 for _part, source in parts for sha256 in references_in(source)}
    yield from Asset.objects.filter(pk__in=named).order_by("pk")


def name_of(asset: Asset) -> str:
    """The name of a picture's file in an export."""
    return f"{FOLDER}/{asset.pk}.{asset.suffix}"


def with_files(markdown: str, *, depth: int) -> str:
    """Markdown that shows pictures by their files in the export, from so many folders below it.

    A picture that the site doesn't have is named as it was.
    """
    assets = Asset.objects.in_bulk(references_in(markdown))

    def placed(named: re.Match[str]) -> str:
        asset = assets.get(named[2])
        return f"{named[1]}{'../' * depth}{name_of(asset)}" if asset else named[0]

    return _NAMED.sub(placed, markdown) if assets else markdown


def copy_picture(asset: Asset, folder: Path) -> bool:
    """Writes a picture's file below `folder`; whether it wasn't there yet. Raises OSError."""
    path = folder / name_of(asset)
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with asset.file.open("rb") as file:
        path.write_bytes(file.read())
    return True


def pictures_beside(export: Path, document: Document) -> tuple[Picture, ...]:
    """The pictures that a document shows, from the files beside the export that it came in."""
    parts = document.markdown_parts()
    shown = {sha256 for _part, source in parts for sha256 in references_in(source)}
    files = (next((export.parent / FOLDER).glob(f"{sha256}.*"), None) for sha256 in sorted(shown))
    return tuple(Picture(file.stem, file.read_bytes) for file in files if file)


def take_in_pictures(folder: Path, *, dry: bool = False) -> int:
    """Keeps the pictures of an export; gives how many, and keeps none if `dry`.

    Raises `BadPicture`, OSError.
    """
    count = 0
    for path in sorted((folder / FOLDER).glob("*.*")):
        with path.open("rb") as bytes_:
            asset = Asset(file=File(bytes_, name=path.name))
            try:
                asset.describe()
            except ValidationError as error:
                raise BadPicture(f"{path}: {' '.join(error.messages)}") from error
            if asset.pk != path.stem:
                raise BadPicture(f"{path}: holds another picture than its name says")
            if not Asset.objects.filter(pk=asset.pk).exists():
                if not dry:
                    asset.save(force_insert=True)
                count += 1
    return count
