"""The package of a Word document: a ZIP archive of parts, and what its properties say.

Relations are how one part names another. Nothing is unpacked to disk. What a part may grow to is
bounded while it is read, since the sizes that an archive states of itself are only claims.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element

from documents.partial_dates import is_partial_date
from formats.parsed import Refused
from formats.safe_xml import tree

_LARGEST_PART = 40_000_000
_MOST_PARTS = 10_000
_EXPECTED = "a Word document (DOCX)"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
#: Whom programs name as author when nobody is.
_NOBODY = re.compile(
    r"python-docx|microsoft( office)?( user)?|user|admin(istrator)?|author|owner|un-?named|unknown"
    r"|apache poi|docx4j|openxml.*|aspose.*|pandoc|google docs|windows user|\W*",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:microsoft word - .*|word document|document\d*|untitled( document)?|.*\.docx?|\W*"
    r"|slide \d+|title|powerpoint presentation)",
    re.IGNORECASE,
)
_NO_LANGUAGE = ("", "x-none", "und")


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation points: a part of the package, or an address outside of it."""

    kind: str
    target: str
    is_external: bool


class Package:
    """An opened DOCX file."""

    def __init__(self, data: bytes) -> None:
        """Opens it; raises `Refused` for what is no package or one that is protected."""
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _DAMAGED as error:
            raise Refused(None, "a damaged archive", _EXPECTED) from error
        infos = self._archive.infolist()
        if len(infos) > _MOST_PARTS:
            raise Refused(None, f"an archive of {len(infos):,} parts", f"at most {_MOST_PARTS:,}")
        # Names differ in case between programs, and may begin with a slash.
        self._parts = {info.filename.lstrip("/").lower(): info for info in infos}
        self.main = self._main()

    def has(self, part: str) -> bool:
        """Whether that part is there."""
        return part.lower() in self._parts

    def read(self, part: str) -> bytes:
        """The bytes of a part; raises `Refused` where it is missing, damaged or too large."""
        info = self._parts.get(part.lower())
        if info is None:
            raise Refused(None, f"no part {part[:100]} in the archive", _EXPECTED)
        if info.flag_bits & 1:
            raise Refused(None, "a file protected by a password", "one without a password")
        try:
            with self._archive.open(info) as file:
                content = file.read(_LARGEST_PART + 1)
        except _DAMAGED as error:
            raise Refused(None, f"a damaged part {part[:100]}", _EXPECTED) from error
        if len(content) > _LARGEST_PART:
            raise Refused(None, f"a part {part[:100]} of more than {_LARGEST_PART:,} bytes", "less")
        return content

    def tree(self, part: str) -> Element:
        """A part of XML as a tree."""
        return tree(self.read(part), part)

    def optional_tree(self, part: str | None) -> Element | None:
        """The same, or None where there is none or it is broken: what says little of the words."""
        try:
            return self.tree(part) if part and self.has(part) else None
        except Refused:
            return None

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their ids; the package's own for ``""``."""
        folder, name = posixpath.split(part)
        root = self.optional_tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        elements = root if root is not None else ()
        return {element.get("Id", ""): _relation(element, folder) for element in elements}

    def related(self, part: str, kind: str) -> str | None:
        """The part to which the first relation of that kind points."""
        for relation in self.relations(part).values():
            if relation.kind == kind and not relation.is_external and self.has(relation.target):
                return relation.target
        return None

    def _main(self) -> str:
        named = self.related("", "officeDocument")
        if named is None and self.has("word/document.xml"):
            named = "word/document.xml"
        if named is None:
            raise Refused(None, "an archive without a document part", _EXPECTED)
        return named


def _relation(element: Element, folder: str) -> Relation:
    target = element.get("Target", "")
    is_external = element.get("TargetMode") == "External"
    if not is_external:
        # Only ever looked up among the archive's own names, so ".." leads nowhere.
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Type", "").rpartition("/")[2], target, is_external)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the properties say; what isn't known or only a program's filling is absent."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str | None = None
    made: str | None = None


def properties_of(package: Package) -> Properties:
    """The properties of a document, of which each may be missing."""
    part = package.related("", "core-properties") or "docProps/core.xml"
    root = package.optional_tree(part)
    if root is None:
        return Properties()
    fields = {child.tag.removeprefix("x:"): _line(child) for child in root}
    title, made = fields.get("title", ""), fields.get("created", "")[:10]
    return Properties(
        title=None if _NO_TITLE.fullmatch(title) else title,
        authors=tuple(_people(fields.get("creator", ""))),
        topics=tuple(_words(fields.get("keywords", ""))),
        language=None if fields.get("language", "") in _NO_LANGUAGE else fields["language"],
        made=made if is_partial_date(made) else None,
    )


def _line(child: Element) -> str:
    return " ".join((child.text or "").split())


def _people(creator: str) -> Iterator[str]:
    for name in re.split(r"\s*;\s*", creator):
        if not _NOBODY.fullmatch(name):
            yield name


def _words(keywords: str) -> Iterator[str]:
    for word in re.split(r"\s*[,;]\s*", keywords):
        if word:
            yield word
