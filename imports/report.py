"""The report of an import: a line a file, a bar on a terminal, JSON lines, a summary."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, Self, TextIO
from urllib.parse import quote, urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from documents.differences import Change
from documents.document import WHOLE
from imports.importing.results import ImportResult, counted
from record.events import log_event

_ORDER = (
    *("made", "published", "updated", "unchanged", "proposed"),
    *("changed", "vanished", "removed", "left out", "refused"),
)
#: How much of a difference a line shows, and how many words before it.
_SHORT = 60
_WORDS_BEFORE = 3


@dataclass(frozen=True)
class ReportOptions:
    """Where else a report goes, and what it takes for a failure.

    `file` gets it as JSON lines, `redirects` a line for each old address. With `skip_changed` a
    file that differs from what is published is no failure; `dry` says that nothing is written.
    """

    file: str | None = None
    redirects: str | None = None
    skip_changed: bool = False
    dry: bool = False


class ImportReport:
    """Collects and prints outcomes. A context manager, so that bar and file end with it."""

    def __init__(
        self, command: BaseCommand, *, total: int, options: ReportOptions = ReportOptions()
    ) -> None:
        self.command = command
        self.total = total
        self.options = options
        self.counts: Counter[str] = Counter()
        self.file = _opened("--report", options.file)
        self.redirects = _opened("--redirects", options.redirects)
        self.progress = _progress(command)

    def __enter__(self) -> Self:
        if self.progress:
            self.progress.start()
            self.task = self.progress.add_task("Importing", total=self.total)
        return self

    def __exit__(self, *exception: object) -> None:
        if self.progress:
            self.progress.stop()
        for file in filter(None, (self.file, self.redirects)):
            file.close()
        parts = [f"{self.counts[name]} {name}" for name in _ORDER if self.counts[name]]
        if parts or exception[0] is None:
            self._say(", ".join(parts) + "." if parts else "No files found.")
        self._log(is_whole=exception[0] is None)

    def _log(self, *, is_whole: bool) -> None:
        """One line of the log an import: which command, and how many of each; no name, no word."""
        command = type(self.command).__module__.rpartition(".")[2]
        event = "imports.tried" if self.options.dry else "imports.taken_in"
        log_event(event, command=command, whole=is_whole, **counted(self.counts))

    @property
    def failed(self) -> int:
        """How many files were refused, or differ from what is published."""
        return self.counts["refused"] + (0 if self.options.skip_changed else self.counts["changed"])

    def failure(self) -> str:
        """The last line when something failed."""
        return f"{self.failed} of {self.counts.total()} files were not taken; see above."

    def add(self, outcome: ImportResult) -> None:
        """Prints one outcome."""
        self.counts[outcome.result] += 1
        reason = f": {outcome.reason}" if outcome.reason else ""
        name = _in_one_line(outcome.name)
        self._say(f"{outcome.result:<9} {name}{_address(outcome)}{reason}")
        for note in outcome.notes:
            place = f"line {note.line}: " if note.line else ""
            self._say(f"          {place}{note.message}")
        for change in outcome.changes:
            self._say(f"          {_described(change)}")
        if outcome.result == "changed":
            self._say("          It is published, so it stays as it is.")
        if self.file:
            self.file.write(json.dumps(plain(outcome), ensure_ascii=False) + "\n")
        if self.redirects and outcome.slug and outcome.result != "refused":
            self.redirects.writelines(_redirects(outcome))
        self._advance()

    def _advance(self) -> None:
        if not self.progress:
            return
        done = self.counts.total()
        if done == self.total + 1:
            # A file may hold many explainers, and nobody knows how many before it is read. A task
            # can't lose the total that it has.
            self.progress.remove_task(self.task)
            self.task = self.progress.add_task("Importing", total=None)
        self.progress.update(self.task, completed=done)

    def _say(self, line: str) -> None:
        if self.progress and self.progress.live.is_started:
            self.progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            self.command.stdout.write(line)


def _in_one_line(name: str) -> str:
    """The name of a file as it is shown: what would break the line, or hide, is written out."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name)


def _redirects(outcome: ImportResult) -> Iterator[str]:
    """A line for each old address: its path, the address here, 301."""
    address = reverse("articles:detail", args=[outcome.slug])
    for alias in outcome.aliases:
        path = urlsplit(alias).path or "/"
        path = path if path.startswith("/") else f"/{path}"
        if path not in ("/", address):
            yield f"{quote(path, safe='/%~')} {address} 301\n"


def _opened(option: str, file: str | None) -> TextIO | None:
    if file is None:
        return None
    try:
        return Path(file).open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{option} {file}: {error.strerror}") from error


def _progress(command: BaseCommand) -> Progress | None:
    if not command.stdout.isatty():
        return None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=Console(), transient=True)


def _address(outcome: ImportResult) -> str:
    """Where it stands here; what was refused stands nowhere."""
    is_here = outcome.slug and outcome.result not in ("refused", "left out")
    return f" /articles/{outcome.slug}/" if is_here else ""


def _described(change: Change) -> str:
    place = change.field if change.part == WHOLE else f"{change.part} {change.field}"
    before, after = _words(change.before), _words(change.after)
    same = _same_at_the_beginning(before, after) if before and after else 0
    return f"differs in {place}: {_short(before, same)} → {_short(after, same)}"


def _same_at_the_beginning(before: list[str], after: list[str]) -> int:
    """How many words of two long texts can be left out: both say the same there."""
    if max(len(" ".join(before)), len(" ".join(after))) <= _SHORT:
        return 0
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))))
    return max(0, same - _WORDS_BEFORE)


def _short(words: list[str] | None, start: int) -> str:
    if words is None:
        return "nothing"
    text = ("… " if start else "") + " ".join(words[start:])
    return f"“{text[: _SHORT - 3]}…”" if len(text) > _SHORT else f"“{text}”"


def _words(value: Any) -> list[str] | None:
    return None if value is None else str(_readable(value)).split()


def _readable(value: Any) -> Any:
    """A value as a reader of the report knows it: authors by their names."""
    return ", ".join(author.name for author in value) if isinstance(value, tuple) else value


def plain(outcome: ImportResult) -> dict[str, Any]:
    """An outcome as a line of the report holds it."""
    return {
        "file": outcome.name,
        "result": outcome.result,
        "slug": outcome.slug,
        "title": outcome.title,
        "line": outcome.line,
        "reason": outcome.reason,
        "aliases": list(outcome.aliases),
        "notes": [asdict(note) for note in outcome.notes],
        "changes": [
            {
                "part": change.part,
                "field": change.field,
                "before": _readable(change.before),
                "after": _readable(change.after),
            }
            for change in outcome.changes
        ],
    }
