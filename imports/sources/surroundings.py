"""What lies around a file to import: the pictures that it shows, and folders that name a language.

`content/es/post.md`, `es/post.md` beside `en/post.md`, `_i18n/pt-br/…`, `post.es.md`. Two letters
are a word as often (`it/`, `no/`, `who.is.md`), so a name counts only by what lies beside it.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from formats.metadata import language_of
from formats.pictures import LARGEST
from imports.sources.archives import Archive, ArchivedFile

#: Of how many folders the names in them are kept.
_MOST_KEPT = 200


class FolderShelf:
    """The files below a folder, and no others, whatever links lie in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._folders: dict[str, Collection[str]] = {}

    def folders_in(self, path: str) -> Collection[str]:
        """The names of the folders that lie in the folder of that path."""
        if path not in self._folders:
            if len(self._folders) >= _MOST_KEPT:
                self._folders.clear()
            self._folders[path] = _folders_in(self._folder / path)
        return self._folders[path]

    def find(self, path: str) -> Callable[[], bytes] | None:
        """How to read the file of that path below the folder."""
        try:
            file = (self._folder / path).resolve()
            is_there = file.is_relative_to(self._folder) and file.is_file()
        except (OSError, ValueError, RuntimeError):
            return None
        return partial(_of_file, file) if is_there else None


class ArchiveShelf:
    """The files of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._folders: dict[str, set[str]] | None = None

    def folders_in(self, path: str) -> Collection[str]:
        """The names of the folders that lie in the folder of that path."""
        if self._folders is None:
            self._folders = {}
            for file in self._archive.entries():
                parts = PurePosixPath(file.name).parts
                for depth in range(len(parts) - 1):
                    within = "/".join(parts[:depth])
                    self._folders.setdefault(within, set()).add(parts[depth])
        return self._folders.get(path, ())

    def find(self, path: str) -> Callable[[], bytes] | None:
        """How to read the file of that name in the archive."""
        file = self._archive.file_named(path)
        return partial(_of_archived, file) if file is not None and not file.problem else None


def _folders_in(folder: Path) -> Collection[str]:
    try:
        with os.scandir(folder) as entries:
            return {file.name for file in entries if file.is_dir()}
    except (OSError, ValueError):
        return ()


def _of_file(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _of_archived(file: ArchivedFile) -> bytes:
    with file.open() as opened:
        return opened.read(LARGEST + 1)


#: What is given to a reader in the place of a language, to see whether the text itself says one.
UNTOLD = "und"

_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht "
    "hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky "
    "la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny "
    "oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss "
    "st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo "
    "za zh zu"
)
_CODES = frozenset(_ISO_639_1.split())
#: Those that are words, places or subjects as often: alone they tell no language.
_AMBIGUOUS = (
    "ad am an ar as be bo br ca ch co cs cu cv ee eu ga he ho hr ia id ie io is it kr la li "
    "me ml mt my na ne ng no or os pa ps sc se sg si so ss st ta te ti to tr ts tw uk ve za"
)
#: Languages in which few write: their codes are more often those of a department or a country.
_RARE = (
    "aa ab ae ak av ay ba bi bm ce cr dv dz ff fj fo gn gv hz ii ik iu ki kg kj kl ks kv kw lg ln "
    "lu mg mh mi nd nr nv oc oj om qu rm rn sd sm sn su tn ty ug vo wa"
)
_WORDS = frozenset((*_AMBIGUOUS.split(), *_RARE.split()))
#: Names that are no language's: what stands beside them are countries.
_COUNTRIES = frozenset(("at", "au", "cn", "cz", "dk", "gb", "jp", "nz", "us"))
_TAG = re.compile(r"([a-z]{2})(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|[0-9]{3}))?", re.IGNORECASE)
_TRANSLATIONS = frozenset(
    ("i18n", "_i18n", "l10n", "lang", "langs", "languages", "locale", "locales", "translations")
)
#: Languages that a text of several mostly has among them.
_USUAL = ("en", "de", "es", "fr", "pt", "pt-br", "ru", "zh", "ja", "pl")
_CONTENT = frozenset(("_docs", "_posts", "content", "docs", "posts"))


@dataclass(frozen=True, slots=True)
class NamedLanguage:
    """A language that a name tells, and whether that is a folder’s or the file’s."""

    language: str
    by: str

    @property
    def note(self) -> str:
        """What the report says of it."""
        return f"language {self.language}, from the {self.by}’s name"


def language_by_folders(
    folders: tuple[str, ...], above: str, beside: Callable[[int], Collection[str]]
) -> NamedLanguage | None:
    """The language that one of `folders`, from the outermost to the one of the file, tells.

    `above` is the name of the folder that holds the first of them; `beside` gives the names of all
    folders where the one of that number lies. The one nearest to the file counts.
    """
    for number in reversed(range(len(folders))):
        parent = folders[number - 1] if number else above
        tag = _tag_of(folders[number])
        if tag and _is_language(tag, parent.casefold(), beside(number)):
            return NamedLanguage(tag, "folder")
    return None


def language_by_file(name: str, is_there: Callable[[str], bool]) -> NamedLanguage | None:
    """The language that a file's name ends in before its suffix; `is_there` knows its neighbours.

    One that is a word as often needs the same text beside it, in no or in another language.
    """
    path = PurePosixPath(name)
    stem, _dot, ending = path.stem.rpartition(".")
    tag = _tag_of(ending) if stem and ending == ending.lower() else None
    if tag is None:
        return None
    others = (f"{stem}{path.suffix}", *(f"{stem}.{tag}{path.suffix}" for tag in _USUAL))
    if tag in _WORDS and not any(other != path.name and is_there(other) for other in others):
        return None
    return NamedLanguage(tag, "file")


def _is_language(tag: str, parent: str, beside: Iterable[str]) -> bool:
    """Whether a folder of that name below `parent`, with those beside it, is of a language."""
    names = [name.casefold() for name in beside]
    if parent in _TRANSLATIONS:
        return True
    if not _COUNTRIES.isdisjoint(names):
        return False
    tags = {other for other in map(_tag_of, names) if other} | {tag}
    is_one_of_several = len(tags) > 1 and not tags <= _WORDS
    return is_one_of_several or (parent in _CONTENT and tag not in _WORDS)


def _tag_of(name: str) -> str | None:
    match = _TAG.fullmatch(name)
    return language_of([name]) if match and match[1].lower() in _CODES else None
