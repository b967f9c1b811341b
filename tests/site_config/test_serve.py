"""`scripts/serve`, as somebody at a terminal uses it."""

import os
import pty
import select
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings


class Terminal:
    """A terminal in which the script runs."""

    def __init__(self, state: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            environment = os.environ | {"STATE_DIR": str(state), "PORT": str(port)}
            environment |= {"DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "site_config.settings"}
            script = str(Path(settings.BASE_DIR) / "scripts" / "serve")
            os.execvpe("bash", ["bash", script], environment)

    def read(self) -> None:
        """Takes what the script has printed, so that it never waits for a reader."""
        ready, _, _ = select.select([self.screen], [], [], 0.2)
        if ready:
            try:
                os.read(self.screen, 65536)
            except OSError:
                return

    def serves(self) -> bool:
        """Whether the home page answers before long."""
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            self.read()
            try:
                with urlopen(self.address, timeout=5) as answer:
                    return b"Do Mexico and Russia" in answer.read()
            except (URLError, OSError):
                continue
        return False

    def exit_status(self) -> int | None:
        """The status with which the script ends before long; None if it doesn't."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
        return None


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """The script, started on a free port with a state of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = Terminal(tmp_path, port)
    yield started
    try:
        os.kill(started.pid, 9)
    except ProcessLookupError:
        return


@pytest.mark.browser
def test_it_serves_the_demonstration_and_ctrl_c_stops_it(terminal: Terminal) -> None:
    assert terminal.serves()
    os.write(terminal.screen, b"\x03")
    assert terminal.exit_status() == 0
    with pytest.raises(URLError):
        urlopen(terminal.address, timeout=5)
