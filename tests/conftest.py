"""What all tests share: the engine, the guards around a flush, the seed, the browser."""

import os
import shutil
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import TransactionTestCase

from record import guards, migrating
from site_config.accounts import EDITORS, PUBLISHERS, WRITERS

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}

# A busy machine draws examples slowly; that says nothing about the code. By hand each run draws
# others; in CI they are the same each time, so that what fails there is the change at hand.
hypothesis.settings.register_profile(
    "corrigenda",
    deadline=None,
    derandomize=IN_CI,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("corrigenda")

ROOT = Path(__file__).resolve().parent.parent
ENGINES = {"sqlite", "postgresql"}


# What the first migration made stays: contents, rights and groups are the same for every test.
KEPT = {"django_migrations", "django_content_type", "auth_permission", "auth_group"}
KEPT |= {"auth_group_permissions"}


def pytest_configure() -> None:
    """Let a test with real transactions clean up behind itself."""
    TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[attr-defined]


def empty_tables(_case: TransactionTestCase) -> None:
    """Empties the tables as `flush` does, some twenty times as fast: few rows are deleted sooner
    than their tables are truncated. The guards refuse that, so they go and come back.
    """
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    # Foreign keys are looked at when the transaction ends, so the order doesn't matter.
    with transaction.atomic(), connection.cursor() as cursor:
        guards.remove()
        for name in names:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")
        Group.objects.exclude(name__in=(WRITERS, EDITORS, PUBLISHERS)).delete()
    migrating.put_guards_on(using="default")


def pytest_report_header() -> str:
    """Say which engine the tests run on; DATABASE_URL chooses it."""
    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about another engine than this one; that is no skip."""
    others = ENGINES - {connection.vendor}
    out = [item for item in items if any(item.get_closest_marker(name) for name in others)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration a skipped test is one that nobody ran: the run has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped"):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a run without failures has failed."""
    if IN_CI and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("Failed: nothing may be skipped in CI.", red=True)


@pytest.fixture(scope="session")
def seed() -> Path:
    """The folder of real files, beside the project or where CORRIGENDA_SEED says."""
    folder = Path(os.environ.get("CORRIGENDA_SEED") or ROOT.parent / "shared" / "seed")
    if not folder.is_dir():
        pytest.skip(f"seed missing: {folder.name} is neither beside the project nor named")
    return folder


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the Chromium that the system has; root may only run it without its sandbox."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium: apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return browser_type_launch_args | {"executable_path": found, "args": arguments}
