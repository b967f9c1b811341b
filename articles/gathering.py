"""From files to readings: archives are opened, formats found, and each explainer is read once."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from pathlib import Path, PurePosixPath

from articles.archives import Entry, is_archive, opened
from articles.formats import File, is_document, is_furniture, is_picture, members_of
from articles.importing.met import Met
from articles.importing.outcomes import Outcome
from articles.readers.blog import Member
from articles.readers.pictures import Pictures, Shelf
from articles.readers.reading import Reading, Refused, Unknown
from articles.shelves import ArchiveShelf, FolderShelf
from articles.sources import Source, key_of

logger = logging.getLogger(__name__)

_SAMPLE = 512
_SAME_KEY = (
    "found this path below two of the folders given, and by it a file is known again; "
    "expected to be given the folder above both"
)
_NESTED = "found an archive in an archive; expected it to be unpacked, or given by itself"


#: Where an import stands: the number of a file and, in it, that of an explainer, both from 0.
Position = tuple[int, int]
_BEGINNING: Position = (0, 0)


@dataclass(frozen=True, slots=True)
class Read:
    """One explainer that was read: its name for the report and its import key.

    `origin` is where it came from among others ("" if it came by itself); `refused` is the outcome
    of what couldn't be read, or isn't to be. `after` is the position behind it, from which another
    process can go on.
    """

    name: str
    key: str = ""
    reading: Reading | None = None
    origin: str = ""
    refused: Outcome | None = None
    after: Position = _BEGINNING


class EndOfArchive:
    """Comes behind the last reading of an archive: its pictures can't be read any more after it."""


#: Reads an explainer when it is called, and not before.
_Reading = Callable[[], Read]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A file by itself or of an archive; `open` gives what is in it, unread."""

    label: str
    open: Callable[[], Iterator[_Reading]]


@dataclass(slots=True)
class _Gathering:
    """What one import knows while it goes on: how, and what it met already."""

    language: str
    format_name: str | None
    media: Sequence[Shelf]
    met: Met


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file lies: its key, its name for the report, and where its pictures may be.

    `is_given` tells a file that was given by itself from one of a folder or an archive.
    """

    key: str
    label: str
    near: Sequence[Shelf] = ()
    origin: str = ""
    is_named: bool = True
    is_given: bool = False
    origin_of_members: str = ""


def gathered(
    sources: Iterable[Source],
    *,
    language: str,
    met: Met,
    format_name: str | None = None,
    media: Iterable[Path] = (),
    start: Position = _BEGINNING,
) -> Iterator[Read | EndOfArchive]:
    """Reads each source; a bad file doesn't stop the others.

    A file may hold many explainers and an archive many files. Below `media` lie pictures that the
    files name by an address on the web. `met` keeps what was met, keys and identities; whoever goes
    on from another `start` than the beginning has to fill it with those met before.
    """
    state = _Gathering(language, format_name, [FolderShelf(folder) for folder in media], met)
    number = 0
    for unit in _units(sources, state):
        if isinstance(unit, EndOfArchive):
            yield unit
            continue
        if number >= start[0]:
            yield from _of_unit(unit, number, start[1] if number == start[0] else 0)
        number += 1


def _of_unit(unit: _Unit, number: int, start: int) -> Iterator[Read]:
    """Reads what is in a file, but for the first ones, which were read before."""
    for member, read in enumerate(_readings(unit)):
        if member >= start:
            yield replace(read(), after=(number, member + 1))


def _readings(unit: _Unit) -> Iterator[_Reading]:
    try:
        yield from unit.open()
    except Refused as refusal:
        yield partial(_refused, unit.label, str(refusal), refusal.line)
    except OSError as error:
        yield partial(_refused, unit.label, _unreadable(error))
    except Exception as error:
        yield partial(_faulty, unit.label, error)


def _unreadable(error: OSError) -> str:
    return f"can’t be read: {error.strerror or error}"


def _faulty(name: str, error: Exception) -> Read:
    """A file at which a reader itself failed: one fault of ours must not stop thousands of others.

    The log tells where.
    """
    logger.exception("a reader failed at %s", name)
    kind = type(error).__name__
    return _refused(name, f"a fault of the reader ({kind}); the log tells where, please report it")


def _refused(name: str, reason: str, line: int | None = None) -> Read:
    return Read(name, refused=Outcome(name, "refused", reason=reason, line=line))


def _refusal(label: str, reason: str, line: int | None = None) -> _Unit:
    return _Unit(label, lambda: iter([partial(_refused, label, reason, line)]))


def _units(sources: Iterable[Source], state: _Gathering) -> Iterator[_Unit | EndOfArchive]:
    """The files to read, in order, each opened when its turn comes."""
    for source in sources:
        try:
            yield from _of_source(source, state)
        except Refused as refusal:
            yield _refusal(source.key, str(refusal), refusal.line)
        except OSError as error:
            yield _refusal(source.key, _unreadable(error))


