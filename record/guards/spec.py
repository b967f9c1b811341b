"""What the database itself must refuse, table by table, without saying how.

`record.guards.sqlite` and `record.guards.postgresql` put it into triggers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from record.models import Signer, SiteIdentity, Text, Version
from record.registry import Projection, lasting, projections

VERSIONS = Version._meta.db_table
TEXTS = Text._meta.db_table


@dataclass(frozen=True)
class Table:
    """A guarded table: its columns, its primary key and every set of columns that is unique."""

    name: str
    columns: tuple[str, ...]
    primary_key: str
    unique: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ProjectionTable(Table):
    """A table whose rows follow a version; `frozen` are the columns that may not change then.

    `parent` is the table, and its key, whose row comes to follow a version after this one's.
    """

    subject: str
    frozen: tuple[str, ...]
    parent: tuple[str, str] | None


@dataclass(frozen=True)
class FixedTable(Table):
    """A table of which only the columns `free` may change once anything was recorded."""

    free: tuple[str, ...]

    @property
    def fixed(self) -> tuple[str, ...]:
        """The columns that may not."""
        return tuple(column for column in self.columns if column not in self.free)


@dataclass(frozen=True)
class LastingTable(Table):
    """A table whose rows stay once their subject has a version; only `hiding` columns change,
    once, to a keyed hash, and `masking` ones, in which words give way to the mark. Rows that are
    `destroyed` go with the version that removes their subject, while it is the newest.
    """

    subject: str
    hiding: tuple[str, ...]
    masking: tuple[str, ...]
    destroyed: bool

    @property
    def fixed(self) -> tuple[str, ...]:
        """The columns that may not change."""
        changing = (*self.hiding, *self.masking)
        return tuple(column for column in self.columns if column not in changing)


class Engine(Protocol):
    """What a database engine's module gives."""

    def statements(self, table: Table, connection: BaseDatabaseWrapper) -> dict[str, str]:
        """What guards `table`, by trigger name."""

    def source(self, statement: str) -> str:
        """The part of a statement that `existing` gives back."""

    def existing(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        """The sources of the triggers that are there and enabled now, by name."""

    def drop(self, name: str, table: str) -> str:
        """The statement that takes one trigger off."""

    def unique_indexes(self, connection: BaseDatabaseWrapper, table: str) -> int:
        """How many unique indexes `table` has, its primary key included."""


def guarded_tables() -> Iterator[Table]:
    """Every table that is guarded: versions, texts, who and what they name, then projections."""
    for model in (Version, Text):
        yield Table(*_shape(model))
    yield FixedTable(*_shape(SiteIdentity), free=())
    yield FixedTable(*_shape(Signer), free=("name",))
    for projection in projections():
        yield _projection_table(projection)
    for rows in lasting():
        shape = _shape(rows.model)
        yield LastingTable(*shape, rows.subject, rows.hiding, rows.masking, rows.destroyed)


def _projection_table(projection: Projection) -> ProjectionTable:
    name, columns, primary_key, unique = _shape(projection.model)
    unknown = {projection.subject, "version_id", *projection.free} - set(columns)
    if unknown:
        raise ImproperlyConfigured(f"{name} has no column {', '.join(sorted(unknown))}")
    frozen = tuple(column for column in columns if column not in projection.free)
    parent = projection.parent._meta if projection.parent else None
    last = (parent.db_table, parent.pk.column) if parent else None
    return ProjectionTable(name, columns, primary_key, unique, projection.subject, frozen, last)


def _shape(
    model: type[models.Model],
) -> tuple[str, tuple[str, ...], str, tuple[tuple[str, ...], ...]]:
    options = model._meta
    columns = tuple(field.column for field in options.local_concrete_fields)
    return options.db_table, columns, options.pk.column, tuple(_unique_sets(model))


def _unique_sets(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    options = model._meta
    for field in options.local_concrete_fields:
        if field.unique:
            yield (field.column,)
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            if constraint.condition is not None or constraint.expressions:
                raise ImproperlyConfigured(
                    f"{constraint.name}: the guards know unique columns only, "
                    "neither conditions nor expressions"
                )
            columns = {field.name: field.column for field in options.local_concrete_fields}
            yield tuple(columns[name] for name in constraint.fields)
