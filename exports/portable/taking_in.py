"""Taking in the exports of a whole site, into one that has recorded nothing yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from articles.models import Article, Author, Topic
from articles.old_addresses import keep_as_written
from exports import replaying
from exports.portable.private import WRONG, cleaned, reason_of
from exports.portable.private_taking_in import drafts_in, site_of, take_in_private, take_in_signers
from exports.portable.shelf import ExportShelf, NotAnExport, is_private_part
from exports.portable.shown import Watch, outcome_of
from imports.importing import ImportResult
from record.chain import locked
from record.models import SiteIdentity, Version
from record.taking_in import NotTheRecord, take_in


@dataclass(frozen=True)
class SiteImport:
    """How much was taken in; `private` counts drafts, proposals, decisions and reports."""

    explainers: int
    versions: int
    corrections: int
    private: int
    shelf: ExportShelf

    def outcomes(self) -> Iterator[ImportResult]:
        """What became of each explainer, and then of each draft, as an import reports it."""
        return self.shelf.outcomes()


def take_in_site(
    files: Iterable[Path], *, dry: bool = False, watch: Watch | None = None
) -> SiteImport:
    """Takes the exports of a whole site into one that is empty, in one transaction.

    `dry` undoes all of it at the end; `watch` looks at each explainer before. Memory does not grow
    with their number or length. Raises `NotAnExport`, `record.taking_in.NotTheRecord` and
    `NotEmpty`; nothing is written then.
    """
    files = list(files)
    private = _private_among(files)
    shelf = ExportShelf(file for file in files if file != private)
    with locked():
        if private and not Version.objects.exists():
            SiteIdentity.objects.update(uuid=site_of(private))
            take_in_signers(private)
        versions = take_in(shelf.lines())
        explainers = _each(shelf, _begin)
        corrections = replaying.write_corrections()
        _each(shelf, _close)
        rows = take_in_private(private) if private else 0
        if private and SiteIdentity.objects.get().uuid != site_of(private):
            raise NotAnExport(f"{private}: is of another site than the explainers")
        for article, file, outcome in _came(shelf, private):
            shelf.tell(outcome)
            if watch:
                watch(article, file, outcome)
        transaction.set_rollback(dry)
    return SiteImport(explainers, versions, corrections, rows, shelf)


def _came(shelf: ExportShelf, private: Path | None) -> Iterator[tuple[Article, Path, ImportResult]]:
    """Each explainer that came in, drafts last, with its file and what became of it."""
    for explainer in shelf.explainers():
        article = Article.objects.get(pk=UUID(explainer["id"]))
        outcome = outcome_of(article, explainer["file"], evidence=explainer["evidence"])
        yield article, Path(explainer["file"]), outcome
    for draft in drafts_in(private) if private else ():
        yield draft, Path(str(private)), outcome_of(draft, f"{private}: {draft.slug}")


def _private_among(files: Iterable[Path]) -> Path | None:
    """The private part, if there is one; raises `NotAnExport` where there are several."""
    parts = [file for file in files if is_private_part(file)]
    if len(parts) > 1:
        raise NotAnExport(f"found {parts[0]} and {parts[1]}; expected one private part")
    return parts[0] if parts else None


def _each(shelf: ExportShelf, act: Callable[[Mapping[str, Any]], None]) -> int:
    """Does that for each explainer; gives how many. Raises `NotAnExport` with the file."""
    number = 0
    for explainer in shelf.explainers():
        try:
            act(explainer)
        except NotTheRecord:
            raise
        except WRONG as error:
            raise NotAnExport(
                f"{explainer['file']}: can’t be taken in: {reason_of(error)}"
            ) from error
        number += 1
    return number


def _begin(explainer: Mapping[str, Any]) -> None:
    subject = UUID(explainer["id"])
    columns = cleaned(Article, explainer, ("slug", "import_key"))
    if not Version.objects.of(subject).exists():
        raise ValueError("its id is that of no explainer in the record")
    if Article.objects.filter(slug=columns["slug"]).exclude(pk=subject).exists():
        raise ValueError(_taken_elsewhere("explainer", columns["slug"]))
    _make_authors(explainer["authors"])
    replaying.begin_rows(subject, **columns)


def _close(explainer: Mapping[str, Any]) -> None:
    article = Article.objects.get(pk=UUID(explainer["id"]))
    article.reviewed_on = cleaned(Article, explainer, ("reviewed_on",))["reviewed_on"]
    replaying.close_rows(article)
    keep_as_written(article.pk, explainer.get("old_addresses", []))
    article.topics.set(_topics(explainer["topics"]))


def _make_authors(authors: Iterable[Mapping[str, str]]) -> None:
    for author in authors:
        pk, columns = UUID(author["id"]), cleaned(Author, author, ("name", "slug"))
        if Author.objects.filter(slug=columns["slug"]).exclude(pk=pk).exists():
            raise ValueError(_taken_elsewhere("author", columns["slug"]))
        Author.objects.get_or_create(pk=pk, defaults=columns)


def _topics(given: Iterable[Mapping[str, str]]) -> Iterator[Topic]:
    for topic in given:
        columns = cleaned(Topic, topic, ("slug", "name", "description"))
        if Topic.objects.filter(name=columns["name"]).exclude(slug=columns["slug"]).exists():
            raise ValueError(_taken_elsewhere("topic", columns["name"]))
        kept, _made = Topic.objects.get_or_create(slug=columns["slug"], defaults=columns)
        yield kept


def _taken_elsewhere(kind: str, name: str) -> str:
    return f"found the {kind} “{name}”, and there is another here; expected an empty site"
