"""`manage.py import_corrections`: a file becomes proposals, or published corrections."""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.correction_files import NotACorrectionsFile, Signers, corrections_in, taken_in
from record.chain import ClockBehind, together
from record.models import Signer


class Command(BaseCommand):
    """Reads YAML or JSON and proposes each correction in it, in order."""

    help = "Import corrections from a YAML or JSON file, as proposals or published."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("file", metavar="FILE", help="YAML or JSON, or - for standard input")
        parser.add_argument("--proposed-by", metavar="USER", help="who signs (else “Import”)")
        parser.add_argument("--publish", action="store_true", help="publish each at once")
        parser.add_argument("--approved-by", metavar="USER", help="who approves; not the proposer")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="report all, and write nothing",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Imports and reports; exit status 1 if anything was refused."""
        if options["publish"] != bool(options["approved_by"]):
            raise CommandError("--publish and --approved-by USER go together")
        try:
            corrections = corrections_in(self._text(options["file"]))
        except NotACorrectionsFile as error:
            raise CommandError(f"{options['file']}: {error}") from error
        # A dry run does all that the real one does, and takes it back.
        with together(kept=False) if options["dry_run"] else nullcontext():
            counts = self._take_in(corrections, options)
        taken = len(corrections) - counts["refused"] - counts["unchanged"]
        unchanged = f", {counts['unchanged']} unchanged" if counts["unchanged"] else ""
        self.stdout.write(f"{taken} taken{unchanged}, {counts['refused']} refused.")
        if counts["refused"]:
            message = f"{counts['refused']} corrections were not taken; see above."
            raise CommandError(message, returncode=1)

    def _take_in(
        self, corrections: Sequence[Mapping[str, Any]], options: Mapping[str, Any]
    ) -> Counter[str]:
        """How many came to what, each reported on a line of its own."""
        signers = Signers(
            self._signer("--proposed-by", options["proposed_by"]) or Signer.of_import(),
            self._signer("--approved-by", options["approved_by"]),
        )
        if signers.approver == signers.proposer:
            raise CommandError("--approved-by: who approves must be another than who proposes")
        counts: Counter[str] = Counter()
        try:
            for outcome in taken_in(corrections, signers, dry=options["dry_run"]):
                counts[outcome.result] += 1
                number = f" /corrections/{outcome.number}/" if outcome.number else ""
                reason = f": {outcome.reason}" if outcome.reason else ""
                self.stdout.write(f"{outcome.result:<9} {outcome.name}{number}{reason}")
        except ClockBehind as error:
            raise CommandError(str(error)) from error
        return counts

    def _text(self, name: str) -> str:
        try:
            return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{name}: can’t be read: {error}") from error

    def _signer(self, option: str, name: str | None) -> Signer | None:
        if name is None:
            return None
        signer = Signer.of_username(name)
        if signer is None:
            raise CommandError(f"{option}: there is no active user “{name}”")
        return signer
