"""`manage.py prepare_site`: what has to be done before the site is served, in one go."""

import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

_STAMP = ".collected"


class Command(BaseCommand):
    """Brings the database up to date, loads the demonstration if it is empty, collects files."""

    help = "Do all that a site needs before it is served. What is done already is left out."
    # The database may not be there yet; what it holds is checked when it is.
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Does it; raises `CommandError` where the database can't be reached."""
        _reach_database()
        self.stdout.write("Bringing the database up to date …")
        call_command("migrate", verbosity=0)
        call_command("load_demo", if_empty=True, stdout=self.stdout)
        if _collected() != _static_files():
            self.stdout.write("Collecting the static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
            (settings.STATIC_ROOT / _STAMP).write_text(_static_files(), encoding="ascii")


def _reach_database() -> None:
    """Opens a connection; raises `CommandError` with the reason in one line."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"DATABASE_URL: the database can’t be reached: {reason}") from error


def _collected() -> str | None:
    """What was collected last; None if nothing was."""
    try:
        return (settings.STATIC_ROOT / _STAMP).read_text(encoding="ascii")
    except OSError:
        return None


def _static_files() -> str:
    """A hash of which static files there are, where, and of when: another one, collect again."""
    files = sorted(
        (path, storage.path(path), storage.get_modified_time(path).timestamp())
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    return sha256(json.dumps(files).encode()).hexdigest()
