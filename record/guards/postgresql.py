"""The guards as PostgreSQL triggers.

Each function has its `search_path` pinned, with pg_temp last, so that a temporary table of the
same name can't stand in for the record. It is VOLATILE, so that rows of one INSERT see each
other. `restrict_violation` is what Django shows as IntegrityError.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from record.format import FIRST_PREVIOUS, WITHHELD
from record.guards.spec import TEXTS, VERSIONS, FixedTable, LastingTable, ProjectionTable, Table
from record.registry import HIDDEN

_NEWEST = f'SELECT {{}} FROM "{VERSIONS}" ORDER BY serial DESC LIMIT 1'


def statements(table: Table, connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What guards `table`, by trigger name: a function and the trigger that calls it."""
    schema = _schema(connection)
    return {
        f"{table.name}_guard_row": _guard(
            table,
            "row",
            schema,
            _row_body(table),
            f'BEFORE INSERT OR UPDATE OR DELETE ON "{table.name}" FOR EACH ROW',
        ),
        f"{table.name}_guard_truncate": _guard(
            table,
            "truncate",
            schema,
            _refusal("true", f"{table.name}: what was published stays"),
            f'BEFORE TRUNCATE ON "{table.name}" FOR EACH STATEMENT',
        ),
    }


def source(statement: str) -> str:
    """The function's source within a statement of `statements`, as pg_proc keeps it."""
    return statement.split("$guard$")[1]


def existing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The sources of the triggers that are there and enabled now, by trigger name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, prosrc FROM pg_trigger"
            " JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid"
            # One of the same name that fires for less, or elsewhere, is none.
            " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL"
            " AND tgattr::text = '' AND proconfig[1] LIKE 'search_path=%%pg_temp'"
            " AND ((tgname = relname || '_guard_row' AND tgtype = 31)"
            " OR (tgname = relname || '_guard_truncate' AND tgtype = 34))"
            " AND relnamespace = current_schema()::regnamespace"
        )
        return dict(cursor.fetchall())


def drop(name: str, table: str) -> str:
    """The statement that takes one trigger off."""
    return f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'


