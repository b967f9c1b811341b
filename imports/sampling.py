"""Where samples of an import lie, and until when: in a folder that was named, or for a while."""

import shutil
import sys
import tempfile
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imports.samples import Samples

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
