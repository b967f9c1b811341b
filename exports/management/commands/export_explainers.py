"""`manage.py export_explainers`: explainers as files, history included if asked for."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Article, Asset
from articles.models.catalogue import references_in
from exports.exporting import ExportFolder
from exports.pictures import copy_picture, pictures_of
from exports.portable.files import files_of
from exports.portable.private import name_of_file, private_part, private_texts
from record.events import log_event


class Command(BaseCommand):
    """Writes one file an explainer, or with its history one a version in Markdown."""

    help = "Export explainers as JSON, which another site takes in, or as Markdown."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these explainers")
        parser.add_argument("--format", choices=["json", "markdown"], required=True)
        parser.add_argument("--output", metavar="DIR", help="a folder (else standard output)")
        parser.add_argument("--with-history", action="store_true", help="every version as well")
        parser.add_argument(
            "--with-private",
            action="store_true",
            help="what no reader sees as well, in a file of its own: drafts, proposals, reports",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Writes the files, one at a time, and says how many, and what an earlier export left."""
        if options["with_private"]:
            _check_private(options)
        articles = self._articles(options["slugs"])
        if not options["output"]:
            for article in articles:
                for _name, pieces in _files(article, options):
                    for piece in pieces:
                        self.stdout.write(piece, ending="")
            return
        folder = ExportFolder(Path(options["output"]))
        for article in articles:
            for name, pieces in _files(article, options):
                self._write(folder, name, pieces)
            self._copy(pictures_of(article), folder.path)
        if options["with_private"]:
            self._write_private(folder)
        self._tell(folder)
        log_event(
            "export.done",
            files=folder.count,
            format=options["format"],
            history=options["with_history"],
            private=options["with_private"],
        )

    def _write(
        self, folder: ExportFolder, name: str, pieces: Iterable[str], mode: int = 0o666
    ) -> None:
        try:
            folder.write(name, pieces, mode=mode)
        except OSError as error:
            message = f"{folder.path / name}: can’t be written: {error.strerror}"
            raise CommandError(message) from error

    def _write_private(self, folder: ExportFolder) -> None:
        self._write(folder, name_of_file(), private_part(), mode=0o600)
        for text in private_texts():
            self._copy(Asset.objects.filter(pk__in=references_in(text)), folder.path)

    def _tell(self, folder: ExportFolder) -> None:
        for name in folder.overwritten:
            self.stdout.write(f"overwritten: {name}")
        for name in folder.left():
            self.stdout.write(f"left from an earlier export, of no explainer any more: {name}")
        self.stdout.write(f"{folder.count} files in {folder.path}.")

    def _copy(self, assets: Iterable[Asset], folder: Path) -> None:
        for asset in assets:
            try:
                copy_picture(asset, folder)
            except OSError as error:
                message = f"the picture {asset.pk} can’t be copied: {error.strerror}"
                raise CommandError(message) from error

    def _articles(self, slugs: list[str]) -> Iterator[Article]:
        # What was removed is exported too: the chain is whole with it alone, and shows no word.
        articles = Article.objects.filter(version__isnull=False).order_by("pk")
        if slugs:
            articles = articles.filter(slug__in=slugs)
            missing = set(slugs) - set(articles.values_list("slug", flat=True))
            if missing:
                expected = ", ".join(sorted(missing))
                raise CommandError(f"no explainer is published as {expected}")
        yield from articles.iterator(200)


def _files(article: Article, options: dict[str, Any]) -> Iterator[tuple[str, Iterable[str]]]:
    return files_of(article, options["format"], history=options["with_history"])


def _check_private(options: dict[str, Any]) -> None:
    whole = options["with_history"] and not options["slugs"] and options["format"] == "json"
    if not whole or not options["output"]:
        raise CommandError(
            "--with-private: goes with the whole site; expected --format json, --with-history and "
            "--output, and no SLUG"
        )
