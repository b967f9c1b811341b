"""An explainer that was read from a file: its name for the report, its import key, what was parsed.

Where it can't be read, or isn't to be, the reason stands in its place.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from formats.parsed import Note, ParsedExplainer, Refused
from formats.pictures import Shelf
from formats.wordpress.blog import Member
from imports.importing.results import ImportResult, Options, SeenKeys
from imports.sources.surroundings import UNTOLD, FolderShelf, NamedLanguage

logger = logging.getLogger(__name__)

#: Where an import stands: the number of a file and, in it, that of an explainer, both from 0.
Position = tuple[int, int]
BEGINNING: Position = (0, 0)


@dataclass(frozen=True, slots=True)
class ReadExplainer:
    """One explainer that was read: its name for the report and its import key.

    `origin` is where it came from among others ("" if it came by itself); `refused` is the outcome
    of what couldn't be read, or isn't to be. `after` is the position behind it, from which another
    process can go on.
    """

    name: str
    key: str = ""
    reading: ParsedExplainer | None = None
    origin: str = ""
    refused: ImportResult | None = None
    after: Position = BEGINNING


class EndOfArchive:
    """Comes behind the last reading of an archive: its pictures can't be read any more after it."""


#: Reads an explainer when it is called, and not before.
Reader = Callable[[], ReadExplainer]


@dataclass(slots=True)
class Gathering:
    """What one import knows while it goes on: how, and what it has seen already."""

    options: Options
    seen: SeenKeys
    media: Sequence[Shelf]
    _beside: dict[Path, FolderShelf] = field(default_factory=dict)

    def beside(self, folder: Path) -> FolderShelf:
        """What lies in a folder, which is the same for all files of it."""
        if folder not in self._beside:
            self._beside = {folder: FolderShelf(folder)}
        return self._beside[folder]


@dataclass(frozen=True, slots=True)
class FileLocation:
    """Where a file lies: its key, its name for the report, and where its pictures may be.

    `is_given` tells a file that was given by itself from one of a folder or an archive; `named` is
    the language that its name, or a folder's, tells.
    """

    key: str
    label: str
    near: Sequence[Shelf] = ()
    origin: str = ""
    is_named: bool = True
    is_given: bool = False
    origin_of_members: str = ""
    named: NamedLanguage | None = None


def read_member(member: Member, location: FileLocation, state: Gathering) -> ReadExplainer:
    """One explainer read, known by what its source calls it or by where it lies."""
    name = f"{location.label}: {member.name}" if member.name else location.label
    if member.left_out or member.read is None:
        outcome = ImportResult(name, "left out", notes=member.notes, reason=member.left_out)
        return ReadExplainer(name, refused=outcome)
    try:
        reading = member.read()
    except Refused as refusal:
        return refused_file(name, refusal, location)
    except OSError as error:
        return refused(name, unreadable(error))
    except Exception as error:
        return faulty(name, error)
    reading = _in_its_language(reading, location.named)
    reading = replace(reading, source=_source(reading, location, state))
    key = f"{location.key}#{member.name}"[-500:] if member.name else location.key
    # What comes by a pipe has no name; its address is all that tells it from another.
    key = key if location.is_named else f"{key}/{reading.slug}"
    origin = location.origin_of_members if member.name else location.origin
    return _once(ReadExplainer(name, reading.identity or key, reading, origin), state)


def _in_its_language(reading: ParsedExplainer, named: NamedLanguage | None) -> ParsedExplainer:
    """What was read in the language that its place tells, where the text itself says none."""
    if named is None or reading.document.language != UNTOLD:
        return reading
    document = replace(reading.document, language=named.language)
    return replace(reading, document=document, notes=(*reading.notes, Note(None, named.note)))


def _source(reading: ParsedExplainer, location: FileLocation, state: Gathering) -> str:
    """A hash of all that was read, and of how: which bytes, pictures, name and languages."""
    if not reading.source:
        return ""
    language = location.named.language if location.named else state.options.language
    pictures = [picture.sha256 for picture in reading.pictures]
    name = PurePosixPath(location.key).name
    whole = repr((reading.source, name, language, state.options.format_name, pictures))
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _once(read: ReadExplainer, state: Gathering) -> ReadExplainer:
    """What was read, unless another has its identity."""
    reading = read.reading
    first = state.seen.first("key", read.key, read.name)
    if reading is None or first == read.name or reading.identity is None:
        return read
    reason = f"found the identity “{reading.identity}”, which {first} has already"
    outcome = ImportResult(
        read.name, "refused", reading.slug, reading.document.title, reason=reason
    )
    return replace(read, reading=None, refused=outcome)


def refused_file(name: str, refusal: Refused, location: FileLocation) -> ReadExplainer:
    """In a folder lies what nobody meant to import; a file that was named was meant."""
    if refusal.is_unknown and not location.is_given:
        return left_out(name, str(refusal))
    return refused(name, str(refusal), refusal.line)


def left_out(name: str, reason: str) -> ReadExplainer:
    """A file that is no explainer, and nobody’s fault."""
    return ReadExplainer(name, refused=ImportResult(name, "left out", reason=reason))


def unreadable(error: OSError) -> str:
    """Why a file’s bytes can’t be had."""
    return f"can’t be read: {error.strerror or error}"


def faulty(name: str, error: Exception) -> ReadExplainer:
    """A file at which a reader itself failed: one fault of ours must not stop thousands of others.

    The log tells where.
    """
    logger.exception("a reader failed at %s", name)
    kind = type(error).__name__
    return refused(name, f"a fault of the reader ({kind}); the log tells where, please report it")


def refused(name: str, reason: str, line: int | None = None) -> ReadExplainer:
    """A file that isn’t taken, with the reason and the line, where there is one."""
    return ReadExplainer(name, refused=ImportResult(name, "refused", reason=reason, line=line))
