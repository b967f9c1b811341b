"""`manage.py verify_record`: proof that the record is whole, or the first difference."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.management.commands.rebuild_pages import subjects_of
from record import guards
from record.against import NotACopy, compare
from record.events import log_event
from record.models import Version
from record.registry import Finding
from record.verification import verify


class Command(BaseCommand):
    """Recomputes the record and compares rows and pages with it."""

    help = "Verify the record. Exit status 1, with the first difference, if anything differs."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="only these explainers")
        parser.add_argument(
            "--against", metavar="FILE", help="compare with a saved versions.ndjson or head.json"
        )
        parser.add_argument(
            "--rendering", action="store_true", help="recompute what the newest versions render to"
        )
        parser.add_argument("--quiet", action="store_true", help="print only what is wrong")
        parser.add_argument("--all", action="store_true", help="print every difference")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verifies; exit status 1 if anything differs."""
        differences = 0
        for finding in self._findings(options):
            if not finding.fails:
                self.stdout.write(f"{finding} (an older version; this does not fail)")
                continue
            differences += 1
            self.stderr.write(str(finding))
            if not options["all"]:
                break
        newest = Version.objects.newest()
        log_event(
            "record.verified",
            holds=not differences,
            serial=newest.serial if newest else 0,
            whole=not options["slugs"],
            rendering=options["rendering"],
            against=bool(options["against"]),
        )
        if differences:
            raise CommandError("The record does not hold.", returncode=1)
        if not options["quiet"]:
            self._say_what_holds()

    def _findings(self, options: dict[str, Any]) -> Iterator[Finding]:
        if options["against"]:
            yield from self._against(options["against"])
        subjects = subjects_of(options["slugs"])
        yield from verify(subjects, rendering=options["rendering"])

    def _against(self, file: str) -> Iterator[Finding]:
        try:
            with Path(file).open(encoding="utf-8") as lines:
                yield from compare(lines)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"--against {file}: can’t be read: {error}") from error
        except NotACopy as error:
            raise CommandError(f"--against {file}: {error}") from error

    def _say_what_holds(self) -> None:
        count, newest = Version.objects.count(), Version.objects.newest()
        if newest is None:
            self.stdout.write("The record is empty.")
            return
        subjects = Version.objects.values("subject").distinct().count()
        self.stdout.write(
            f"The record holds: {count} versions of {subjects} explainers. "
            f"Head: serial {newest.serial}, digest {newest.digest}."
        )
        for line in guards.missing():
            self.stdout.write(f"But {line}; run manage.py migrate.")
