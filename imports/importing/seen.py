"""What an import met so far, kept in a file without a name: memory stays the same at any number."""

import sqlite3

_TABLE = "CREATE TABLE met (kind TEXT, name TEXT, by TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID"


class Met:
    """Names of several kinds, each with who came with it first."""

    def __init__(self) -> None:
        # SQLite's database without a name lies in a temporary file, of which a little is in memory.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute(_TABLE)

    def first(self, kind: str, name: str, by: str) -> str:
        """Who came with `name` first: `by`, if nobody has yet."""
        self._database.execute("INSERT OR IGNORE INTO met VALUES (?, ?, ?)", (kind, name, by))
        return self.by(kind, name) or by

    def has(self, kind: str, name: str) -> bool:
        """Whether anybody came with `name`."""
        return self.by(kind, name) is not None

    def by(self, kind: str, name: str) -> str | None:
        """Who came with `name` first; None where nobody has."""
        found = "SELECT by FROM met WHERE kind = ? AND name = ?"
        row = self._database.execute(found, (kind, name)).fetchone()
        return None if row is None else str(row[0])
