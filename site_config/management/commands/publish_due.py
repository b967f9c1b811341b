"""`manage.py publish_due`: publishes what is scheduled and due, for those who like a timer.

It also drops the imports in the admin that nobody has touched for two weeks.
"""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Article
from articles.scheduling import publish_due
from imports.uploads.storing import drop_old, in_words, old_uploads
from record.chain import ClockBehind


class Command(BaseCommand):
    """Publishes scheduled first versions whose moment has passed."""

    help = "Publish the scheduled explainers whose time has come."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("--dry-run", action="store_true", help="list, and write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publishes and says what; exit status 1 when a draft had to be parked."""
        due = list(Article.objects.due(timezone.now()))
        if options["dry_run"]:
            for article in due:
                self.stdout.write(f"due since {article.publish_at}: {article}")
            for upload in old_uploads():
                self.stdout.write(f"to be dropped: {in_words(upload)}")
            return
        for dropped in drop_old():
            self.stdout.write(f"dropped: {dropped}")
        try:
            versions = publish_due()
        except ClockBehind as error:
            raise CommandError(str(error)) from error
        for article in Article.objects.filter(pk__in=[version.subject for version in versions]):
            self.stdout.write(f"published: {article} {article.get_absolute_url()}")
        parked = Article.objects.drafts().filter(pk__in=[version.pk for version in due])
        parked = parked.exclude(publish_problem="")
        for article in parked:
            self.stderr.write(f"parked: {article}: {article.publish_problem}")
        if parked:
            raise CommandError("Some could not be published.", returncode=1)
