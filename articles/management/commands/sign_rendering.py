"""`manage.py sign_rendering`: compares what is shown with what was sealed and, asked to, signs."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.following import BeingChanged, NothingToSign, Removed, sign
from articles.models import Article
from record.chain import ClockBehind
from record.models import Signer
from record.verification import rendering_findings


class Command(BaseCommand):
    """Lists explainers that are shown otherwise than they were sealed; signs for it if asked."""

    help = "Compare how explainers are shown with what was sealed; with --apply, sign for it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these explainers")
        parser.add_argument("--by", metavar="USER", help="who signs (else “Import”)")
        parser.add_argument("--apply", action="store_true", help="sign; else nothing is written")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compares, and signs each explainer that differs."""
        signer = self._signer(options["by"]) if options["apply"] else None
        differ = 0
        for article in self._articles(options["slugs"]):
            differences = [finding for finding in rendering_findings({article.pk}) if finding.fails]
            for finding in differences:
                self.stdout.write(f"{article.slug}: {finding}")
            differ += bool(differences)
            if differences and signer:
                self._sign(article, signer)
        self.stdout.write(f"{differ} shown otherwise than sealed.")
        if differ and not signer:
            self.stdout.write("Nothing was written; with --apply --by USER they are signed for.")

    def _articles(self, slugs: list[str]) -> Any:
        articles = Article.objects.published().order_by("slug")
        if not slugs:
            return articles.iterator(200)
        chosen = articles.filter(slug__in=slugs)
        missing = set(slugs) - {article.slug for article in chosen}
        if missing:
            raise CommandError(f"no explainer is published as {', '.join(sorted(missing))}")
        return chosen

    def _sign(self, article: Article, signer: Signer) -> None:
        try:
            version = sign(article, by=signer)
            self.stdout.write(f"{article.slug}: signed, version {version.number}")
        except NothingToSign:
            self.stdout.write(f"{article.slug}: somebody else has signed meanwhile")
        except (BeingChanged, ClockBehind, Removed) as error:
            raise CommandError(f"{article.slug}: {error}") from error

    def _signer(self, name: str | None) -> Signer:
        if name is None:
            return Signer.of_import()
        signer = Signer.of_username(name)
        if signer is None:
            raise CommandError(f"--by: there is no active user “{name}”")
        return signer
