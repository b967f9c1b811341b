"""`import_explainers` of a whole site into an empty one: what may be asked, and what is told."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exports.import_options import told
from exports.pictures import take_in_pictures
from exports.portable import Taken, take_in_site
from exports.portable.shown import shown_by
from imports.report import ImportReport, ReportOptions
from imports.samples import Samples

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


def take_in(
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
        with told():
            for folder in dict.fromkeys(one.parent for one in exports):
                take_in_pictures(folder, dry=dry)
            watch = shown_by(samples.watch) if samples else None
            taken = take_in_site(exports, dry=dry, watch=watch)
        for outcome in taken.outcomes():
            report.add(outcome)
    _tell(command.stdout.write, taken, others=others, dry=dry)


def _tell(say: Callable[[str], object], taken: Taken, *, others: int, dry: bool) -> None:
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
