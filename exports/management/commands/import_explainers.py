"""`manage.py import_explainers`: files become explainers."""

import argparse
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from exports.import_options import (
    as_command_errors,
    number_of_samples,
    options_of,
    refuse_changes,
    take_in_whole_site,
)
from exports.pictures import take_in_pictures
from exports.portable import exports_among, foreign
from imports.importing import ImportResult
from imports.importing.import_addresses import OldAddresses
from imports.report import ImportReport, ReportOptions
from imports.samples import Samples, sampling
from imports.sources import paths as sources
from imports.sources.formats import FORMATS
from imports.sources.intake import imported
from imports.sources.paths import FilesToImport
from record.models import SiteIdentity, Version


class Command(BaseCommand):
    """Imports files, folders or standard input as drafts, or published."""

    help = (
        "Import explainers from files: plain text, Markdown, HTML, JSON, Word, exports of"
        " WordPress, and archives of them. Drafts, unless --publish is given."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder, archive or -")
        parser.add_argument("--format", choices=FORMATS, help="don't guess")
        parser.add_argument("--publish", action="store_true", help="publish what is imported")
        parser.add_argument("--dry-run", action="store_true", help="report, and write nothing")
        parser.add_argument("--author", metavar="NAME", help="the author of all, whatever they say")
        parser.add_argument("--topic", metavar="NAME", action="append", default=[])
        parser.add_argument(
            "--language",
            metavar="TAG",
            default=settings.LANGUAGE_CODE,
            help="the language of texts that tell none, such as en or es-MX (default: %(default)s)",
        )
        parser.add_argument("--published-by", metavar="USER", help="who signs (else “Import”)")
        parser.add_argument(
            "--on-change",
            choices=["propose", "skip", "fail"],
            default="propose",
            help="what a changed file of a published explainer is: a proposed correction, passed "
            "over, or a failure (default: %(default)s)",
        )
        parser.add_argument(
            "--media",
            metavar="DIR",
            action="append",
            default=[],
            help="where pictures lie that the files name by their address, such as wp-content",
        )
        parser.add_argument(
            "--sample",
            metavar="N",
            type=number_of_samples,
            help="write pages of N of them, as they would look; they go when the command ends",
        )
        parser.add_argument(
            "--sample-in", metavar="DIR", help="write those pages there, and leave them"
        )
        parser.add_argument(
            "--open",
            action="store_true",
            help="open those pages in a browser, and leave them; without --sample, 5 of them",
        )
        parser.add_argument("--report", metavar="FILE", help="write the report as JSON lines")
        parser.add_argument(
            "--redirects",
            nargs="?",
            const="",
            metavar="FILE",
            help="keep the addresses that files had elsewhere, and lead readers from there; with "
            "FILE, also write a line “old-path new-path 301” for each (put it after the PATHs)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Imports and reports; exit status 1 if anything was refused."""
        _map_nothing()
        exports = self._exports(options["paths"])
        is_site = bool(exports) and not Version.objects.exists()
        if is_site:
            refuse_changes(options)
        files = _sources(options)
        with sampling(self, options) as samples:
            if is_site:
                others = files.number_but(exports)
                take_in_whole_site(self, exports, options, samples, others=others)
                return
            report = self._import(files, exports, options, samples)
        if report.failed:
            raise CommandError(report.failure(), returncode=1)

    def _import(
        self,
        files: FilesToImport,
        exports: list[Path],
        options: dict[str, Any],
        samples: Samples | None,
    ) -> ImportReport:
        """Takes in files, and exports of other sites as first publications."""
        how = options_of(options)
        shown = ReportOptions(
            options["report"],
            options["redirects"] or None,
            skip_changed=options["on_change"] == "skip",
            dry=how.dry,
        )
        report = ImportReport(self, total=len(files), options=shown)
        with as_command_errors():
            for folder in dict.fromkeys(source.parent for source in exports):
                take_in_pictures(folder, dry=how.dry)
        are_exports = {source.resolve() for source in exports}
        others = (source for source in files if source.path not in are_exports)
        watch = samples.watch if samples else None
        keeping = None if how.dry or options["redirects"] is None else OldAddresses()
        note = keeping.note if keeping else None
        outcomes = chain(
            foreign.taken_in(exports, how, watch, note),
            imported(others, how, watch, note),
        )
        self._report(outcomes, report, keeping)
        return report

    def _report(
        self, outcomes: Iterable[ImportResult], report: ImportReport, keeping: OldAddresses | None
    ) -> None:
        """Reports each outcome as it comes, and which old addresses others have already."""
        with report, as_command_errors():
            for outcome in outcomes:
                report.add(outcome)
                for _explainer, line in keeping.conflicts() if keeping else ():
                    self.stdout.write(line)

    def _exports(self, paths: list[str]) -> list[Path]:
        """The exports of a Corrigenda site at these paths; raises `CommandError` for its own."""
        with as_command_errors():
            exports = exports_among(paths)
            own = str(SiteIdentity.objects.get().uuid)
            if exports and Version.objects.exists() and foreign.site_of(exports[0]) == own:
                raise CommandError("this site has a record of its own already, and this is of it")
        return exports


def _map_nothing() -> None:
    """A database file that is mapped counts as memory, and an import needs none of it twice."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")


def _sources(options: dict[str, Any]) -> FilesToImport:
    """The files to import; raises `CommandError` where one of them would be written over."""
    with as_command_errors():
        files = sources.files_at(options["paths"])
    for option in ("report", "redirects"):
        file = options[option]
        if file and files.holds(Path(file).resolve()):
            raise CommandError(f"--{option} {file}: this is one of the files to import")
    return files
