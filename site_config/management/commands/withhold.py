"""`manage.py withhold`: takes words, or a whole explainer, out of everything that is kept.

The one command that destroys. Without --apply it lists every place, and writes nothing.
"""

import argparse
from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles.models import Article, Slug
from articles.notices import REASONS
from corrections.removal import Order
from corrections.removing import NothingToWithhold, RemovedAlready, remove_article, remove_words
from record.events import log_event
from record.models import Signer, Version
from record.refusals import UserFacing
from record.removal.erasing import erase
from record.removal.holding import nearly, texts_with_words
from record.removal.places import places
from record.removal.words import Sought

_BEYOND = (
    "Beyond reach: backups, copies of the record that others keep, search engines and archives, "
    "and mail that was sent."
)
_BEYOND_POSTGRESQL = "PostgreSQL’s write-ahead log, and what was archived of it, too."


class Command(BaseCommand):
    """Lists where words stand; with --apply, withholds them for ever."""

    help = "Withhold words everywhere, or remove an explainer. Lists the places unless --apply."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--words", metavar="TEXT", help="the words, a name for example")
        what.add_argument("--article", metavar="SLUG", help="a whole explainer")
        parser.add_argument("--destroy", action="store_true", help="with --article: for ever")
        parser.add_argument("--reason", required=True, choices=list(REASONS), metavar="CLASS")
        parser.add_argument("--by", required=True, metavar="USER", help="who asks for it")
        second = parser.add_mutually_exclusive_group(required=True)
        second.add_argument("--approved-by", metavar="USER", help="somebody else, who approves")
        second.add_argument("--alone", metavar="REASON", help="why nobody else can approve")
        parser.add_argument("--notice", default="", help="a sentence for readers")
        parser.add_argument("--apply", action="store_true", help="do it; it can’t be undone")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Lists or withholds; exit status 1 while words are left in the database's files."""
        if options["destroy"] and not options["article"]:
            raise CommandError("--destroy goes with --article SLUG")
        try:
            order = Order(
                because=options["reason"],
                by=self._signer("--by", options["by"]),
                approver=self._approver(options["approved_by"]),
                alone=options["alone"] or "",
                notice=options["notice"],
            )
            if options["words"] is not None:
                self._words(Sought(options["words"]), order, apply=options["apply"])
            else:
                self._article(options["article"], order, options)
        except UserFacing as error:
            raise CommandError(str(error)) from error

    def _words(self, sought: Sought, order: Order, *, apply: bool) -> None:
        count = self._list(sought)
        for line in nearly(sought):
            self.stdout.write(f"not withheld, look yourself: {line}")
        if not apply:
            self.stdout.write(f"{count} places. Nothing was changed; --apply withholds the words.")
            return
        try:
            self._tell(remove_words(sought, order))
        except NothingToWithhold:
            self.stdout.write("No place holds the words.")
        self._erase()
        left = self._list(sought)
        if left:
            raise CommandError(f"{left} places still hold the words.", returncode=1)

    def _article(self, slug: str, order: Order, options: dict[str, Any]) -> None:
        row = Slug.objects.filter(slug=slug, version__isnull=False).select_related("article")
        slug_row = row.first()
        if slug_row is None:
            raise CommandError(f"no explainer was published as “{slug}”")
        self._say_what_goes(slug_row.article, destroy=options["destroy"])
        if not options["apply"]:
            self.stdout.write("Nothing was changed; --apply removes it.")
            return
        try:
            self._tell([remove_article(slug_row.article, order, destroy=options["destroy"])])
        except RemovedAlready as error:
            raise CommandError(f"{error}; --destroy would destroy its words") from error
        if options["destroy"]:
            self._erase()
        cache.clear()

    def _say_what_goes(self, article: Article, *, destroy: bool) -> None:
        fate = "destroyed for ever" if destroy else "kept, and served nowhere, until reinstated"
        versions = Version.objects.of(article.pk).count()
        self.stdout.write(f"“{article.title}”, {versions} versions: its words are {fate}.")

    def _list(self, sought: Sought) -> int:
        count = 0
        for subject, texts in texts_with_words(sought).items():
            title = Article.objects.values_list("slug", flat=True).get(pk=subject)
            for text in texts:
                self.stdout.write(f"explainer {title}, {text}")
                count += 1
        for place in places():
            for line in place.lines_with(sought):
                self.stdout.write(line)
                count += 1
        return count

    def _tell(self, versions: list[Version]) -> None:
        for version in versions:
            number = version.members["explanation"]["correction"]
            withheld = len(version.members["withholds"])
            self.stdout.write(f"removal {number}: version {version.serial}, {withheld} texts")

    def _erase(self) -> None:
        cache.clear()
        problems = erase(connection.introspection.table_names())
        log_event("withhold.erased", problems=len(problems))
        for problem in problems:
            self.stderr.write(problem)
        self.stdout.write(_BEYOND)
        if connection.vendor == "postgresql":
            self.stdout.write(_BEYOND_POSTGRESQL)
        if problems:
            raise CommandError("The words are still in the database’s files.", returncode=1)

    def _approver(self, name: str | None) -> Signer | None:
        return self._signer("--approved-by", name) if name else None

    def _signer(self, option: str, name: str) -> Signer:
        signer = Signer.of_username(name)
        if signer is None:
            raise CommandError(f"{option}: there is no active user “{name}”")
        return signer
