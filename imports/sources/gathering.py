"""From files to explainers: files are opened one by one, archives looked into, each read once.

Reading begins at the beginning or at any position.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from pathlib import Path, PurePosixPath

from formats.parsed import Refused, Unknown
from formats.pictures import Pictures
from imports.importing.results import Met
from imports.sources.archives import Entry, opened
from imports.sources.formats import (
    File,
    is_archive,
    is_document,
    is_furniture,
    is_picture,
    is_tar,
    members_of,
)
from imports.sources.paths import Source, key_of
from imports.sources.reads import (
    BEGINNING,
    EndOfArchive,
    Gathering,
    Place,
    Position,
    Read,
    Reader,
    faulty,
    left_out,
    read_member,
    refused,
    unknown_file,
    unreadable,
)
from imports.sources.surroundings import (
    UNTOLD,
    ArchiveShelf,
    FolderShelf,
    Told,
    told_by_file,
    told_by_folders,
)

_SAMPLE = 512
_SAME_KEY = (
    "found this path below two of the folders given, and by it a file is known again; "
    "expected to be given the folder above both"
)
_FURNITURE = "it belongs to a web site or a program, and is no text"
_NESTED = "found an archive in an archive; expected it to be unpacked, or given by itself"


@dataclass(frozen=True, slots=True)
class Unit:
    """A file by itself or of an archive; `open` gives what is in it, unread."""

    label: str
    open: Callable[[], Iterator[Reader]]


def units(sources: Iterable[Source], state: Gathering) -> Iterator[Unit | EndOfArchive]:
    """The files to read, in order, each opened when its turn comes."""
    for source in sources:
        try:
            yield from _of_source(source, state)
        except Refused as refusal:
            yield _refusal(source.key, str(refusal), refusal.line)
        except OSError as error:
            yield _refusal(source.key, unreadable(error))


def _of_source(source: Source, state: Gathering) -> Iterator[Unit | EndOfArchive]:
    if state.met.first("path", source.key, _file(source)) != _file(source):
        yield _refusal(source.key, _SAME_KEY)
        return
    with source.open() as stream:
        if source.path is not None and is_archive(source.path, stream.peek(_SAMPLE)):
            yield from _of_archive(source, source.path, state)
            return
        place = Place(
            source.key,
            source.key,
            [FolderShelf(source.folder)] if source.folder else [],
            source.origin,
            is_named=source.path is not None,
            is_given=not source.origin,
            origin_of_members=source.origin_of_members,
            told=_told_on_disk(source, state),
        )
        yield Unit(source.key, partial(_of_file, place, stream, state))


def _told_on_disk(source: Source, state: Gathering) -> Told | None:
    """The language that a file's own name tells, or a folder's, that which was given included."""
    if source.folder is None:
        return None
    beside = state.beside(source.folder.parent)
    folder = source.folder.name
    return _told(f"{folder}/{source.key}", source.folder.parent.name, beside)


def _told(path: str, above: str, beside: FolderShelf | ArchiveShelf) -> Told | None:
    *folders, name = PurePosixPath(path).parts
    by_file = told_by_file(name, lambda other: beside.find("/".join([*folders, other])) is not None)
    return by_file or told_by_folders(
        tuple(folders), above, lambda number: beside.folders_in("/".join(folders[:number]))
    )


def _file(source: Source) -> str:
    return key_of(str(source.path or ""))


def _of_archive(source: Source, path: Path, state: Gathering) -> Iterator[Unit | EndOfArchive]:
    with opened(path) as archive:
        shelf = ArchiveShelf(archive)
        near = [shelf]
        for entry in archive.entries():
            if is_picture(entry.name):
                continue
            label = f"{source.key}: {key_of(entry.name)}"
            origin = source.origin_of_members
            told = _told(entry.name, "", shelf)
            place = Place(
                key_of(entry.name), label, near, origin, origin_of_members=origin, told=told
            )
            yield _of_entry(entry, place, f"{_file(source)}: {entry.name}", state)
        yield EndOfArchive()


def _of_entry(entry: Entry, place: Place, file: str, state: Gathering) -> Unit:
    if state.met.first("path", place.key, key_of(file)) != key_of(file):
        return _refusal(place.label, _SAME_KEY)
    if entry.problem:
        return _refusal(place.label, entry.problem)
    return Unit(place.label, partial(_in_entry, entry, place, state))


def _in_entry(entry: Entry, place: Place, state: Gathering) -> Iterator[Reader]:
    with entry.open() as stream:
        if _is_archive(place.key, stream.peek(_SAMPLE)):
            yield partial(refused, place.label, _NESTED)
            return
        yield from _of_file(place, stream, state)


def _is_archive(name: str, start: bytes) -> bool:
    """Whether a file of an archive is one itself."""
    return is_tar(start) or (start.startswith(b"PK") and not is_document(name))


def _of_file(place: Place, stream: BufferedReader, state: Gathering) -> Iterator[Reader]:
    """The explainers of a file, to be read one by one, each before the next is asked for."""
    if is_furniture(place.key):
        yield partial(left_out, place.label, _FURNITURE)
        return
    beside = PurePosixPath(place.key).parent.as_posix()
    name = place.key if place.is_named else ""
    file = File(name, stream, lambda: Pictures(place.near, state.media, beside))
    try:
        language = UNTOLD if place.told else state.language
        for member in members_of(file, language, state.format_name):
            yield partial(read_member, member, place, state)
    except Unknown as unknown:
        yield partial(unknown_file, place.label, unknown, place)


def _refusal(label: str, reason: str, line: int | None = None) -> Unit:
    return Unit(label, lambda: iter([partial(refused, label, reason, line)]))


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
