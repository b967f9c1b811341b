"""From files to readings: each explainer is read once, from the beginning or from any position."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from formats.parsed import Refused
from imports.importing.seen import Met
from imports.sources.opening import Unit, units
from imports.sources.paths import Source
from imports.sources.reads import (
    BEGINNING,
    EndOfArchive,
    Gathering,
    Position,
    Read,
    Reader,
    faulty,
    refused,
    unreadable,
)
from imports.sources.shelves import FolderShelf

__all__ = ["EndOfArchive", "Position", "Read", "gathered"]


def gathered(
    sources: Iterable[Source],
    *,
    language: str,
    met: Met,
    format_name: str | None = None,
    media: Iterable[Path] = (),
    start: Position = BEGINNING,
) -> Iterator[Read | EndOfArchive]:
    """Reads each source; a bad file doesn't stop the others.

    A file may hold many explainers and an archive many files. Below `media` lie pictures that the
    files name by an address on the web. `met` keeps what was met, keys and identities; whoever goes
    on from another `start` than the beginning has to fill it with those met before.
    """
    state = Gathering(language, format_name, [FolderShelf(folder) for folder in media], met)
    number = 0
    for unit in units(sources, state):
        if isinstance(unit, EndOfArchive):
            yield unit
            continue
        if number >= start[0]:
            yield from _of_unit(unit, number, start[1] if number == start[0] else 0)
        number += 1


def _of_unit(unit: Unit, number: int, start: int) -> Iterator[Read]:
    """Reads what is in a file, but for the first ones, which were read before."""
    for member, read in enumerate(_readings(unit)):
        if member >= start:
            yield replace(read(), after=(number, member + 1))


def _readings(unit: Unit) -> Iterator[Reader]:
    try:
        yield from unit.open()
    except Refused as refusal:
        yield partial(refused, unit.label, str(refusal), refusal.line)
    except OSError as error:
        yield partial(refused, unit.label, unreadable(error))
    except Exception as error:
        yield partial(faulty, unit.label, error)
