"""The first minutes with the site: what `scripts/serve` says where it can't start."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of the project as a newcomer runs it, with the project's own settings."""
    known = os.environ | {"DJANGO_SETTINGS_MODULE": "site_config.settings"} | environment
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=known, capture_output=True, text=True, check=False
    )


def prepared(state: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    return run("manage.py", "prepare_site", STATE_DIR=str(state), DATABASE_URL=database)


def refusal(host: str, port: int) -> str:
    """What is said where nothing can listen; it has to be one line."""
    ended = run("scripts/_address.py", "check", host, str(port))
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    return ended.stderr


@pytest.mark.parametrize(
    ("database", "reason"),
    [
        ("postgres://nobody@127.0.0.1:1/corrigenda", "refused"),
        ("postgres://nobody@host.invalid/corrigenda", "host.invalid"),
        ("sqlite:////folder/that/is/missing/db.sqlite3", "unable to open"),
    ],
)
def test_a_database_that_cannot_be_reached_is_said_in_one_line(
    tmp_path: Path, database: str, reason: str
) -> None:
    ended = prepared(tmp_path, database)
    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: DATABASE_URL: the database can’t be reached: ")
    assert reason in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.slow
def test_what_is_done_already_is_left_out_the_second_time(tmp_path: Path) -> None:
    first, second = prepared(tmp_path), prepared(tmp_path)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Collecting the static files" in first.stdout
    assert "Loading the demonstration" in first.stdout
    assert second.stdout == "Bringing the database up to date …\n"


def test_an_address_of_another_machine_is_refused_as_such() -> None:
    assert "HOST=192.0.2.1 is no address of this machine" in refusal("192.0.2.1", 8000)


def test_the_name_of_no_machine_is_refused_as_such() -> None:
    assert "HOST=host.invalid is the name of no machine" in refusal("host.invalid", 8000)


def test_a_port_in_use_is_refused_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port} is in use. Another one: PORT=8001" in refusal("127.0.0.1", port)
