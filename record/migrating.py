"""What happens around migrations: guards off, guards on, and the site gets its identity."""

from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from record import guards
from record.models import SiteIdentity

_OLDER = (
    "This database was made before the first release ({app}.{name}). Export the site with the "
    "version that made it: export_explainers --format json --with-history --with-private "
    "--output DIR. Then import DIR into an empty database: import_explainers DIR."
)


def refuse_older(using: str, **_kwargs: Any) -> None:
    """Raises `CommandError` for a database of migrations that were begun anew since."""
    loader = MigrationLoader(connections[using])
    ours = {
        config.label for config in apps.get_app_configs() if not config.name.startswith("django.")
    }
    for app, name in sorted(loader.applied_migrations):
        if app in ours and (app, name) not in loader.disk_migrations:
            raise CommandError(_OLDER.format(app=app, name=name))


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
