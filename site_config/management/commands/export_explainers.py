"""`manage.py export_explainers`: explainers as files, history included if asked for."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from articles.reading import NoWords, document_at
from articles.views.finding import absolute
from articles.writers.markdown import written
from record.models import Version
from site_config.portable import exported
from site_config.portable_pictures import copy_picture, pictures_of


class Command(BaseCommand):
    """Writes one file an explainer, or with its history one a version in Markdown."""

    help = "Export explainers as JSON, which another site takes in, or as Markdown."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these explainers")
        parser.add_argument("--format", choices=["json", "markdown"], required=True)
        parser.add_argument("--output", metavar="DIR", help="a folder (else standard output)")
        parser.add_argument("--with-history", action="store_true", help="every version as well")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Writes the files, one at a time, and says how many."""
        folder = Path(options["output"]) if options["output"] else None
        count = 0
        for article in self._articles(options["slugs"]):
            for name, text in _files(article, options["format"], options["with_history"]):
                count += 1
                self._write(folder, name, text)
            if folder and options["format"] == "json":
                self._copy_pictures(article, folder)
        if folder:
            self.stdout.write(f"{count} files in {folder}.")

    def _write(self, folder: Path | None, name: str, text: str) -> None:
        if folder is None:
            self.stdout.write(text, ending="")
            return
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{path}: can’t be written: {error.strerror}") from error

    def _copy_pictures(self, article: Article, folder: Path) -> None:
        for asset in pictures_of(article):
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


def _files(article: Article, format_name: str, history: bool) -> Iterator[tuple[str, str]]:
    if format_name == "json":
        yield f"{article.slug}.json", exported(article, history=history)
        return
    if article.is_removed:
        return  # As JSON it shows no word either; the chain needs its versions there.
    versions = Version.objects.of(article.pk)
    for version in versions if history else versions.reverse()[:1]:
        name = f"{article.slug}/{version.number}.md" if history else f"{article.slug}.md"
        try:
            yield name, _markdown(article, version)
        except NoWords:
            continue


def _markdown(article: Article, version: Version) -> str:
    document = document_at(version)
    about = {
        "title": document.title,
        "slug": article.slug,
        "id": str(article.pk),
        "language": document.language,
        "status": article.status,
        "first_published": document.first_published,
        "authors": [one.name for one in document.authors],
        "topics": list(article.topics.order_by("slug").values_list("name", flat=True)),
        "version": version.number,
        "serial": version.serial,
        "recorded_at": version.recorded_at,
        "digest": version.digest,
    }
    kept = {name: value for name, value in about.items() if value not in (None, [])}
    front = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n{written(document, absolute(article.get_absolute_url()))}"
