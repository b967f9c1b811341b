"""The guards: triggers by which the database itself refuses to change what was published.

`install` puts them on (after migrations), `remove` takes them off (before), `missing` says what
is not as it should be. Both engines refuse the same; see `record.guards.spec`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from record.guards import postgresql, sqlite
from record.guards.spec import Engine, Table, guarded_tables

_ENGINES: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}


def install(using: str = "default") -> None:
    """Puts every guard on, for the tables that exist with all their columns. Idempotent."""
    connection = connections[using]
    engine = _ENGINES[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        present = engine.existing(connection)
        for table, name, statement in _guards(connection):
            if present.get(name) != engine.source(statement):
                cursor.execute(engine.drop(name, table.name))
                cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Takes every guard off: for migrations, and for tests that empty the tables."""
    connection = connections[using]
    engine = _ENGINES[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table, name, _statement in _guards(connection):
            cursor.execute(engine.drop(name, table.name))


def missing(using: str = "default") -> list[str]:
    """What is not guarded as it should be, a line each; empty when all is well."""
    connection = connections[using]
    engine = _ENGINES[connection.vendor]
    present = engine.existing(connection)
    lines = [
        f"the guard {name} {'differs' if name in present else 'is missing'}"
        for _table, name, statement in _guards(connection)
        if present.get(name) != engine.source(statement)
    ]
    for table in _built_tables(connection):
        count, known = (
            engine.unique_indexes(connection, table.name),
            len(set(table.unique)),
        )
        if count != known:
            lines.append(f"{table.name} has {count} unique indexes; the guards know {known}")
    return lines


def check_guards(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """System check: a warning for each guard that is missing.

    Not an error, since an error would stop the `migrate` that puts the guards back.
    """
    hint = "Run `manage.py migrate`; it puts the guards on."
    return [
        Warning(line, hint=hint, id="record.W001")
        for using in databases or []
        for line in missing(using)
    ]


def _guards(connection: BaseDatabaseWrapper) -> Iterator[tuple[Table, str, str]]:
    engine = _ENGINES[connection.vendor]
    for table in _built_tables(connection):
        for name, statement in engine.statements(table, connection).items():
            yield table, name, statement


def _built_tables(connection: BaseDatabaseWrapper) -> Iterator[Table]:
    """The guarded tables that exist with all their columns: a migration may be half-way."""
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
    for table in guarded_tables():
        if table.name in names and _columns(connection, table.name) >= set(table.columns):
            yield table


def _columns(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    """The names of a table's columns, without Django's introspection, which parses its SQL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
        return {column[0] for column in cursor.description or ()}