def _of_source(source: Source, state: _Gathering) -> Iterator[_Unit | EndOfArchive]:
    if state.met.first("path", source.key, _file(source)) != _file(source):
        yield _refusal(source.key, _SAME_KEY)
        return
    with source.open() as stream:
        if source.path is not None and is_archive(source.path, stream.peek(_SAMPLE)):
            yield from _of_archive(source, source.path, state)
            return
        place = _Place(
            source.key,
            source.key,
            [FolderShelf(source.folder)] if source.folder else [],
            source.origin,
            is_named=source.path is not None,
            is_given=not source.origin,
            origin_of_members=source.origin_of_members,
        )
        yield _Unit(source.key, partial(_of_file, place, stream, state))


def _file(source: Source) -> str:
    return key_of(str(source.path or ""))


def _of_archive(source: Source, path: Path, state: _Gathering) -> Iterator[_Unit | EndOfArchive]:
    with opened(path) as archive:
        near = [ArchiveShelf(archive)]
        for entry in archive.entries():
            if is_picture(entry.name):
                continue
            label = f"{source.key}: {key_of(entry.name)}"
            origin = source.origin_of_members
            place = _Place(key_of(entry.name), label, near, origin, origin_of_members=origin)
            yield _of_entry(entry, place, f"{_file(source)}: {entry.name}", state)
        yield EndOfArchive()


def _of_entry(entry: Entry, place: _Place, file: str, state: _Gathering) -> _Unit:
    if state.met.first("path", place.key, key_of(file)) != key_of(file):
        return _refusal(place.label, _SAME_KEY)
    if entry.problem:
        return _refusal(place.label, entry.problem)
    return _Unit(place.label, partial(_in_entry, entry, place, state))


def _in_entry(entry: Entry, place: _Place, state: _Gathering) -> Iterator[_Reading]:
    with entry.open() as stream:
        if _is_archive(place.key, stream.peek(_SAMPLE)):
            yield partial(_refused, place.label, _NESTED)
            return
        yield from _of_file(place, stream, state)


def _is_archive(name: str, start: bytes) -> bool:
    """Whether a file of an archive is one itself."""
    is_packed = start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))
    is_zip = start.startswith(b"PK") and not is_document(name)
    return is_zip or is_packed or start[257:262] == b"ustar"


def _of_file(place: _Place, stream: BufferedReader, state: _Gathering) -> Iterator[_Reading]:
    """The explainers of a file, to be read one by one, each before the next is asked for."""
    if is_furniture(place.key):
        yield partial(
            _left_out, place.label, "it belongs to a web site or a program, and is no text"
        )
        return
    beside = PurePosixPath(place.key).parent.as_posix()
    name = place.key if place.is_named else ""
    file = File(name, stream, lambda: Pictures(place.near, state.media, beside))
    try:
        for member in members_of(file, state.language, state.format_name):
            yield partial(_of_member, member, place, state)
    except Unknown as unknown:
        yield partial(_unknown, place.label, unknown, place)


def _unknown(name: str, unknown: Unknown, place: _Place) -> Read:
    """In a folder lies what nobody meant to import; a file that was named was meant."""
    reason, line = str(unknown), unknown.line
    return _refused(name, reason, line) if place.is_given else _left_out(name, reason)


def _left_out(name: str, reason: str) -> Read:
    return Read(name, refused=Outcome(name, "left out", reason=reason))


def _of_member(member: Member, place: _Place, state: _Gathering) -> Read:
    """One explainer read, known by what its source calls it or by where it lies."""
    name = f"{place.label}: {member.name}" if member.name else place.label
    if member.left_out or member.read is None:
        outcome = Outcome(name, "left out", notes=member.notes, reason=member.left_out)
        return Read(name, refused=outcome)
    try:
        reading = member.read()
    except Unknown as unknown:
        return _unknown(name, unknown, place)
    except Refused as refusal:
        return _refused(name, str(refusal), refusal.line)
    except OSError as error:
        return _refused(name, _unreadable(error))
    except Exception as error:
        return _faulty(name, error)
    key = f"{place.key}#{member.name}"[-500:] if member.name else place.key
    # What comes by a pipe has no name; its address is all that tells it from another.
    key = key if place.is_named else f"{key}/{reading.slug}"
    origin = place.origin_of_members if member.name else place.origin
    return _once(Read(name, reading.identity or key, reading, origin), state)


def _once(read: Read, state: _Gathering) -> Read:
    """What was read, unless another has its identity."""
    reading = read.reading
    first = state.met.first("key", read.key, read.name)
    if reading is None or first == read.name or reading.identity is None:
        return read
    reason = f"found the identity “{reading.identity}”, which {first} has already"
    outcome = Outcome(read.name, "refused", reading.slug, reading.document.title, reason=reason)
    return replace(read, reading=None, refused=outcome)
