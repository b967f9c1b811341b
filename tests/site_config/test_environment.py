"""The file `.env` stands behind the environment."""

from pathlib import Path

import pytest

from site_config.environment import Environment


@pytest.fixture
def dotenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that gives two names, which the environment forgets after the test."""
    path = tmp_path / ".env"
    path.write_text("# where\nCORRIGENDA_CITY=Tijuana\nCORRIGENDA_KEY=$ab#c\n", encoding="utf-8")
    for name in ("CORRIGENDA_CITY", "CORRIGENDA_KEY"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return path


def test_what_the_environment_lacks_comes_from_the_file(dotenv: Path) -> None:
    assert Environment(dotenv).text("CORRIGENDA_CITY") == "Tijuana"


def test_the_environment_wins_over_the_file(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORRIGENDA_CITY", "Kazan")
    assert Environment(dotenv).text("CORRIGENDA_CITY") == "Kazan"


def test_a_value_of_the_file_is_taken_as_it_is_written(dotenv: Path) -> None:
    assert Environment(dotenv).text("CORRIGENDA_KEY") == "$ab#c"


def test_there_need_be_no_file(tmp_path: Path) -> None:
    assert Environment(tmp_path / ".env").text("CORRIGENDA_CITY", "none") == "none"
