"""What exports hold, laid out on disk while it is taken in: memory stays the same at any number."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from exports.portable.explainer_json import FORMAT
from exports.portable.private import OLDER_PRIVATE, PRIVATE
from exports.portable.streamed import NotJSON, members
from formats.parsed import Note
from imports.importing import ImportResult
from record.refusals import UserFacing

#: What an explainer's export holds that its record doesn't, and whether it has to.
_KEPT = {
    "id": True,
    "slug": True,
    "import_key": True,
    "reviewed_on": True,
    "topics": True,
    "authors": True,
    "old_addresses": False,
}
_LARGEST = 2**63 - 1
NO_HISTORY = "was exported without its history; expected an export made with --with-history"


class NotAnExport(UserFacing):
    """A file that is no export, or exports that make no whole record; says what was expected."""


def exports_among(paths: Iterable[str]) -> list[Path]:
    """The exports at these paths: files, and folders with those in them, private parts included."""
    exports = []
    for path in map(Path, paths):
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        exports += [file for file in files if file.is_file() and is_export(file)]
    return exports


def is_export(file: Path) -> bool:
    """Whether a file is the export of an explainer, or the private part of a site's."""
    return begins_as(FORMAT, file) or is_private_part(file)


def is_private_part(file: Path) -> bool:
    """Whether a file is the private part of a site's export, of today's format or an older one."""
    return any(begins_as(name, file) for name in (PRIVATE, *OLDER_PRIVATE))


def begins_as(format_name: str, file: Path) -> bool:
    """Whether a file says at its beginning that it is of that format."""
    with file.open("rb") as bytes_:
        return f'"format": "{format_name}"'.encode() in bytes_.read(200)


class ExportShelf:
    """The explainers of several exports, and the lines of their records in order of serial."""

    def __init__(self, files: Iterable[Path]) -> None:
        # SQLite's database without a name lies in a temporary file, of which a little is in memory.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("CREATE TABLE line (serial INTEGER, content TEXT)")
        self._database.execute("CREATE TABLE explainer (content TEXT)")
        self._database.execute("CREATE TABLE outcome (content TEXT)")
        self._database.execute("BEGIN")
        for file in files:
            self._put(file)
        self._database.execute("CREATE INDEX line_in_order ON line (serial)")

    def lines(self) -> Iterator[dict[str, Any]]:
        """The lines of the record, of all explainers together, by serial."""
        rows = self._database.execute("SELECT content FROM line ORDER BY serial")
        for (content,) in rows:
            yield json.loads(content)

    def explainers(self) -> Iterator[dict[str, Any]]:
        """What each export holds beside its record and its words, in the order of the files.

        `evidence` is the number of lines that an older export brought of a third site's record.
        """
        for (content,) in self._database.execute("SELECT content FROM explainer ORDER BY rowid"):
            yield json.loads(content)

    def tell(self, outcome: ImportResult) -> None:
        """Keeps what became of an explainer until all of them are in."""
        content = json.dumps(asdict(outcome) | {"changes": ()})
        self._database.execute("INSERT INTO outcome VALUES (?)", [content])

    def outcomes(self) -> Iterator[ImportResult]:
        """What was told, in order."""
        for (content,) in self._database.execute("SELECT content FROM outcome ORDER BY rowid"):
            kept = json.loads(content)
            notes = tuple(Note(**note) for note in kept["notes"])
            yield ImportResult(
                **kept | {"notes": notes, "changes": (), "aliases": tuple(kept["aliases"])}
            )

    def _put(self, file: Path) -> None:
        kept: dict[str, Any] = {"file": str(file), "evidence": 0}
        has_record = False
        try:
            for name, content in members(file, "record", "evidence"):
                if name == "record":
                    has_record = True
                    self._put_line(file, content)
                elif name == "evidence":
                    kept["evidence"] += 1
                elif name in _KEPT:
                    kept[name] = content
        except NotJSON as error:
            raise NotAnExport(str(error)) from error
        missing = {name for name, is_needed in _KEPT.items() if is_needed} - set(kept)
        if missing:
            raise NotAnExport(f"{file}: lacks {', '.join(sorted(missing))}")
        if not has_record:
            raise NotAnExport(f"{file}: {NO_HISTORY}")
        self._database.execute("INSERT INTO explainer VALUES (?)", [json.dumps(kept)])

    def _put_line(self, file: Path, line: Any) -> None:
        row = (_serial(file, line), json.dumps(line))
        self._database.execute("INSERT INTO line VALUES (?, ?)", row)


def _serial(file: Path, line: Mapping[str, Any]) -> int:
    try:
        serial = int(json.loads(line["sealed"])["serial"])
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise NotAnExport(f"{file}: a line of the record names no serial number") from error
    return max(-_LARGEST, min(serial, _LARGEST))
