"""`manage.py rebuild_pages`: the derived pages and search rows, anew from the record."""

import argparse
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from articles import pages
from articles.models import Slug


class Command(BaseCommand):
    """Makes pages and search rows anew, one explainer a transaction."""

    help = "Rebuild pages and search rows from the record; with the same result every time."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these explainers")
        parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rebuilds and says how many."""
        subjects = subjects_of(options["slugs"])
        if options["dry_run"]:
            count = sum(1 for _version in pages.newest_versions(subjects))
            self.stdout.write(f"{_pages(count)} would be rebuilt.")
            return
        count = sum(1 for _subject in pages.rebuild(subjects))
        self.stdout.write(f"{_pages(count)} rebuilt.")


def subjects_of(slugs: list[str]) -> set[UUID] | None:
    """The explainers at these addresses, None for all; raises `CommandError` for an unknown one."""
    rows = dict(Slug.objects.filter(slug__in=slugs).values_list("slug", "article_id"))
    for slug in slugs:
        if slug not in rows:
            raise CommandError(f"no explainer was published as “{slug}”")
    return set(rows.values()) if slugs else None


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
