"""How files are taken in, what became of each, and the keys that an import has seen so far."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from articles.models import Article
from documents.differences import Change
from formats.parsed import Note, ParsedExplainer
from record.models import Signer

Result = Literal[
    "made",
    "unchanged",
    "updated",
    "published",
    "proposed",
    "changed",
    "refused",
    "left out",
    "vanished",
    "removed",
]


@dataclass(frozen=True)
class ImportResult:
    """What became of one file, for the report.

    `changes` are set where a published explainer differs, `reason` where the file was refused or
    left out, has vanished, or is of an explainer that was removed at its site; `aliases` are the
    addresses that the explainer had elsewhere.
    """

    name: str
    result: Result
    slug: str = ""
    title: str = ""
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    reason: str = ""
    line: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """How files are read and taken in.

    `language` is that of texts which tell none, `format_name` the format of all files where it
    isn't to be recognised, and below `media` lie pictures that files name by an address on the web.
    `author` and `topics` are names, made where they don't exist; `publisher` has what is made or
    still a draft published at once; `dry` reports and writes nothing; `on_change` does what is to
    be done with a changed file of a published explainer.
    """

    author: str | None = None
    topics: tuple[str, ...] = ()
    publisher: Signer | None = None
    dry: bool = False
    language: str = "en"
    format_name: str | None = None
    media: tuple[Path, ...] = ()
    on_change: "OnChange | None" = None

    def authors_of(self, reading: ParsedExplainer) -> tuple[str, ...]:
        """The names of its authors: the one that was given for all, or those of the file."""
        return (self.author,) if self.author else reading.authors

    def topics_of(self, reading: ParsedExplainer) -> tuple[str, ...]:
        """The names of its topics, each once."""
        return tuple(dict.fromkeys([*reading.topics, *self.topics]))


#: (explainer, what was read, outcome so far, options) -> outcome: what becomes of a changed file of
#: a published explainer.
OnChange = Callable[[Article, ParsedExplainer, ImportResult, Options], ImportResult]


def counted(results: Mapping[str, int]) -> dict[str, int]:
    """How many there are of each result, as the log of events takes it."""
    return {name.replace(" ", "_"): results[name] for name in sorted(results)}


_TABLE = "CREATE TABLE seen (kind TEXT, name TEXT, by TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID"


class SeenKeys:
    """Names of several kinds, each with who came with it first.

    `holder` knows who came with addresses before all that is seen here; None for nobody.
    """

    def __init__(self, holder: Callable[[str], str | None] | None = None) -> None:
        # SQLite's database without a name lies in a temporary file, of which a little is in memory.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute(_TABLE)
        self._holder = holder

    def first(self, kind: str, name: str, by: str) -> str:
        """Who came with `name` first: `by`, if nobody has yet."""
        self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (kind, name, by))
        return self.by(kind, name) or by

    def has(self, kind: str, name: str) -> bool:
        """Whether anybody came with `name`."""
        return self.by(kind, name) is not None

    def by(self, kind: str, name: str) -> str | None:
        """Who came with `name` first; None where nobody has."""
        holder = self._holder(name) if self._holder and kind == "address" else None
        if holder is not None:
            return holder
        first = "SELECT by FROM seen WHERE kind = ? AND name = ?"
        row = self._database.execute(first, (kind, name)).fetchone()
        return None if row is None else str(row[0])
