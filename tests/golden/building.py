"""A rich site, built in an empty database: explainers of all formats, and all that befalls them.

The clock stands still but for the days that pass between two things; what is random counts up, so
that whatever is sorted by its id is sorted by when it was made.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command

from tests.golden import corrected, taken_away
from tests.golden.cases import CASES, SPEAKER
from tests.golden.files import write_drafts, write_published
from tests.golden.house import Article, schedule, write_draft
from tests.golden.site import BEGIN, Building, counted_randomness, signer


def build(folder: Path, seed: int = 0) -> list[str]:
    """Builds the site with files in `folder`; gives what the commands printed.

    Another `seed` gives other ids, salts and tokens, and nothing else.
    """
    building = Building(folder)
    with counted_randomness(seed):
        for step in STEPS:
            with building.day():
                step(building)
    return building.lines


def _demo(building: Building) -> None:
    call_command("migrate", verbosity=0)
    for name in ("ada", "grace", "ben"):
        signer(name)
    building.command("load_demo")


def _imports(building: Building) -> None:
    write_published(building.folder / "texts")
    report = str(building.folder / "report.jsonl")
    building.command(
        *("import_explainers", str(building.folder / "texts"), "--publish", "--published-by"),
        *("ada", "--topic", "Explained", "--redirects", "--report", report),
    )
    building.lines.append(Path(report).read_text(encoding="utf-8"))
    write_drafts(building.folder / "drafts")
    building.command("import_explainers", str(building.folder / "drafts"), "--redirects")


def _speaker(building: Building) -> None:
    draft = Article(slug="speaker")
    write_draft(draft, SPEAKER)
    schedule(draft, at=BEGIN + timedelta(days=building.days, hours=1), by=signer("ada"))


def _due(building: Building) -> None:
    building.command("publish_due")


STEPS: list[Callable[[Building], None]] = [
    _demo,
    _imports,
    _speaker,
    _due,
    *(corrected.each_kind(number) for number in range(len(CASES))),
    corrected.moved,
    corrected.moved_back,
    corrected.alone,
    corrected.confirmed,
    corrected.amended,
    corrected.elsewhere,
    corrected.file_changed,
    corrected.corrections_file,
    taken_away.proposals,
    taken_away.reports,
    taken_away.scheduled,
    taken_away.removals,
    taken_away.reinstated,
    taken_away.secret,
    taken_away.withheld,
    taken_away.last,
]
