"""One step of an import, whatever comes next."""

from collections.abc import Callable
from dataclasses import dataclass

from imports.models import State, Upload
from imports.uploads.reading import read_on
from imports.uploads.taking import take_on
from imports.uploads.undoing import deletable, undo_on

_STEPS: dict[str, Callable[[Upload, float], None]] = {
    State.READING: read_on,
    State.TAKING: take_on,
    State.UNDOING: undo_on,
}


@dataclass(frozen=True)
class Progress:
    """How far an import is: so many of so many, in words too; `of` is None where it isn't known."""

    done: int
    of: int
    words: str


def step(upload: Upload, seconds: float) -> None:
    """Goes on for about so many seconds; nothing where there is nothing to go on with.

    Raises `holding.Busy`, `record.chain.ClockBehind`.
    """
    go_on = _STEPS.get(upload.state)
    if go_on:
        go_on(upload, seconds)
        upload.refresh_from_db()


def is_moving(upload: Upload) -> bool:
    """Whether there is a next step."""
    return upload.state in _STEPS


def progress(upload: Upload) -> Progress:
    """How far the work is that goes on in steps."""
    if upload.state == State.TAKING:
        chosen = upload.items.filter(chosen=True)
        return _told(chosen.filter(is_taken=True).count(), chosen.count(), "taken in")
    if upload.state == State.UNDOING:
        gone, left = upload.items.filter(became="deleted").count(), deletable(upload).count()
        return _told(gone, gone + left, "deleted")
    read = upload.items.count()
    # How many a file holds was an estimate.
    return _told(read, max(read, upload.expected), "read")


def _told(done: int, of: int, verb: str) -> Progress:
    return Progress(done, of, f"{done:,} of {of:,} {verb}")
