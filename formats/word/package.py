"""The package: a ZIP archive with parts, and relations by which one part names another.

Nothing is unpacked to disk. What a part may grow to is bounded while it is read, since the sizes
that an archive states of itself are only claims.
"""

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Element

from formats.parsed import Refused
from formats.safe_xml import tree

_LARGEST_PART = 40_000_000
_MOST_PARTS = 10_000
_EXPECTED = "a Word document (DOCX)"


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
                data = file.read(_LARGEST_PART + 1)
        except _DAMAGED as error:
            raise Refused(None, f"a damaged part {part[:100]}", _EXPECTED) from error
        if len(data) > _LARGEST_PART:
            raise Refused(None, f"a part {part[:100]} of more than {_LARGEST_PART:,} bytes", "less")
        return data

    def tree(self, part: str) -> Element:
        """A part of XML as a tree."""
        return tree(self.read(part), part)

    def optional_tree(self, part: str) -> Element | None:
        """The same, or None where there is none or it is broken: what says little of the words."""
        try:
            return self.tree(part) if self.has(part) else None
        except Refused:
            return None

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by their ids; the package's own for ``""``."""
        folder, name = posixpath.split(part)
        held = self.optional_tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        if held is None:
            return {}
        return {one.get("Id", ""): _relation(one, folder) for one in held}

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


_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def _relation(one: Element, folder: str) -> Relation:
    target = one.get("Target", "")
    is_external = one.get("TargetMode") == "External"
    if not is_external:
        # Only ever looked up among the archive's own names, so ".." leads nowhere.
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(one.get("Type", "").rpartition("/")[2], target, is_external)
