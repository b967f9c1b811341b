"""What happens around migrations: guards off, guards on, and the site gets its identity."""

from typing import Any

from django.db import connections

from record import guards
from record.models import SiteIdentity


def take_guards_off(plan: list[Any], using: str, **_kwargs: Any) -> None:
    """Where there is something to apply: a migration may remake a table or alter a column."""
    if plan:
        guards.remove(using)


def put_guards_on(using: str, **_kwargs: Any) -> None:
    """Always: SQLite drops triggers in silence when it remakes a table."""
    guards.install(using)
    # Unapplying the first migration leaves no table to write to.
    if SiteIdentity._meta.db_table in connections[using].introspection.table_names():
        SiteIdentity.objects.using(using).get_or_create(id=1)
