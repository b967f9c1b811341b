"""From files to explainers: files are opened one by one, archives looked into, each read once.

Reading begins at the beginning or at any position.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from pathlib import Path, PurePosixPath

from formats.parsed import Refused
from formats.pictures import Pictures
from imports.importing.results import Options, SeenKeys
from imports.sources.archives import ArchivedFile, opened
from imports.sources.formats import (
    File,
    is_archive,
    is_document,
    is_furniture,
    is_picture,
    is_tar,
    members_of,
)
from imports.sources.paths import SourceFile, key_of
from imports.sources.reads import (
    BEGINNING,
    EndOfArchive,
    FileLocation,
    Gathering,
    Position,
    Reader,
    ReadExplainer,
    faulty,
    left_out,
    read_member,
    refused,
    refused_file,
    unreadable,
)
from imports.sources.surroundings import (
    UNTOLD,
    ArchiveShelf,
    FolderShelf,
    NamedLanguage,
    language_by_file,
    language_by_folders,
)

__all__ = ["EndOfArchive", "Position", "ReadExplainer", "gathered"]

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


def units(sources: Iterable[SourceFile], state: Gathering) -> Iterator[Unit | EndOfArchive]:
    """The files to read, in order, each opened when its turn comes."""
    for source in sources:
        try:
            yield from _of_source(source, state)
        except Refused as refusal:
            yield _refusal(source.key, str(refusal), refusal.line)
        except OSError as error:
            yield _refusal(source.key, unreadable(error))


def _of_source(source: SourceFile, state: Gathering) -> Iterator[Unit | EndOfArchive]:
    if state.seen.first("path", source.key, _file(source)) != _file(source):
        yield _refusal(source.key, _SAME_KEY)
        return
    with source.open() as stream:
        if source.path is not None and is_archive(source.path, stream.peek(_SAMPLE)):
            yield from _of_archive(source, source.path, state)
            return
        location = FileLocation(
            source.key,
            source.key,
            [FolderShelf(source.folder)] if source.folder else [],
            source.origin,
            is_named=source.path is not None,
            is_given=not source.origin,
            origin_of_members=source.origin_of_members,
            named=_language_on_disk(source, state),
        )
        yield Unit(source.key, partial(_of_file, location, stream, state))


def _language_on_disk(source: SourceFile, state: Gathering) -> NamedLanguage | None:
    """The language that a file's own name tells, or a folder's, that which was given included."""
    if source.folder is None:
        return None
    beside = state.beside(source.folder.parent)
    folder = source.folder.name
    return _language_of_name(f"{folder}/{source.key}", source.folder.parent.name, beside)


def _language_of_name(
    path: str, above: str, beside: FolderShelf | ArchiveShelf
) -> NamedLanguage | None:
    *folders, name = PurePosixPath(path).parts
    by_file = language_by_file(
        name, lambda other: beside.find("/".join([*folders, other])) is not None
    )
    return by_file or language_by_folders(
        tuple(folders), above, lambda number: beside.folders_in("/".join(folders[:number]))
    )


def _file(source: SourceFile) -> str:
    return key_of(str(source.path or ""))


def _of_archive(source: SourceFile, path: Path, state: Gathering) -> Iterator[Unit | EndOfArchive]:
    with opened(path) as archive:
        shelf = ArchiveShelf(archive)
        near = [shelf]
        for archived in archive.entries():
            if is_picture(archived.name):
                continue
            label = f"{source.key}: {key_of(archived.name)}"
            origin = source.origin_of_members
            named = _language_of_name(archived.name, "", shelf)
            location = FileLocation(
                key_of(archived.name), label, near, origin, origin_of_members=origin, named=named
            )
            yield _of_archived(archived, location, f"{_file(source)}: {archived.name}", state)
        yield EndOfArchive()


def _of_archived(
    archived: ArchivedFile, location: FileLocation, file: str, state: Gathering
) -> Unit:
    if state.seen.first("path", location.key, key_of(file)) != key_of(file):
        return _refusal(location.label, _SAME_KEY)
    if archived.problem:
        return _refusal(location.label, archived.problem)
    return Unit(location.label, partial(_in_archived, archived, location, state))


def _in_archived(
    archived: ArchivedFile, location: FileLocation, state: Gathering
) -> Iterator[Reader]:
    with archived.open() as stream:
        if _is_archive(location.key, stream.peek(_SAMPLE)):
            yield partial(refused, location.label, _NESTED)
            return
        yield from _of_file(location, stream, state)


def _is_archive(name: str, start: bytes) -> bool:
    """Whether a file of an archive is one itself."""
    return is_tar(start) or (start.startswith(b"PK") and not is_document(name))


def _of_file(location: FileLocation, stream: BufferedReader, state: Gathering) -> Iterator[Reader]:
    """The explainers of a file, to be read one by one, each before the next is asked for."""
    if is_furniture(location.key):
        yield partial(left_out, location.label, _FURNITURE)
        return
    beside = PurePosixPath(location.key).parent.as_posix()
    name = location.key if location.is_named else ""
    file = File(name, stream, lambda: Pictures(location.near, state.media, beside))
    try:
        language = UNTOLD if location.named else state.options.language
        for member in members_of(file, language, state.options.format_name):
            yield partial(read_member, member, location, state)
    except Refused as refusal:
        if not refusal.is_unknown:
            raise
        yield partial(refused_file, location.label, refusal, location)


def _refusal(label: str, reason: str, line: int | None = None) -> Unit:
    return Unit(label, lambda: iter([partial(refused, label, reason, line)]))


def gathered(
    sources: Iterable[SourceFile],
    options: Options,
    seen: SeenKeys,
    start: Position = BEGINNING,
) -> Iterator[ReadExplainer | EndOfArchive]:
    """Reads each source; a bad file doesn't stop the others.

    A file may hold many explainers and an archive many files. `seen` keeps the keys that were seen;
    whoever goes on from another `start` than the beginning has to fill it with those seen before.
    """
    state = Gathering(options, seen, [FolderShelf(folder) for folder in options.media])
    number = 0
    for unit in units(sources, state):
        if isinstance(unit, EndOfArchive):
            yield unit
            continue
        if number >= start[0]:
            yield from _of_unit(unit, number, start[1] if number == start[0] else 0)
        number += 1


def _of_unit(unit: Unit, number: int, start: int) -> Iterator[ReadExplainer]:
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
