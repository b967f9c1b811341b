"""Taking in the exports of a whole site, into one that has recorded nothing yet."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from articles import evidence
from articles import replaying as article_rows
from articles.models import Article, Author, Topic
from articles.old_addresses import keep_as_written
from corrections import replaying as correction_rows
from record.chain import locked
from record.models import SiteIdentity, Version
from record.taking_in import NotTheRecord, take_in
from site_config.portable.private import PRIVATE
from site_config.portable.private_taking_in import (
    WRONG,
    said_of,
    site_of,
    take_in_private,
    take_in_signers,
)
from site_config.portable.shelf import NotAnExport, Shelf, begins_as


@dataclass(frozen=True)
class Taken:
    """How much was taken in; `private` counts drafts, proposals, decisions and reports."""

    explainers: int
    versions: int
    corrections: int
    private: int = 0


def take_in_site(files: Iterable[Path]) -> Taken:
    """Takes the exports of a whole site into one that is empty, in one transaction.

    Memory does not grow with their number or length. Raises `NotAnExport`,
    `record.taking_in.NotTheRecord` and `NotEmpty`; nothing is written then.
    """
    files = list(files)
    private = _private_among(files)
    shelf = Shelf(one for one in files if one != private)
    with locked():
        if private and not Version.objects.exists():
            SiteIdentity.objects.update(uuid=site_of(private))
            take_in_signers(private)
        versions = take_in(shelf.lines())
        explainers = 0
        for one in shelf.explainers():
            with _said_of(one):
                _begin(one)
            explainers += 1
        corrections = correction_rows.write_all()
        for one in shelf.explainers():
            with _said_of(one):
                _close(one, shelf)
        rows = take_in_private(private) if private else 0
        if private and SiteIdentity.objects.get().uuid != site_of(private):
            raise NotAnExport(f"{private}: is of another site than the explainers")
    return Taken(explainers, versions, corrections, rows)


@contextmanager
def _said_of(one: Mapping[str, Any]) -> Iterator[None]:
    """Raises `NotAnExport` with the file and the reason for what can't be made rows of."""
    try:
        yield
    except NotTheRecord:
        raise
    except WRONG as error:
        raise NotAnExport(f"{one['file']}: can’t be taken in: {said_of(error)}") from error


def _private_among(files: Iterable[Path]) -> Path | None:
    """The private part, if there is one; raises `NotAnExport` where there are several."""
    found = [one for one in files if begins_as(PRIVATE, one)]
    if len(found) > 1:
        raise NotAnExport(f"found {found[0]} and {found[1]}; expected one private part")
    return found[0] if found else None


def _begin(one: Mapping[str, Any]) -> None:
    _make_authors(one["authors"])
    article_rows.begin(UUID(one["id"]), slug=one["slug"], import_key=one["import_key"])


def _close(one: Mapping[str, Any], shelf: Shelf) -> None:
    article = Article.objects.get(pk=UUID(one["id"]))
    article.reviewed_on = one["reviewed_on"] and date.fromisoformat(one["reviewed_on"])
    article_rows.close(article)
    if any(True for _line in shelf.evidence(one)):
        evidence.keep(article, shelf.evidence(one), bare=True)
    keep_as_written(article.pk, one.get("old_addresses", []))
    article.topics.set(_topics(one["topics"]))


def _make_authors(authors: Iterable[Mapping[str, str]]) -> None:
    for author in authors:
        Author.objects.get_or_create(
            pk=UUID(author["id"]), defaults={"name": author["name"], "slug": author["slug"]}
        )


def _topics(given: Iterable[Mapping[str, str]]) -> Iterator[Topic]:
    for one in given:
        topic, _made = Topic.objects.get_or_create(
            slug=one["slug"], defaults={"name": one["name"], "description": one["description"]}
        )
        yield topic
