"""What `import_explainers` may be asked, and how a whole site comes into an empty one.

From options of a command line to how files are taken in; what is wrong is a `CommandError`.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.models import Author, Topic
from documents.document import Document, DocumentError
from exports.pictures import take_in_pictures
from exports.portable import SiteImport, take_in_site
from exports.portable.shown import shown_by
from imports.importing import Options
from imports.proposing import propose_change
from imports.report import ImportReport, ReportOptions
from imports.samples import Samples
from record.models import Signer
from record.numbers import whole_number
from record.refusals import UserFacing

_MOST_SAMPLES = 100


@contextmanager
def as_command_errors() -> Iterator[None]:
    """What can go wrong with files and the record, as a command tells it: `CommandError`."""
    try:
        yield
    except UserFacing as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"can’t be read: {error.strerror or error}") from error


def options_of(given: dict[str, Any]) -> Options:
    """How files are taken in, as `import_explainers` was told; raises `CommandError`."""
    return Options(
        author=given["author"] and _name("--author", given["author"], Author),
        topics=tuple(_name("--topic", topic, Topic) for topic in given["topic"]),
        language=_language(given["language"]),
        format_name=given["format"],
        media=tuple(folders("--media", given["media"])),
        publisher=_publisher(given),
        dry=given["dry_run"],
        on_change=propose_change if given["on_change"] == "propose" else None,
    )


def folders(option: str, names: list[str]) -> list[Path]:
    """Folders that are there; raises `CommandError`."""
    for name in names:
        if not Path(name).is_dir():
            raise CommandError(f"{option} {name}: there is no such folder")
    return [Path(name) for name in names]


def number_of_samples(text: str) -> int:
    """A number of samples that a person can look at; raises what argparse reports."""
    number = whole_number(text, most=_MOST_SAMPLES)
    if not number:
        raise argparse.ArgumentTypeError(f"found {text}; expected 1 to {_MOST_SAMPLES}")
    return number


def _publisher(given: dict[str, Any]) -> Signer | None:
    if not given["publish"]:
        return None
    name = given["published_by"]
    if name is None:
        # A dry run writes nothing, not even who would have signed.
        return Signer(name="Import") if given["dry_run"] else Signer.of_import()
    signer = Signer.of_username(name)
    if signer is None:
        raise CommandError(f"--published-by: there is no active user “{name}”")
    return signer


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


def _language(tag: str) -> str:
    try:
        return Document(title="x", language=tag).language
    except DocumentError as error:
        raise CommandError(f"--language: {error.message}") from error


#: Options that would make of an explainer something else than it was.
_CHANGING = ("publish", "published_by", "author", "topic", "media")


def refuse_changes(given: Mapping[str, Any]) -> None:
    """Raises `CommandError` for an option that a site which comes in as it was can't obey."""
    asked = [name for name in _CHANGING if given[name]]
    if given["format"] not in (None, "json"):
        asked.append("format")
    for name in asked:
        option = f"--{name.replace('_', '-')}"
        raise CommandError(
            f"{option}: an empty site takes in the exports of a whole one as it was, what was "
            f"published there and what was a draft; expected no {option}"
        )


def take_in_whole_site(
    command: BaseCommand,
    exports: list[Path],
    given: Mapping[str, Any],
    samples: Samples | None,
    *,
    others: int,
) -> None:
    """Takes in the record that a site left with; tells of each explainer once all of it is in.

    `others` is how many more files lie there. Raises `CommandError`, and nothing is written then.
    """
    dry: bool = given["dry_run"]
    options = ReportOptions(given["report"], given["redirects"] or None, skip_changed=True, dry=dry)
    report = ImportReport(command, total=len(exports), options=options)
    with report:
        with as_command_errors():
            for folder in dict.fromkeys(export.parent for export in exports):
                take_in_pictures(folder, dry=dry)
            watch = shown_by(samples.watch) if samples else None
            taken = take_in_site(exports, dry=dry, watch=watch)
        for outcome in taken.outcomes():
            report.add(outcome)
    _tell(command.stdout.write, taken, others=others, dry=dry)


def _tell(say: Callable[[str], object], taken: SiteImport, *, others: int, dry: bool) -> None:
    say(
        f"{taken.explainers} explainers, {taken.versions} versions and {taken.corrections} "
        f"corrections {'would be ' if dry else ''}taken in, as they were."
        + (f" {taken.private} private rows as well." if taken.private else "")
        + ("" if dry else " Now run verify_record.")
    )
    if others:
        files = "1 other file wasn’t" if others == 1 else f"{others} other files weren’t"
        again = "import it by itself" if others == 1 else "import them by themselves"
        say(f"{files} looked at, since a whole site came in; {again}.")
