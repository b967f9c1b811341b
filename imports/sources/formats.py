"""Formats: which one a file has, and what is parsed of it."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BufferedReader
from pathlib import Path, PurePosixPath

from formats.decoding import format_of
from formats.html.page import parse_html
from formats.json_article import parse_json
from formats.markdown.source import parse_markdown
from formats.parsed import ParsedExplainer, Refused
from formats.pictures import Pictures
from formats.text.plain_text import parse_plain_text
from formats.word.document import parse_word
from formats.wordpress.blog import Member, parse_answer, parse_wxr
from formats.wordpress.rest import is_answer
from formats.wordpress.wxr import is_wxr
from imports.sources.archives import DAMAGED, MOST_FILES

#: What parses files that hold one explainer.
_SINGLE: dict[str, Callable[..., ParsedExplainer]] = {
    "docx": parse_word,
    "html": parse_html,
    "json": parse_json,
    "md": parse_markdown,
    "txt": parse_plain_text,
}
#: What parses files that hold many, one after the other.
_MANY: dict[str, Callable[..., Iterator[Member]]] = {"wp-json": parse_answer, "wxr": parse_wxr}
#: What `--format` may name.
FORMATS = sorted((*_SINGLE, *_MANY))
_NAMED = frozenset(("docx", "html", "json", "md"))
_WITH_PICTURES = frozenset(("docx", "html", "md"))
_LARGEST = {"docx": 64_000_000}
_LARGEST_TEXT = 10_000_000
_SAMPLE = 8_192
_TAR_SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: How old Word files begin, and new ones that a password protects.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = (".docx", ".docm", ".dotx")
#: Documents that are ZIP archives inside, and that are not parsed.
_NOT_WORD = (
    ".xlsx",
    ".xlsm",
    ".pptx",
    ".odt",
    ".ods",
    ".odp",
    ".epub",
    ".key",
    ".numbers",
    ".pages",
)
#: Files that belong to pages and texts and are none themselves.
_PICTURES = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".png",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".svgz",
        ".ico",
        ".bmp",
        ".tif",
        ".tiff",
        ".heic",
        ".emf",
        ".wmf",
    ]
)
_FURNITURE = frozenset(
    [
        ".css",
        ".scss",
        ".sass",
        ".less",
        ".js",
        ".mjs",
        ".ts",
        ".map",
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".eot",
        ".mp3",
        ".mp4",
        ".m4a",
        ".ogg",
        ".webm",
        ".mov",
        ".wav",
        ".lock",
    ]
)


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its name with the path, the stream, how to look for its pictures."""

    name: str
    stream: BufferedReader
    pictures: Callable[[], Pictures]

    @property
    def suffix(self) -> str:
        """The end of its name, in small letters."""
        return PurePosixPath(self.name).suffix.lower()


def is_picture(name: str) -> bool:
    """Whether a file of that name is a picture: looked for by the texts that show it."""
    return PurePosixPath(name).suffix.lower() in _PICTURES


def is_furniture(name: str) -> bool:
    """Whether a file of that name belongs to a web site or a program and is no text.

    Word keeps such a file (`~$name.docx`) beside a document that is open.
    """
    path = PurePosixPath(name)
    return path.suffix.lower() in _FURNITURE or path.name.startswith("~$")


def is_document(name: str) -> bool:
    """Whether a ZIP archive of that name is the document of a program."""
    return PurePosixPath(name).suffix.lower() in (*_WORD, *_NOT_WORD)


def is_archive(path: Path, start: bytes) -> bool:
    """Whether a file of this name that begins so is an archive of files, and no Word document."""
    name = path.name.lower()
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return not is_office(path)
    return name.endswith(_TAR_SUFFIXES) and is_tar(start)


def is_tar(start: bytes) -> bool:
    """Whether a file that begins so is a tar, or packed as one may be (gzip, bzip2, xz)."""
    is_packed = start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))
    return is_packed or start[257:262] == b"ustar"


def is_office(path: Path) -> bool:
    """Whether a ZIP archive is a document of an office program: its first part says so."""
    if path.suffix.lower() in (".docx", ".docm", ".dotx"):
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lstrip("/").lower() for name in archive.namelist()[:MOST_FILES]}
    except DAMAGED:
        return False
    return "[content_types].xml" in names or "mimetype" in names


def members_of(file: File, language: str, forced: str | None = None) -> Iterator[Member]:
    """The explainers in `file`, in the format that it has or is `forced`.

    Raises `Refused`, also for a format that is not parsed, and OSError.
    """
    name = forced or _format(file)
    if name is None and file.suffix in _WORD and file.stream.peek(8).startswith(_COMPOUND):
        wrong = "a Word file that a password protects, or an old one (.doc) under another name"
        raise Refused(None, wrong, "a Word document (DOCX) without a password")
    if name is None:
        expected = (
            "plain text, Markdown, HTML, JSON, Word (DOCX) or an export of WordPress (XML), or a "
            "ZIP or tar archive of such files; of a file of another name the format has to be given"
        )
        actual = f"a file that ends in {file.suffix[:20] or 'nothing'}"
        raise Refused(None, actual, expected, is_unknown=file.suffix not in (".docx", ".xml"))
    if name in _MANY:
        yield from _MANY[name](file.stream, language=language, pictures=file.pictures)
        return
    yield Member("", read=lambda: _read(file, name, language))


def _format(file: File) -> str | None:
    """By what its first bytes plainly say, or else by its suffix."""
    start = file.stream.peek(_SAMPLE)[:_SAMPLE]
    if start.startswith(_ZIP):
        return None if file.suffix in _NOT_WORD else "docx"
    if is_wxr(start):
        return "wxr"
    if file.suffix in ("", ".json", ".txt") and is_answer(start):
        return "wp-json"
    return format_of(file.suffix, start)


def _read(file: File, name: str, language: str) -> ParsedExplainer:
    most = _LARGEST.get(name, _LARGEST_TEXT)
    content = file.stream.read(most + 1)
    if len(content) > most:
        raise Refused(None, f"a file of more than {most:,} bytes", f"at most {most:,} bytes")
    named = {"name": file.name} if name in _NAMED else {}
    more = {"pictures": file.pictures()} if name in _WITH_PICTURES else {}
    reading = _SINGLE[name](content, language=language, **named, **more)
    return replace(reading, source=sha256(content).hexdigest())
