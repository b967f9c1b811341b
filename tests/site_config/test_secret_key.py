"""A site that was given no secret key makes one and keeps it."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from site_config.environment import kept_secret_key

ROOT = Path(__file__).resolve().parents[2]


def test_the_key_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    assert kept_secret_key(path) == kept_secret_key(path)


def test_only_its_owner_can_read_the_key(tmp_path: Path) -> None:
    kept_secret_key(tmp_path / "secret_key")
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_threads_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(kept_secret_key, [tmp_path / "secret_key"] * 64))
    assert len(keys) == 1


def test_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from site_config.environment import kept_secret_key;"
        "sys.stdin.readline(); print(kept_secret_key(pathlib.Path(sys.argv[1])))"
    )
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "secret_key")],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert len({start.communicate("go\n")[0] for start in starts}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_an_empty_file_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    with pytest.raises(ValueError, match="is empty"):
        kept_secret_key(tmp_path / "secret_key")
