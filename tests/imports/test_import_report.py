"""The report of an import on a terminal: how far it is."""

from io import StringIO
from pathlib import Path

import pytest

from exports.management.commands.import_explainers import Command
from imports.importing import ImportResult, Result
from imports.report import ImportReport, ReportOptions


class Terminal(StringIO):
    """A stream that says that somebody looks at it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize(("number", "total"), [(2, 2), (3, None)])
def test_the_bar_shows_no_end_once_there_are_more_explainers_than_files(
    number: int, total: int | None
) -> None:
    report = ImportReport(Command(stdout=Terminal()), total=2)
    with report:
        for place in range(number):
            report.add(ImportResult(f"site.xml: post {place}", "made"))
        assert report.progress is not None
        (task,) = report.progress.tasks
        assert (task.completed, task.total) == (number, total)


@pytest.mark.parametrize("result", ["left out", "refused", "vanished"])
def test_what_is_nowhere_here_has_no_redirect(tmp_path: Path, result: Result) -> None:
    file = tmp_path / "redirects.txt"
    report = ImportReport(Command(), total=2, options=ReportOptions(redirects=str(file)))
    with report:
        report.add(ImportResult("one.md", "made", "one", aliases=("/old-one/",)))
        report.add(ImportResult("two.md", result, reason="no reason", aliases=("/old-two/",)))
    assert file.read_text() == "/old-one/ /articles/one/ 301\n"
