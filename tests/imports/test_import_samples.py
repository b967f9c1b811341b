"""`import_explainers --sample`: a few of many, as they would look."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from articles.models import Article
from imports.samples import sampling
from tests.formats.word_files import png
from tests.imports.test_import_batches import page
from tests.imports.test_import_explainers import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples go below the folder of the test."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of twelve explainers."""
    (tmp_path / "posts").mkdir()
    for number in range(12):
        (tmp_path / "posts" / f"{number:02}.md").write_text(page(f"number {number}"))
    return tmp_path / "posts"


def samples(lines: list[str]) -> Path:
    """The index that the command names."""
    return Path(lines[-1].removeprefix("Samples: ").partition(" (")[0])


@pytest.fixture
def kept(tmp_path: Path) -> list[str]:
    """The option that keeps samples: without it they go before a test could look."""
    return ["--sample-in", str(tmp_path / "kept")]


def test_as_many_are_shown_as_were_asked_for(folder: Path, kept: list[str]) -> None:
    index = samples(run(str(folder), "--sample", "4", *kept)[0])
    links = re.findall(r'<a href="(\d\.html)"', index.read_text())
    assert links == ["1.html", "2.html", "3.html", "4.html"]
    assert "4 of 12 explainers" in index.read_text()


def test_a_sample_is_drawn_from_all_of_them(folder: Path, kept: list[str]) -> None:
    index = samples(run(str(folder), "--sample", "4", *kept)[0])
    shown = {int(number) for number in re.findall(r"(\d\d)\.md", index.read_text())}
    assert max(shown) > 3


def test_a_sample_of_a_dry_run_writes_no_explainer(folder: Path, kept: list[str]) -> None:
    index = samples(run(str(folder), "--dry-run", "--sample", "1", *kept)[0])
    assert not Article.objects.exists()
    assert "It is wet." in (index.parent / "1.html").read_text()


def test_notes_of_the_report_stand_above_the_text(folder: Path, kept: list[str]) -> None:
    index = samples(run(str(folder), "--sample", "1", *kept)[0])
    assert "no date of first publication was found" in (index.parent / "1.html").read_text()


def test_pictures_are_shown(tmp_path: Path, kept: list[str]) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.png").write_bytes(png())
    (tmp_path / "one" / "a.md").write_text("# What is red?\n\n![Red](a.png) It is a colour.\n")
    index = samples(run(str(tmp_path / "one"), "--dry-run", "--sample", "1", *kept)[0])
    (source,) = re.findall(r'<img src="([^"]+)"', (index.parent / "1.html").read_text())
    assert (index.parent / source).read_bytes() == png()


def test_a_sample_loads_nothing_that_does_not_lie_beside_it(folder: Path, kept: list[str]) -> None:
    index = samples(run(str(folder), "--sample", "1", *kept)[0])
    for name in re.findall(r'(?:src|href)="([^"#]+)"', (index.parent / "1.html").read_text()):
        assert (index.parent / name).is_file()


def test_where_nothing_was_taken_there_is_no_sample(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert run(str(tmp_path / "empty.txt"), "--sample", "3")[0][-1] == "1 refused."


def left_behind(tmp_path: Path) -> list[Path]:
    """The folders of samples in the folder for what is made in passing."""
    return list(tmp_path.glob("corrigenda-samples-*"))


def test_samples_go_when_the_command_ends(folder: Path, tmp_path: Path) -> None:
    lines, _status = run(str(folder), "--sample", "2")
    assert lines[-1].endswith("(removed when this command ends; --sample-in DIR keeps them)")
    assert left_behind(tmp_path) == []


def test_whoever_sits_at_a_terminal_has_time_to_look(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed, shown = Terminal("\n"), Terminal()
    seen: list[str] = []
    monkeypatch.setattr("sys.stdin", typed)
    monkeypatch.setattr(
        typed, "readline", lambda: seen.extend(one.name for one in left_behind(tmp_path))
    )
    call_command("import_explainers", str(folder), "--sample", "2", stdout=shown)
    assert "Press Enter, and they are removed." in shown.getvalue()
    assert len(seen) == 1
    assert left_behind(tmp_path) == []


class Terminal(StringIO):
    """What somebody types, or sees."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_what_a_browser_was_told_to_open_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    lines, _status = run(str(folder), "--open")
    assert opened == [samples(lines).as_uri()]
    assert samples(lines).is_file()
    assert lines[-1].endswith("(they stay there; remove them when you have looked)")


def test_a_folder_with_something_in_it_takes_no_samples(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"found files; expected an empty folder, or none$"):
        call_command("import_explainers", str(folder), "--sample-in", str(folder))
    assert not Article.objects.exists()
    assert len(list(folder.iterdir())) == 12


def test_an_import_that_is_refused_leaves_no_samples(folder: Path, tmp_path: Path) -> None:
    for option in (["--open"], ["--sample-in", str(tmp_path / "kept")]):
        assert run(str(folder), "--published-by", "nobody", "--publish", *option)[1] == 1
    assert left_behind(tmp_path) == []
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize("number", ["0", "-1", "101", "few"])
def test_a_number_that_nobody_looks_through_is_refused(folder: Path, number: str) -> None:
    lines, status = run(str(folder), f"--sample={number}")
    assert (lines, status) == ([], 1)


def fails_beside_others(folder: Path) -> None:
    """An import with samples in a folder where somebody puts other files before it fails."""
    with sampling(BaseCommand(), {"sample": 2, "open": False, "sample_in": str(folder)}):
        assert (folder / "site.css").exists()
        (folder / "mine.txt").write_text("Put here meanwhile.")
        (folder / "elsewhere").symlink_to(folder.parent)
        raise CommandError("It can’t be read.")


def test_an_import_that_fails_removes_its_samples_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="be read"):
        fails_beside_others(tmp_path / "shown")
    assert {one.name for one in (tmp_path / "shown").iterdir()} == {"mine.txt", "elsewhere"}
