"""`manage.py import_explainers`: files become explainers."""

import argparse
import tempfile
import webbrowser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import sources
from articles.formats import FORMATS
from articles.importing import Options, Outcome
from articles.intake import imported
from articles.sources import Found
from record.chain import AnotherSite, ClockBehind
from record.models import SiteIdentity, Version
from record.taking_in import NotEmpty, NotTheRecord
from site_config.import_addresses import keeping_addresses
from site_config.import_options import folders, number_of_samples, options_of
from site_config.import_report import Report
from site_config.portable import NotAnExport, Taken, exports_among, foreign, take_in_site
from site_config.portable_pictures import BadPicture, take_in_pictures
from site_config.samples import Samples

_FEW = 5


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
            help="the language of the texts, such as en or es-MX (default: %(default)s)",
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
            help="write pages of N of them, as they would look, into a folder of their own",
        )
        parser.add_argument(
            "--open",
            action="store_true",
            help="open those pages in a browser; without --sample, 5 of them",
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
        if exports and not Version.objects.exists():
            self._take_in_a_site(exports, options)
            return
        found = _found(options)
        how = options_of(options)
        if exports and not how.dry:
            with _told():
                _take_in_pictures(exports)
        media = folders("--media", options["media"])
        samples = _samples(options)
        report = Report(
            self,
            total=len(found),
            file=options["report"],
            skip_changed=options["on_change"] == "skip",
            redirects=options["redirects"] or None,
        )
        are_exports = {one.resolve() for one in exports}
        others = (one for one in found if one.path not in are_exports)
        watch = samples.watch if samples else None
        outcomes = chain(
            foreign.taken_in(exports, how),
            imported(others, how, options["format"], media, watch),
        )
        self._report(outcomes, report, how, keeps=options["redirects"] is not None)
        if samples:
            self._show(samples, is_opened=options["open"])
        if report.failed:
            raise CommandError(report.failure(), returncode=1)

    def _report(
        self, outcomes: Iterable[Outcome], report: Report, how: Options, *, keeps: bool
    ) -> None:
        """Reports each outcome as it comes, and keeps old addresses where that is asked for."""
        with report:
            if keeps and not how.dry:
                outcomes = keeping_addresses(outcomes, say=self.stdout.write)
            with _told():
                for outcome in outcomes:
                    report.add(outcome)

    def _show(self, samples: Samples, *, is_opened: bool) -> None:
        """Says where the samples are, and opens them if that is asked for and can be done."""
        index = samples.index()
        if index is None:
            return
        if not is_opened or not webbrowser.open(index.as_uri()):
            self.stdout.write(f"Samples: {index}")

    def _exports(self, paths: list[str]) -> list[Path]:
        """The exports of a Corrigenda site at these paths; raises `CommandError` for its own."""
        with _told():
            exports = exports_among(paths)
            own = str(SiteIdentity.objects.get().uuid)
            if exports and Version.objects.exists() and foreign.site_of(exports[0]) == own:
                raise CommandError("this site has a record of its own already, and this is of it")
        return exports

    def _take_in_a_site(self, exports: list[Path], options: dict[str, Any]) -> None:
        """Takes in the record that a site left with; tells of each file once all of it is in."""
        found, dry = _found(options), options["dry_run"]
        with _told():
            if not dry:
                _take_in_pictures(exports)
            taken = take_in_site(exports, dry=dry)
        report = Report(self, total=taken.explainers, file=options["report"], skip_changed=True)
        with report:
            for outcome in taken.outcomes():
                report.add(outcome)
        self._tell_of_a_site(taken, others=found.number_but(exports), dry=dry)

    def _tell_of_a_site(self, taken: Taken, *, others: int, dry: bool) -> None:
        self.stdout.write(
            f"{taken.explainers} explainers, {taken.versions} versions and {taken.corrections} "
            f"corrections {'would be ' if dry else ''}taken in, as they were."
            + (f" {taken.private} private rows as well." if taken.private else "")
            + ("" if dry else " Now run verify_record.")
        )
        if others:
            files = "1 other file wasn’t" if others == 1 else f"{others} other files weren’t"
            again = "import it by itself" if others == 1 else "import them by themselves"
            self.stdout.write(f"{files} looked at, since a whole site came in; {again}.")


@contextmanager
def _told() -> Iterator[None]:
    """What can go wrong with files and the record, as the command tells it."""
    try:
        yield
    except (BadPicture, NotAnExport, NotTheRecord, NotEmpty, AnotherSite, ClockBehind) as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"can’t be read: {error.strerror or error}") from error


def _map_nothing() -> None:
    """A database file that is mapped counts as memory, and an import needs none of it twice."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")


def _found(options: dict[str, Any]) -> Found:
    """The files to import; raises `CommandError` where one of them would be written over."""
    with _told():
        found = sources.found(options["paths"])
    for option in ("report", "redirects"):
        file = options[option]
        if file and found.holds(Path(file).resolve()):
            raise CommandError(f"--{option} {file}: this is one of the files to import")
    return found


def _samples(options: dict[str, Any]) -> Samples | None:
    if options["sample"] is None and not options["open"]:
        return None
    folder = Path(tempfile.mkdtemp(prefix="corrigenda-samples-"))
    return Samples(options["sample"] or _FEW, folder)


def _take_in_pictures(exports: list[Path]) -> None:
    for folder in dict.fromkeys(one.parent for one in exports):
        take_in_pictures(folder)
