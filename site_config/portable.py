"""Explainers as files that another Corrigenda site takes in without a loss (docs/export-format.md).

One JSON object an explainer: what it says now, readable by anybody, and with its history the lines
of the record, which hold every version, correction and source, sealed bytes, salts and digests.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from articles import replaying as article_rows
from articles.models import Article, Author, Topic
from articles.reading import NoWords, document_at
from corrections import replaying as correction_rows
from record import export
from record.chain import locked
from record.models import SiteIdentity, Version
from record.taking_in import take_in

FORMAT = "corrigenda-explainer/1"
_MOST = 200_000_000


class NotAnExport(ValueError):
    """A file that is no export, or exports that make no whole record; says what was expected."""


@dataclass(frozen=True)
class Taken:
    """How much was taken in."""

    explainers: int
    versions: int
    corrections: int


def exported(article: Article, *, history: bool) -> str:
    """One explainer as JSON text; the same bytes as long as nothing has changed."""
    members: dict[str, Any] = {
        "format": FORMAT,
        "site": str(SiteIdentity.objects.get().uuid),
        "id": str(article.pk),
        "slug": article.slug,
        "status": article.status,
        "reviewed_on": article.reviewed_on and article.reviewed_on.isoformat(),
        "import_key": article.import_key,
        "topics": list(article.topics.order_by("slug").values("slug", "name", "description")),
        "authors": _authors(article),
        "document": _document(article),
    }
    if history:
        members["record"] = [json.loads(line) for line in export.lines(subject=article.pk)]
    return json.dumps(members, ensure_ascii=False, indent=1) + "\n"


def exports_among(paths: Iterable[str]) -> list[Path]:
    """The exports at these paths: files, and folders with those in them."""
    found = []
    for path in map(Path, paths):
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        found += [one for one in files if one.is_file() and _begins_as_export(one)]
    return found


def take_in_site(files: Iterable[Path]) -> Taken:
    """Takes the exports of a whole site into one that is empty, in one transaction.

    Raises `NotAnExport`, `record.taking_in.NotTheRecord` and `NotEmpty`; nothing is written then.
    """
    explainers = [_read(file) for file in files]
    lines = sorted((line for one in explainers for line in one["record"]), key=_serial)
    with locked():
        versions = take_in(lines)
        _make_authors(explainers)
        articles = [
            article_rows.begin(UUID(one["id"]), slug=one["slug"], import_key=one["import_key"])
            for one in explainers
        ]
        corrections = correction_rows.write_all()
        for article, one in zip(articles, explainers, strict=True):
            article.reviewed_on = one["reviewed_on"] and date.fromisoformat(one["reviewed_on"])
            article_rows.close(article)
            article.topics.set(_topics(one["topics"]))
    return Taken(len(articles), versions, corrections)


def _serial(line: Mapping[str, Any]) -> int:
    try:
        return int(json.loads(line["sealed"])["serial"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnExport("a line of the record names no serial number") from error


def _begins_as_export(file: Path) -> bool:
    with file.open("rb") as bytes_:
        return f'"format": "{FORMAT}"'.encode() in bytes_.read(200)


def _read(file: Path) -> dict[str, Any]:
    if file.stat().st_size > _MOST:
        raise NotAnExport(f"{file}: is larger than {_MOST:,} bytes")
    try:
        members = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise NotAnExport(f"{file}: not JSON: {error}") from error
    missing = {"id", "slug", "import_key", "reviewed_on", "topics", "authors"} - set(members)
    if missing:
        raise NotAnExport(f"{file}: lacks {', '.join(sorted(missing))}")
    if "record" not in members:
        raise NotAnExport(
            f"{file}: was exported without its history; expected one of --with-history"
        )
    return dict(members)


def _authors(article: Article) -> list[dict[str, str]]:
    rows = Author.objects.filter(bylines__article=article).distinct().order_by("slug")
    return [{"id": str(one.pk), "name": one.name, "slug": one.slug} for one in rows]


def _make_authors(explainers: Iterable[Mapping[str, Any]]) -> None:
    for one in explainers:
        for author in one["authors"]:
            Author.objects.get_or_create(
                pk=UUID(author["id"]), defaults={"name": author["name"], "slug": author["slug"]}
            )


def _document(article: Article) -> dict[str, Any] | None:
    newest = Version.objects.of(article.pk).newest()
    try:
        document = document_at(newest) if newest else None
    except NoWords:
        return None
    return json.loads(document.to_json()) if document else None


def _topics(given: Iterable[Mapping[str, str]]) -> Iterator[Topic]:
    for one in given:
        topic, _made = Topic.objects.get_or_create(
            slug=one["slug"], defaults={"name": one["name"], "description": one["description"]}
        )
        yield topic
