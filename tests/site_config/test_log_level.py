"""Where the lines of the log go: to machines, and not between the lines of a command."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SHOW = ["manage.py", "shell", "--no-imports", "-c"]
LEVEL = "from django.conf import settings; print(settings.LOG_LEVEL)"


def level_of_a_command(state: Path, stderr: int, **environment: str) -> str:
    known = os.environ | {"STATE_DIR": str(state), "DJANGO_SETTINGS_MODULE": "site_config.settings"}
    ended = subprocess.run(
        [sys.executable, *SHOW, LEVEL],
        cwd=ROOT,
        env=known | environment,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=True,
    )
    return ended.stdout.strip()


def test_a_command_at_a_terminal_logs_warnings_only(tmp_path: Path) -> None:
    _screen, terminal = pty.openpty()
    assert level_of_a_command(tmp_path, terminal) == "WARNING"


def test_a_command_without_a_terminal_logs_what_happens(tmp_path: Path) -> None:
    assert level_of_a_command(tmp_path, subprocess.DEVNULL) == "INFO"


def test_the_setting_goes_before_the_terminal(tmp_path: Path) -> None:
    _screen, terminal = pty.openpty()
    assert level_of_a_command(tmp_path, terminal, LOG_LEVEL="DEBUG") == "DEBUG"
