"""`manage.py backup`: a running site as one file, pictures included."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exports.backups import write_backup
from record.events import log_event
from record.refusals import UserFacing


class Command(BaseCommand):
    """Writes a backup, whole or not at all."""

    help = "Write a backup of the running site: the database as it is at one moment, and pictures."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("file", metavar="FILE", help="where to, for example site.tar.gz")
        parser.add_argument("--force", action="store_true", help="write over a file that is there")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Writes it and says which record it holds."""
        path = Path(options["file"])
        if path.exists() and not options["force"]:
            raise CommandError(f"{path}: is there already; choose another name, or --force")
        try:
            head = write_backup(path)
        except (UserFacing, OSError) as error:
            raise CommandError(f"{path}: {error}") from error
        log_event("backup.done", serial=head["serial"], digest=head["digest"])
        self.stdout.write(
            f"{path}: the record up to version {head['serial']}, digest {head['digest']}. "
            "It holds accounts, drafts and proposals too: keep it where nobody else reads it."
        )
