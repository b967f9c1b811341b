"""`manage.py import_explainers`: files become explainers."""

import argparse
import tempfile
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from articles import sources
from articles.document import Document, DocumentError
from articles.formats import FORMATS
from articles.importing import Options, Outcome, Result
from articles.intake import imported
from articles.models import Article, Author, Topic
from articles.readers.reading import Note, Reading
from corrections.reimporting import propose_file
from record.chain import AnotherSite, ClockBehind
from record.models import Signer, SiteIdentity, Version
from record.taking_in import NotEmpty, NotTheRecord
from site_config.import_addresses import keeping_addresses
from site_config.import_report import Report
from site_config.portable import NotAnExport, exports_among, foreign, take_in_site
from site_config.portable_pictures import BadPicture, take_in_pictures
from site_config.samples import Samples

_FEW = 5
_MOST_SAMPLES = 100


class Command(BaseCommand):
    """Imports files, folders or standard input as drafts, or published."""

    help = (
        "Import explainers from files: plain text, Markdown, HTML, JSON, Word, exports of"
        " WordPress, and archives of them. Drafts, unless --publish is given."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds what the command takes."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="file, folder or -")
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
            type=_number,
            help="write pages of N of them, as they would look, into a folder of their own",
        )
        parser.add_argument(
            "--open", action="store_true", help="open those pages in a browser (else 5 of them)"
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
        if connection.vendor == "sqlite":
            # A file that is mapped counts as memory, and an import needs none of it twice.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA mmap_size=0")
        exports = self._exports(options["paths"])
        if exports and not Version.objects.exists():
            self._take_in_a_site(exports, dry=options["dry_run"])
            return
        try:
            found = sources.found(options["paths"])
        except OSError as error:
            raise CommandError(f"can’t be read: {error.strerror or error}") from error
        for option in ("report", "redirects"):
            file = options[option]
            if file and found.holds(Path(file).resolve()):
                raise CommandError(f"--{option} {file}: this is one of the files to import")
        how = Options(
            author=options["author"] and _name("--author", options["author"], Author),
            topics=tuple(_name("--topic", topic, Topic) for topic in options["topic"]),
            language=_language(options["language"]),
            publisher=self._publisher(options),
            dry=options["dry_run"],
            on_change=on_change if options["on_change"] == "propose" else None,
        )
        if exports and not how.dry:
            try:
                _take_in_pictures(exports)
            except (BadPicture, OSError) as error:
                raise CommandError(str(error)) from error
        media = [_folder("--media", name) for name in options["media"]]
        samples = _samples(options["sample"], is_opened=options["open"])
        skip = options["on_change"] == "skip"
        with Report(
            self,
            total=len(exports or found),
            file=options["report"],
            skip_changed=skip,
            redirects=options["redirects"] or None,
        ) as report:
            watch = samples.watch if samples else None
            outcomes = (
                foreign.taken_in(exports, how)
                if exports
                else imported(found, how, options["format"], media, watch)
            )
            if options["redirects"] is not None and not how.dry:
                outcomes = keeping_addresses(outcomes, say=self.stdout.write)
            try:
                for outcome in outcomes:
                    report.add(outcome)
            except (AnotherSite, ClockBehind) as error:
                raise CommandError(str(error)) from error
        if samples:
            self._show(samples, is_opened=options["open"])
        if report.failed:
            raise CommandError(report.failure(), returncode=1)

    def _show(self, samples: Samples, *, is_opened: bool) -> None:
        """Says where the samples are, and opens them if that is asked for and can be done."""
        index = samples.index()
        if index is None:
            return
        if not is_opened or not webbrowser.open(index.as_uri()):
            self.stdout.write(f"Samples: {index}")

    def _exports(self, paths: list[str]) -> list[Path]:
        """The exports of a Corrigenda site at these paths; raises `CommandError` for its own."""
        try:
            exports = exports_among(paths)
            own = str(SiteIdentity.objects.get().uuid)
            if exports and Version.objects.exists() and foreign.site_of(exports[0]) == own:
                raise CommandError("this site has a record of its own already, and this is of it")
        except OSError as error:
            raise CommandError(str(error)) from error
        return exports

    def _take_in_a_site(self, exports: list[Path], *, dry: bool) -> None:
        if dry:
            self.stdout.write(f"{len(exports)} exports found.")
            return
        try:
            _take_in_pictures(exports)
            taken = take_in_site(exports)
        except (BadPicture, NotAnExport, NotTheRecord, NotEmpty, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{taken.explainers} explainers, {taken.versions} versions and {taken.corrections} "
            "corrections taken in, as they were. Now run verify_record."
            + (f" {taken.private} private rows as well." if taken.private else "")
        )

    def _publisher(self, options: dict[str, Any]) -> Signer | None:
        if not options["publish"]:
            return None
        name = options["published_by"]
        if name is None:
            # A dry run writes nothing, not even who would have signed.
            return Signer(name="Import") if options["dry_run"] else Signer.of_import()
        users = get_user_model()
        user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
        if user is None or not user.is_active:
            raise CommandError(f"--published-by: there is no active user “{name}”")
        return Signer.of(user)


def _take_in_pictures(exports: list[Path]) -> None:
    for folder in dict.fromkeys(one.parent for one in exports):
        take_in_pictures(folder)


def on_change(article: Article, reading: Reading, outcome: Outcome, options: Options) -> Outcome:
    """A changed file of a published explainer as a proposal, signed by who imports."""
    # A dry run writes nothing, not even who would have signed.
    unsaved = Signer(name="Import") if options.dry else None
    by = options.publisher or unsaved or Signer.of_import()
    proposed = propose_file(
        article,
        reading.document,
        key=outcome.name,
        by=by,
        authors=options.authors_of(reading),
        dry=options.dry,
    )
    notes = tuple(Note(None, warning) for warning in proposed.warnings)
    if proposed.reason:
        return replace(
            outcome, result="refused", reason=proposed.reason, notes=outcome.notes + notes
        )
    result: Result = "proposed" if proposed.proposal else "unchanged"
    return replace(outcome, result=result, changes=proposed.changes, notes=outcome.notes + notes)


def _samples(number: int | None, *, is_opened: bool) -> Samples | None:
    if number is None and not is_opened:
        return None
    return Samples(number or _FEW, Path(tempfile.mkdtemp(prefix="corrigenda-samples-")))


def _number(text: str) -> int:
    """A number of samples that a person can look at; raises what argparse reports."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_SAMPLES:
        raise argparse.ArgumentTypeError(f"found {text}; expected 1 to {_MOST_SAMPLES}")
    return int(text)


def _name(option: str, value: str, model: type[Author] | type[Topic]) -> str:
    """A name as the admin would take it; raises `CommandError`."""
    field: Any = model._meta.get_field("name")
    try:
        name: str = field.formfield().clean(value)
    except ValidationError as error:
        raise CommandError(f"{option}: {' '.join(error.messages)}") from error
    if "\n" in name:
        raise CommandError(f"{option}: found several lines; expected a name")
    return name


def _folder(option: str, name: str) -> Path:
    """A folder that is there; raises `CommandError`."""
    folder = Path(name)
    if not folder.is_dir():
        raise CommandError(f"{option} {name}: there is no such folder")
    return folder


def _language(tag: str) -> str:
    try:
        return Document(title="x", language=tag).language
    except DocumentError as error:
        raise CommandError(f"--language: {error.message}") from error