def unique_indexes(connection: BaseDatabaseWrapper, table: str) -> int:
    """How many unique indexes `table` has, its primary key included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_index WHERE indisunique AND indrelid = %s::regclass",
            [f'"{table}"'],
        )
        (count,) = cursor.fetchone()
    return int(count)


def _schema(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def _guard(table: Table, name: str, schema: str, body: str, when: str) -> str:
    full = f"{table.name}_guard_{name}"
    return (
        f'CREATE OR REPLACE FUNCTION "{full}"() RETURNS trigger LANGUAGE plpgsql VOLATILE\n'
        f"SET search_path = {schema}, pg_temp AS $guard$\nBEGIN\n{body}\n"
        "  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n  RETURN NEW;\nEND\n$guard$;\n"
        f'DROP TRIGGER IF EXISTS "{full}" ON "{table.name}";\n'
        f'CREATE TRIGGER "{full}" {when} EXECUTE FUNCTION "{full}"()'
    )


def _row_body(table: Table) -> str:
    parts = []
    for event, refusals in (
        ("INSERT", _refused_inserts(table)),
        ("UPDATE", _refused_updates(table)),
        ("DELETE", _refused_deletes(table)),
    ):
        body = "\n".join(_refusal(condition, message) for condition, message in refusals)
        if body:
            parts.append(f"  IF TG_OP = '{event}' THEN\n{body}\n  END IF;")
    return "\n".join(parts)


def _refusal(condition: str, message: str) -> str:
    return (
        f"    IF {condition} THEN\n"
        f"      RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation';\n    END IF;"
    )


def _refused_inserts(table: Table) -> Iterator[tuple[str, str]]:
    if table.name == VERSIONS:
        yield (
            f"NEW.serial IS DISTINCT FROM coalesce(({_NEWEST.format('serial')}), 0) + 1",
            "a version takes the next serial",
        )
        yield (
            "NEW.previous IS DISTINCT FROM"
            f" coalesce(({_NEWEST.format('digest')}), '{FIRST_PREVIOUS}')",
            "a version follows the newest one",
        )
        yield (
            'NOT coalesce(NEW.recorded_at COLLATE "C" >'
            f" coalesce(({_NEWEST.format('recorded_at')}), ''), false)",
            "a version is later than the newest one",
        )
        yield (
            "NEW.number IS DISTINCT FROM coalesce((SELECT max(number)"
            f' FROM "{VERSIONS}" WHERE subject = NEW.subject), 0) + 1',
            "a version takes the next number of its subject",
        )
    elif table.name == TEXTS:
        yield (
            f"NEW.brought_by_id IS DISTINCT FROM ({_NEWEST.format('serial')})",
            "a text comes with the newest version",
        )
    elif isinstance(table, ProjectionTable):
        yield ("NEW.version_id IS NOT NULL", f"{table.name}: a row begins without a version")


def _refused_updates(table: Table) -> Iterator[tuple[str, str]]:
    if table.name == VERSIONS:
        yield ("true", "a version does not change")
    elif table.name == TEXTS:
        yield (
            "NOT coalesce(OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.salt IS NULL"
            " AND NEW.commitment = OLD.commitment AND NEW.brought_by_id = OLD.brought_by_id"
            f' AND EXISTS (SELECT 1 FROM "{VERSIONS}" WHERE serial = NEW.withheld_by_id'
            f" AND serial = (SELECT max(serial) FROM \"{VERSIONS}\") AND kind = 'removal'"
            " AND position('\"withheld\":\"' || NEW.commitment || '\"' IN sealed) > 0), false)",
            "a text does not change; only the newest removal that names it can withhold it",
        )
    elif isinstance(table, FixedTable):
        differs = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in table.fixed)
        yield (
            f'({differs}) AND EXISTS (SELECT 1 FROM "{VERSIONS}")',
            f"{table.name}: what the record names does not change",
        )
    elif isinstance(table, ProjectionTable):
        yield from _refused_projection_updates(table)
    elif isinstance(table, LastingTable):
        changes = [f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in table.fixed]
        changes += [
            f'NEW."{name}" IS DISTINCT FROM OLD."{name}" AND NOT coalesce('
            f"left(OLD.\"{name}\", {len(HIDDEN)}) <> '{HIDDEN}'"
            f" AND NEW.\"{name}\" ~ '^{HIDDEN}[0-9a-f]{{64}}$', false)"
            for name in table.hiding
        ]
        changes += [
            f'NEW."{name}" IS DISTINCT FROM OLD."{name}" AND NOT coalesce({_masks(name)}, false)'
            for name in table.masking
        ]
        yield (" OR ".join(changes), f"{table.name}: a row does not change, but loses words")


def _masks(column: str) -> str:
    """That the new text is the old one with the mark in place of some words, or alone."""
    pattern = f'NEW."{column}"'
    # As a pattern the new text stands for itself, and each mark for any words.
    for text, instead in (("!", "!!"), ("%", "!%"), ("_", "!_"), (WITHHELD, "%")):
        pattern = f"replace({pattern}, '{text}', '{instead}')"
    return (
        f"position('{WITHHELD}' IN NEW.\"{column}\") > 0"
        f" AND OLD.\"{column}\" LIKE {pattern} ESCAPE '!'"
    )


def _refused_projection_updates(table: ProjectionTable) -> Iterator[tuple[str, str]]:
    differs = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in table.frozen)
    key = table.primary_key
    sealed = (
        "NEW.version_id > coalesce(OLD.version_id, 0)"
        f' AND NEW."{table.subject}" = OLD."{table.subject}"'
        f' AND EXISTS (SELECT 1 FROM "{VERSIONS}"'
        f' WHERE serial = NEW.version_id AND subject = NEW."{table.subject}")'
    )
    yield (f'NEW."{key}" IS DISTINCT FROM OLD."{key}"', f"{table.name}: a row keeps its key")
    yield (
        f"OLD.version_id IS NOT NULL AND ({differs}) AND NOT coalesce({sealed}, false)",
        f"{table.name}: published words change with a new version only",
    )
    yield (
        f"OLD.version_id IS NULL AND NEW.version_id IS NOT NULL AND NOT coalesce({sealed}, false)",
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
        subject = f'subject = OLD."{table.subject}"'
        stays = f'EXISTS (SELECT 1 FROM "{VERSIONS}" WHERE {subject})'
        if table.destroyed:
            stays += (
                f' AND NOT EXISTS (SELECT 1 FROM "{VERSIONS}" WHERE {subject}'
                " AND kind = 'removal'"
                f' AND serial = (SELECT max(serial) FROM "{VERSIONS}")'
                ' AND position(\'"status":"removed"\' IN sealed) > 0)'
            )
        yield (stays, f"{table.name}: what was published stays")
    else:
        yield ("true", f"{table.name}: the record only grows")
