"""A few explainers of an import as they would look: pages in a folder, for any browser.

The folder is one that was named, or one that lasts for a while only.
"""

import random
import shutil
import sys
import tempfile
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from articles.models import Topic
from articles.reading import body_of, head_of_draft
from documents.markdown import with_addresses
from formats.parsed import ParsedExplainer
from imports.importing import ImportResult

_STYLES = ("tokens", "site", "reading", "lists", "record", "corrections", "sample")
_PICTURES = "pictures"


@dataclass(frozen=True)
class _Sample:
    outcome: ImportResult
    file: str


class Samples:
    """Chooses `number` of all explainers that are taken in, each as likely as any other.

    Their pages lie in `folder`, with `index.html`; nothing else of the import is kept in memory.
    """

    def __init__(self, number: int, folder: Path) -> None:
        self.number = number
        self.folder = folder
        self._seen = 0
        self._chosen: dict[int, _Sample] = {}
        self._chance = random.Random(1)  # noqa: S311 - no secret; the same files are shown again
        self._written: set[Path] = set()
        for name in _STYLES:
            style = finders.find(f"css/{name}.css")
            if style:
                shutil.copyfile(str(style), self._own(f"{name}.css"))

    def watch(self, reading: ParsedExplainer, outcome: ImportResult) -> None:
        """Looks at one explainer, and perhaps takes it for a sample (Vitter's algorithm R)."""
        if outcome.result in ("refused", "left out"):
            return
        place = self._seen if self._seen < self.number else self._chance.randrange(self._seen + 1)
        self._seen += 1
        if place < self.number:
            self._chosen[place] = _Sample(outcome, f"{place + 1}.html")
            self._write(self._chosen[place], reading)

    def index(self) -> Path | None:
        """The page that leads to the samples; None where there are none."""
        if not self._chosen:
            return None
        samples = [self._chosen[place] for place in sorted(self._chosen)]
        context = {"samples": samples, "styles": _STYLES, "seen": self._seen}
        return self._page("index.html", render_to_string("articles/samples.html", context))

    def remove(self) -> None:
        """Removes what was written, and nothing that somebody else put beside it."""
        for path in self._written:
            path.unlink(missing_ok=True)
        with suppress(OSError):  # It isn't there, or holds what isn't ours.
            (self.folder / _PICTURES).rmdir()

    def _write(self, sample: _Sample, reading: ParsedExplainer) -> None:
        html = with_addresses(body_of(reading.document), lambda sha256: f"{_PICTURES}/{sha256}")
        for picture in reading.pictures:
            (self.folder / _PICTURES).mkdir(exist_ok=True)
            self._own(f"{_PICTURES}/{picture.sha256}").write_bytes(picture.read())
        context = {
            "outcome": sample.outcome,
            "page": vars(head_of_draft(reading.document, imported=True)) | {"html": html},
            "authors": reading.authors,
            "topics": [Topic(name=name) for name in reading.topics],
            "past": reading.past,
            "styles": _STYLES,
        }
        self._page(sample.file, render_to_string("articles/sample.html", context))

    def _page(self, name: str, html: str) -> Path:
        path = self._own(name)
        path.write_text(html, encoding="utf-8")
        return path

    def _own(self, name: str) -> Path:
        path = self.folder / name
        self._written.add(path)
        return path


_FEW = 5
_PREFIX = "corrigenda-samples-"


@contextmanager
def sampling(command: BaseCommand, given: Mapping[str, Any]) -> Iterator[Samples | None]:
    """Samples, where they are asked for; they are shown when the block ends, and then removed.

    Those that a browser was told to open stay, and those in a folder that was named. Raises
    `CommandError` for a folder that can't be used.
    """
    if given["sample"] is None and not given["open"] and given["sample_in"] is None:
        yield None
        return
    stays = given["open"] or given["sample_in"] is not None
    with ExitStack() as until_the_end:
        if given["sample_in"] is None:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            until_the_end.callback(shutil.rmtree, folder, ignore_errors=True)
        else:
            folder = _named(Path(given["sample_in"]))
        samples = Samples(given["sample"] or _FEW, folder)
        if given["sample_in"] is not None:
            # An import that failed leaves a folder that the next one finds empty.
            until_the_end.callback(samples.remove)
        yield samples
        index = samples.index()
        if index is None:
            return
        if stays:
            until_the_end.pop_all()
        _show(command, index, is_opened=given["open"], stays=stays)


def _named(folder: Path) -> Path:
    """A folder for samples alone: whoever looks at them must not find others."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_free = not any(folder.iterdir())
    except OSError as error:
        raise CommandError(f"--sample-in {folder}: {error.strerror}") from error
    if not is_free:
        raise CommandError(f"--sample-in {folder}: found files; expected an empty folder, or none")
    return folder.resolve()


def _show(command: BaseCommand, index: Path, *, is_opened: bool, stays: bool) -> None:
    """Says where the samples are and when they go; opens them if that is asked for."""
    say = command.stdout.write
    if is_opened:
        webbrowser.open(index.as_uri())
    if stays:
        say(f"Samples: {index} (they stay there; remove them when you have looked)")
        return
    say(f"Samples: {index} (removed when this command ends; --sample-in DIR keeps them)")
    if sys.stdin.isatty() and command.stdout.isatty():
        say("Look at them now. Press Enter, and they are removed.", ending="")
        command.stdout.flush()
        sys.stdin.readline()
