"""The guards as SQLite triggers.

SQLite's REPLACE deletes the row in its way without asking a DELETE trigger, through any unique
index and through the hidden rowid, in INSERT and in UPDATE. So the triggers that run *before*
both refuse every value of them that another row holds. Comparisons name `typeof` where a text
would otherwise pass for a number ('zz' > 5 is true in SQLite).
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from record.format import FIRST_PREVIOUS, WITHHELD
from record.guards.spec import TEXTS, VERSIONS, FixedTable, LastingTable, ProjectionTable, Table
from record.registry import HIDDEN

_NEWEST = f'SELECT {{}} FROM "{VERSIONS}" ORDER BY serial DESC LIMIT 1'


def statements(table: Table, _connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The CREATE TRIGGER statements for `table`, by trigger name."""
    refusals = {
        "INSERT": [*_taken_on_insert(table), *_refused_inserts(table)],
        "UPDATE": [*_taken_on_update(table), *_refused_updates(table)],
        "DELETE": list(_refused_deletes(table)),
    }
    return dict(_trigger(table, event, conditions) for event, conditions in refusals.items())


def source(statement: str) -> str:
    """The statement itself: SQLite keeps it whole."""
    return statement


def existing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers that are there now, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def drop(name: str, table: str) -> str:
    """The statement that takes one trigger off."""
    return f'DROP TRIGGER IF EXISTS "{name}"'


def unique_indexes(connection: BaseDatabaseWrapper, table: str) -> int:
    """How many unique indexes `table` has, its primary key included."""
    with connection.cursor() as cursor:
        cursor.execute(f'PRAGMA index_list("{table}")')
        indexes = sum(1 for row in cursor.fetchall() if row[2])
        cursor.execute(f'PRAGMA table_info("{table}")')
        keys = [row for row in cursor.fetchall() if row[5]]
    # An INTEGER PRIMARY KEY is the rowid itself and has no index of its own.
    return indexes + (len(keys) == 1 and keys[0][2].upper() == "INTEGER")


def _trigger(table: Table, event: str, conditions: list[tuple[str, str]]) -> tuple[str, str]:
    name = f"{table.name}_guard_{event.lower()}"
    body = "\n".join(
        f"  SELECT RAISE(ABORT, '{message}') WHERE {condition};"
        for condition, message in conditions
    )
    sql = f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table.name}"\nBEGIN\n{body}\nEND'
    return name, sql


def _taken_on_insert(table: Table) -> Iterator[tuple[str, str]]:
    for columns in (("rowid",), *table.unique):
        same = " AND ".join(f"held.{_quoted(name)} = NEW.{_quoted(name)}" for name in columns)
        yield (
            f'EXISTS (SELECT 1 FROM "{table.name}" AS held WHERE {same})',
            f"{table.name}: another row has this {', '.join(columns)}",
        )


def _taken_on_update(table: Table) -> Iterator[tuple[str, str]]:
    key = _quoted(table.primary_key)
    yield (
        f"NEW.rowid IS NOT OLD.rowid OR NEW.{key} IS NOT OLD.{key}",
        f"{table.name}: a row keeps its key",
    )
    for columns in table.unique:
        same = " AND ".join(f"held.{_quoted(name)} = NEW.{_quoted(name)}" for name in columns)
        yield (
            f'EXISTS (SELECT 1 FROM "{table.name}" AS held'
            f" WHERE held.rowid <> OLD.rowid AND {same})",
            f"{table.name}: another row has this {', '.join(columns)}",
        )


def _refused_inserts(table: Table) -> Iterator[tuple[str, str]]:
    if table.name == VERSIONS:
        yield (
            "typeof(NEW.serial) <> 'integer' OR NEW.serial IS NOT"
            f" coalesce(({_NEWEST.format('serial')}), 0) + 1",
            "a version takes the next serial",
        )
        yield (
            f"NEW.previous IS NOT coalesce(({_NEWEST.format('digest')}), '{FIRST_PREVIOUS}')",
            "a version follows the newest one",
        )
        yield (
            f"NOT (NEW.recorded_at > coalesce(({_NEWEST.format('recorded_at')}), ''))"
            " OR typeof(NEW.recorded_at) <> 'text'",
            "a version is later than the newest one",
        )
        yield (
            "typeof(NEW.number) <> 'integer' OR NEW.number IS NOT coalesce((SELECT max(number)"
            f' FROM "{VERSIONS}" WHERE subject = NEW.subject), 0) + 1',
            "a version takes the next number of its subject",
        )
    elif table.name == TEXTS:
        yield (
            f"NEW.brought_by_id IS NOT ({_NEWEST.format('serial')})",
            "a text comes with the newest version",
        )
    elif isinstance(table, ProjectionTable):
        yield ("NEW.version_id IS NOT NULL", f"{table.name}: a row begins without a version")


