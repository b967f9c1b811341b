"""The report of an import on a terminal: how far it is."""

from io import StringIO

import pytest

from articles.importing import Outcome
from site_config.import_report import Report
from site_config.management.commands.import_explainers import Command


class Terminal(StringIO):
    """A stream that says that somebody looks at it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(("number", "total"), [(2, 2), (3, None)])
def test_the_bar_shows_no_end_once_there_are_more_explainers_than_files(
    number: int, total: int | None
) -> None:
    report = Report(Command(stdout=Terminal()), total=2, file=None, skip_changed=False)
    with report:
        for place in range(number):
            report.add(Outcome(f"site.xml: post {place}", "made"))
        assert report.progress is not None
        (task,) = report.progress.tasks
        assert (task.completed, task.total) == (number, total)
