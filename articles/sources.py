"""The files that an import is given: found, named by their import key, and read one by one."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any

from articles.archives import Entry, is_archive, opened
from articles.formats import File, is_furniture, is_picture, members_of
from articles.importing import Options, Outcome, bring_in
from articles.readers.pictures import Pictures, Shelf
from articles.readers.reading import Reading, Refused
from articles.shelves import ArchiveShelf, FolderShelf

STANDARD_INPUT = "-"
_SAMPLE = 512
_SAME_KEY = (
    "found this path below two of the folders given, and by it a file is known again; "
    "expected to be given the folder above both"
)
_NESTED = "found an archive in an archive; expected it to be unpacked, or given by itself"


@dataclass(frozen=True)
class Source:
    """A file to import: its key (the path below the PATH given) and where its bytes are.

    `folder` is the one below which its pictures may lie.
    """

    key: str
    path: Path | None
    folder: Path | None = None

    def open(self) -> BufferedReader:
        """Its bytes; raises OSError."""
        if self.path is not None:
            return self.path.open("rb")
        given: Any = sys.stdin.buffer
        return given if isinstance(given, BufferedReader) else BufferedReader(given)


@dataclass(slots=True)
class _Import:
    """What one import knows while it goes on: how, and what it met already."""

    options: Options
    format_name: str | None
    media: Sequence[Shelf]
    keys: dict[str, object] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)


def found(paths: Iterable[str]) -> list[Source]:
    """The files of `paths` in order of name: files, folders with all below them, or `-`.

    Raises FileNotFoundError for a path that doesn't exist. Hidden files are left out, and
    pictures, which come along with the texts that show them.
    """
    sources: dict[Path | None, Source] = {}
    for given in paths:
        for source in _found(given):
            sources.setdefault(source.path, source)
    return list(sources.values())


def imported(
    sources: Iterable[Source],
    options: Options,
    format_name: str | None = None,
    media: Iterable[Path] = (),
) -> Iterator[Outcome]:
    """Imports each source and yields what became of it. A bad file doesn't stop the others.

    A file may hold many explainers and an archive many files; each has its own outcome. Below
    `media` lie pictures that the files name by an address on the web.
    """
    state = _Import(options, format_name, [FolderShelf(folder) for folder in media])
    for source in sources:
        try:
            yield from _of_source(source, state)
        except Refused as refusal:
            yield Outcome(source.key, "refused", reason=str(refusal), line=refusal.line)
        except OSError as error:
            yield Outcome(source.key, "refused", reason=f"can’t be read: {error.strerror or error}")


def _found(given: str) -> Iterator[Source]:
    if given == STANDARD_INPUT:
        yield Source("standard-input", None)
        return
    path = Path(given)
    if not path.exists():
        raise FileNotFoundError(f"{given}: there is no such file or folder")
    if not path.is_file() and not path.is_dir():
        raise FileNotFoundError(f"{given}: this is neither a file nor a folder")
    if path.is_file():
        yield Source(_key(path.name), path.resolve(), path.resolve().parent)
        return
    for file in sorted(path.rglob("*")):
        below = file.relative_to(path)
        is_hidden = any(part.startswith(".") for part in below.parts)
        if file.is_file() and not is_hidden and not is_picture(file.name):
            yield Source(_key(below.as_posix()), file.resolve(), path.resolve())


def _key(name: str) -> str:
    """A path as text that a database takes: bytes that aren't UTF-8 are written out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")[-500:]


def _of_source(source: Source, state: _Import) -> Iterator[Outcome]:
    if state.keys.setdefault(source.key, source) is not source:
        yield Outcome(source.key, "refused", reason=_SAME_KEY)
        return
    with source.open() as stream:
        if source.path is not None and is_archive(source.path, stream.peek(_SAMPLE)):
            yield from _of_archive(source.path, source.key, state)
            return
        near = [FolderShelf(source.folder)] if source.folder else []
        yield from _of_file(source.key, stream, near, state, is_named=source.path is not None)


def _of_archive(path: Path, name: str, state: _Import) -> Iterator[Outcome]:
    with opened(path) as archive:
        near = [ArchiveShelf(archive)]
        for entry in archive.entries():
            if is_picture(entry.name):
                continue
            try:
                yield from _of_entry(entry, name, near, state)
            except (Refused, OSError) as error:
                label = f"{name}: {_key(entry.name)}"
                line = error.line if isinstance(error, Refused) else None
                yield Outcome(label, "refused", reason=str(error), line=line)


def _of_entry(
    entry: Entry, archive: str, near: Sequence[Shelf], state: _Import
) -> Iterator[Outcome]:
    key = _key(entry.name)
    label = f"{archive}: {key}"
    if state.keys.setdefault(key, entry) is not entry:
        yield Outcome(label, "refused", reason=_SAME_KEY)
        return
    if entry.problem:
        yield Outcome(label, "refused", reason=entry.problem)
        return
    with entry.open() as stream:
        is_nested = _is_archive(key, stream.peek(_SAMPLE))
        if is_nested:
            yield Outcome(label, "refused", reason=_NESTED)
            return
        yield from _of_file(key, stream, near, state, label=label)


def _is_archive(name: str, start: bytes) -> bool:
    """Whether a file of an archive is one itself."""
    suffix = PurePosixPath(name).suffix.lower()
    is_packed = start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))
    is_zip = start.startswith(b"PK") and suffix not in (".docx", ".docm", ".dotx", ".odt")
    return is_zip or is_packed or start[257:262] == b"ustar"


def _of_file(
    key: str,
    stream: BufferedReader,
    near: Sequence[Shelf],
    state: _Import,
    *,
    label: str = "",
    is_named: bool = True,
) -> Iterator[Outcome]:
    """The outcomes of a file, whose explainers are taken in one by one."""
    label = label or key
    if is_furniture(key):
        yield Outcome(label, "left out", reason="it belongs to a web site, and is no text")
        return
    beside = PurePosixPath(key).parent.as_posix()
    file = File(key if is_named else "", stream, lambda: Pictures(near, state.media, beside))
    for member in members_of(file, state.options.language, state.format_name):
        name = f"{label}: {member.name}" if member.name else label
        if member.left_out or member.read is None:
            yield Outcome(name, "left out", notes=member.notes, reason=member.left_out)
            continue
        own = f"{key}#{member.name}"[-500:] if member.name else key
        yield _taken_in(member.read, own, name, state, is_named=is_named)


def _taken_in(
    read: Callable[[], Reading], key: str, name: str, state: _Import, *, is_named: bool
) -> Outcome:
    """One explainer taken in, known by what its source calls it or by where it lies."""
    try:
        reading = read()
    except Refused as refusal:
        return Outcome(name, "refused", reason=str(refusal), line=refusal.line)
    # What comes by a pipe has no name; its address is all that tells it from another.
    key = key if is_named else f"{key}/{reading.slug}"
    first = state.identities.setdefault(reading.identity, name) if reading.identity else name
    if first != name:
        reason = f"found the identity “{reading.identity}”, which {first} has already"
        return Outcome(name, "refused", reading.slug, reading.document.title, reason=reason)
    outcome = replace(bring_in(reading, reading.identity or key, state.options), name=name)
    if outcome.result in ("made", "published") and state.options.dry:
        # A dry run writes nothing, so the second file of one address is known only by this.
        holder = state.addresses.setdefault(outcome.slug, name)
        if holder != name:
            reason = f"found the address “{outcome.slug}”, which {holder} has already"
            outcome = replace(outcome, result="refused", reason=reason)
    return outcome
