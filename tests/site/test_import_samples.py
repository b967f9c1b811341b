"""`import_explainers --sample`: a few of many, as they would look."""

import re
from pathlib import Path

import pytest

from articles.models import Article
from tests.articles.readers.word_files import png
from tests.site.test_import_batches import page
from tests.site.test_import_explainers import run

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
    return Path(lines[-1].removeprefix("Samples: "))


def test_as_many_are_shown_as_were_asked_for(folder: Path) -> None:
    index = samples(run(str(folder), "--sample", "4")[0])
    links = re.findall(r'<a href="(\d\.html)"', index.read_text())
    assert links == ["1.html", "2.html", "3.html", "4.html"]
    assert "4 of 12 explainers" in index.read_text()


def test_a_sample_is_drawn_from_all_of_them(folder: Path) -> None:
    index = samples(run(str(folder), "--sample", "4")[0])
    shown = {int(number) for number in re.findall(r"(\d\d)\.md", index.read_text())}
    assert max(shown) > 3


def test_a_sample_of_a_dry_run_writes_no_explainer(folder: Path) -> None:
    index = samples(run(str(folder), "--dry-run", "--sample", "1")[0])
    assert not Article.objects.exists()
    assert "It is wet." in (index.parent / "1.html").read_text()


def test_notes_of_the_report_stand_above_the_text(folder: Path) -> None:
    index = samples(run(str(folder), "--sample", "1")[0])
    assert "no date of first publication was found" in (index.parent / "1.html").read_text()


def test_pictures_are_shown(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.png").write_bytes(png())
    (tmp_path / "one" / "a.md").write_text("# What is red?\n\n![Red](a.png) It is a colour.\n")
    index = samples(run(str(tmp_path / "one"), "--dry-run", "--sample", "1")[0])
    (source,) = re.findall(r'<img src="([^"]+)"', (index.parent / "1.html").read_text())
    assert (index.parent / source).read_bytes() == png()


def test_a_sample_loads_nothing_that_does_not_lie_beside_it(folder: Path) -> None:
    index = samples(run(str(folder), "--sample", "1")[0])
    for name in re.findall(r'(?:src|href)="([^"#]+)"', (index.parent / "1.html").read_text()):
        assert (index.parent / name).is_file()


def test_where_nothing_was_taken_there_is_no_sample(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert run(str(tmp_path / "empty.txt"), "--sample", "3")[0][-1] == "1 refused."


@pytest.mark.parametrize("number", ["0", "-1", "101", "few"])
def test_a_number_that_nobody_looks_through_is_refused(folder: Path, number: str) -> None:
    lines, status = run(str(folder), f"--sample={number}")
    assert (lines, status) == ([], 1)