def _refused_updates(table: Table) -> Iterator[tuple[str, str]]:
    if table.name == VERSIONS:
        yield ("1", "a version does not change")
    elif table.name == TEXTS:
        yield (
            "NOT (OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.salt IS NULL"
            " AND NEW.brought_by_id IS OLD.brought_by_id"
            " AND typeof(NEW.withheld_by_id) = 'integer' AND EXISTS ("
            f'SELECT 1 FROM "{VERSIONS}" WHERE serial = NEW.withheld_by_id'
            f" AND serial = (SELECT max(serial) FROM \"{VERSIONS}\") AND kind = 'removal'"
            " AND instr(sealed, '\"withheld\":\"' || NEW.commitment || '\"') > 0))",
            "a text does not change; only the newest removal that names it can withhold it",
        )
    elif isinstance(table, FixedTable):
        names = [_quoted(name) for name in table.fixed]
        differs = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in names)
        yield (
            f'({differs}) AND EXISTS (SELECT 1 FROM "{VERSIONS}")',
            f"{table.name}: what the record names does not change",
        )
    elif isinstance(table, ProjectionTable):
        yield from _refused_projection_updates(table)
    elif isinstance(table, LastingTable):
        changes = [f"NEW.{_quoted(name)} IS NOT OLD.{_quoted(name)}" for name in table.fixed]
        begin = len(HIDDEN) + 1
        changes += [
            f"NEW.{name} IS NOT OLD.{name} AND NOT coalesce(typeof(NEW.{name}) = 'text'"
            f" AND OLD.{name} NOT GLOB '{HIDDEN}*' AND NEW.{name} GLOB '{HIDDEN}*'"
            f" AND length(NEW.{name}) = {len(HIDDEN) + 64}"
            f" AND substr(NEW.{name}, {begin}) NOT GLOB '*[^0-9a-f]*', 0)"
            for name in map(_quoted, table.hiding)
        ]
        changes += [
            f"NEW.{name} IS NOT OLD.{name} AND NOT coalesce({_masks(name)}, 0)"
            for name in map(_quoted, table.masking)
        ]
        yield (" OR ".join(changes), f"{table.name}: a row does not change, but loses words")


def _masks(column: str) -> str:
    """That the new text is the old one with the mark in place of some words, or alone."""
    pattern = f"NEW.{column}"
    # As a pattern the new text stands for itself, and each mark for any words.
    mark = WITHHELD.replace("[", "[[]")
    for text, instead in (("[", "[[]"), ("*", "[*]"), ("?", "[?]"), (mark, "*")):
        pattern = f"replace({pattern}, '{text}', '{instead}')"
    return (
        f"typeof(NEW.{column}) = 'text' AND instr(NEW.{column}, '{WITHHELD}') > 0"
        f" AND OLD.{column} GLOB {pattern}"
    )


def _refused_projection_updates(table: ProjectionTable) -> Iterator[tuple[str, str]]:
    differs = " OR ".join(
        f"NEW.{_quoted(name)} IS NOT OLD.{_quoted(name)}" for name in table.frozen
    )
    subject = _quoted(table.subject)
    sealed = (
        "typeof(NEW.version_id) = 'integer' AND NEW.version_id > coalesce(OLD.version_id, 0)"
        f" AND NEW.{subject} IS OLD.{subject}"
        f' AND EXISTS (SELECT 1 FROM "{VERSIONS}"'
        f" WHERE serial = NEW.version_id AND subject = NEW.{subject})"
    )
    yield (
        f"OLD.version_id IS NOT NULL AND ({differs}) AND NOT coalesce({sealed}, 0)",
        f"{table.name}: published words change with a new version only",
    )
    yield (
        f"OLD.version_id IS NULL AND NEW.version_id IS NOT NULL AND NOT coalesce({sealed}, 0)",
        f"{table.name}: no such version of this subject",
    )
    if table.parent:
        name, key = table.parent
        yield (
            "NEW.version_id > coalesce(OLD.version_id, 0) AND EXISTS ("
            f'SELECT 1 FROM "{name}" AS parent WHERE parent."{key}" = NEW."{table.subject}"'
            " AND parent.version_id >= NEW.version_id)",
            f"{table.name}: that version is closed",
        )


def _refused_deletes(table: Table) -> Iterator[tuple[str, str]]:
    if isinstance(table, ProjectionTable):
        yield ("OLD.version_id IS NOT NULL", f"{table.name}: what was published stays")
    elif isinstance(table, FixedTable):
        yield (
            f'EXISTS (SELECT 1 FROM "{VERSIONS}")',
            f"{table.name}: what the record names stays",
        )
    elif isinstance(table, LastingTable):
        subject = f"subject = OLD.{_quoted(table.subject)}"
        stays = f'EXISTS (SELECT 1 FROM "{VERSIONS}" WHERE {subject})'
        if table.destroyed:
            stays += (
                f' AND NOT EXISTS (SELECT 1 FROM "{VERSIONS}" WHERE {subject}'
                " AND kind = 'removal'"
                f' AND serial = (SELECT max(serial) FROM "{VERSIONS}")'
                ' AND instr(sealed, \'"status":"removed"\') > 0)'
            )
        yield (stays, f"{table.name}: what was published stays")
    else:
        yield ("1", f"{table.name}: the record only grows")


def _quoted(name: str) -> str:
    return name if name == "rowid" else f'"{name}"'
