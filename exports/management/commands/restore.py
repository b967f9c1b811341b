"""`manage.py restore`: a backup in the place of everything; the only way to go back."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from corrections.placing import next_number
from exports.backups import Backup, opened
from exports.recovering import append_tail, lines_after, say_what_was_lost
from record import export
from record.events import log_event
from record.models import Version
from record.refusals import UserFacing
from record.removal.withholding import newest_withholding
from record.taking_in import check_follows
from record.verification import verify

_SHOWN = 10


class Command(BaseCommand):
    """Puts a backup back, brings it up to date or says what was lost, and verifies the record."""

    help = "Put a backup back. Stop the site first. Says in the record what it lacks."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("file", metavar="FILE", help="what backup wrote")
        parser.add_argument(
            "--tail", metavar="NDJSON", help="a saved versions.ndjson: what the backup lacks"
        )
        parser.add_argument(
            "--complete",
            action="store_true",
            help="nothing was published since the backup, so nothing was lost",
        )
        parser.add_argument("--force", action="store_true", help="though this site holds a record")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restores; exit status 1 where the record that was put back isn't whole."""
        known = _known()
        if known["serial"] and not options["force"]:
            raise CommandError(
                f"this site holds a record of {known['serial']} versions; --force puts the backup "
                "in its place. Back it up first"
            )
        try:
            with opened(Path(options["file"])) as backup:
                tail = self._tail(options["tail"], backup)
                backup.put_back()
                call_command("migrate", verbosity=0)
                self._bring_up_to_date(backup, tail, known, complete=options["complete"])
                self._say_what_was_withheld(backup)
        except (UserFacing, OSError) as error:
            raise CommandError(str(error)) from error
        self._verify()

    def _tail(self, file: str | None, backup: Backup) -> list[dict[str, Any]] | None:
        """What the backup lacks; looked at before anything is put back."""
        if file is None:
            return None
        lines = lines_after(Path(file), backup.serial)
        check_follows(lines, digest=backup.digest, serial=backup.serial)
        return lines

    def _bring_up_to_date(
        self,
        backup: Backup,
        tail: list[dict[str, Any]] | None,
        known: dict[str, Any],
        *,
        complete: bool,
    ) -> None:
        self.stdout.write(f"The backup of {backup.made_at} is back: {backup.serial} versions.")
        if tail is not None:
            self.stdout.write(f"{append_tail(tail)} versions appended from the saved copy.")
        in_backup = Version.objects.count()
        same_site = known["site"] == backup.site
        lost = known["serial"] if same_site and known["serial"] > in_backup else None
        if lost is None and (complete or tail is not None or (same_site and known["serial"])):
            return
        version = say_what_was_lost(
            last=lost,
            head=known["digest"] if lost else None,
            next_correction=known["next_correction"] if lost else None,
        )
        until = f"to {lost}" if lost else "on, as far as there were any,"
        self.stdout.write(
            f"The record says so in version {version.serial}: the versions from {version.serial} "
            f"{until} were lost."
        )

    def _say_what_was_withheld(self, backup: Backup) -> None:
        removal = newest_withholding()
        if removal > backup.serial:
            self.stdout.write(
                f"Words were withheld since the backup, last by version {removal}. Drafts, "
                "proposals and reports of the backup may hold them still: run withhold --words "
                "for them again."
            )

    def _verify(self) -> None:
        findings = [finding for finding in verify() if finding.fails]
        for finding in findings[:_SHOWN]:
            self.stderr.write(str(finding))
        if findings:
            log_event("restore.broken", findings=len(findings))
            raise CommandError("The record that was put back is not whole.", returncode=1)
        head = export.head()
        log_event("restore.done", serial=head["serial"], digest=head["digest"])
        self.stdout.write(f"The record holds: version {head['serial']}, digest {head['digest']}.")


def _known() -> dict[str, Any]:
    """The head of the record that is to be replaced, as far as it can be read."""
    try:
        return export.head() | {"next_correction": next_number()}
    except (DatabaseError, LookupError, ValueError):
        return {"site": "", "serial": 0, "digest": "", "next_correction": None}
