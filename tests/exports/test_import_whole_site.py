"""Options of `import_explainers` where a whole site comes into an empty one."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.management import call_command
from PIL import Image

from articles.models import Article, Asset
from articles.old_addresses import keep_old_addresses
from corrections.removal import Order
from corrections.removing import remove_article
from record import guards
from record.models import SiteIdentity, Version
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, grace
from tests.corrections.cast import publish_one
from tests.imports.test_import_explainers import run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made in passing lies below the folder of the test."""
    (tmp_path / "passing").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "passing"))


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """What a site left with: live with a picture, retracted, two that were removed, and a draft."""
    picture = BytesIO()
    Image.new("RGB", (2, 2), "red").save(picture, "PNG")
    asset = Asset(file=File(picture, name="red.png"))
    asset.describe()
    asset.save()
    live, _version = a_published(replace(DOCUMENT, lead=f"![Red]({asset.reference})"), slug="live")
    keep_old_addresses([(live.pk, ["/2019/treaty/", "/c%23/", "/?p=7"])])
    retracted, _version = a_published(slug="retracted")
    publish_one(retracted, DOCUMENT, kind="retraction", right="It is all wrong.")
    for slug, because in (("demanded", "law"), ("private", "privacy")):
        gone, _version = a_published(slug=slug)
        remove_article(gone, Order(because=because, by=ada(), approver=grace()))
    a_draft(replace(DOCUMENT, title="Not yet"), slug="not-yet")
    folder = tmp_path / "site"
    call_command(
        "export_explainers", format="json", with_history=True, with_private=True, output=str(folder)
    )
    guards.remove()
    call_command("flush", interactive=False, verbosity=0)
    Asset.objects.all().delete()
    return folder


def reported(file: Path) -> list[dict[str, Any]]:
    """The lines of a report."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "option",
    [
        ["--publish"],
        ["--published-by", "ada"],
        ["--author", "Ada"],
        ["--topic", "Law"],
        ["--format", "md"],
        ["--media", "."],
    ],
)
def test_what_would_change_a_site_that_comes_in_as_it_was_is_refused(
    left: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lines, status = run(str(left), *option)
    assert (lines, status) == ([], 1)
    assert not Version.objects.exists()
    assert not Asset.objects.exists()


def test_a_refused_option_is_named_with_what_was_expected(left: Path) -> None:
    with pytest.raises(Exception, match=r"^--publish: .* as it was.*; expected no --publish$"):
        call_command("import_explainers", str(left), "--publish")


def test_the_report_says_what_each_explainer_is_here(left: Path, tmp_path: Path) -> None:
    lines, status = run(str(left), "--report", str(tmp_path / "report.jsonl"))
    assert status == 0
    told = {one["slug"]: one for one in reported(tmp_path / "report.jsonl")}
    assert {slug: one["result"] for slug, one in told.items()} == {
        "live": "published",
        "retracted": "published",
        "demanded": "removed",
        "private": "removed",
        "not-yet": "made",
    }
    assert "answers 451" in told["demanded"]["reason"]
    assert "answers 410" in told["private"]["reason"]
    assert "retracted" in told["retracted"]["notes"][0]["message"]
    assert told["live"]["title"] == "What is a treaty?"
    assert told["private"]["title"] == ""
    assert "1 made, 2 published, 2 removed." in lines


def test_a_line_for_what_was_removed_shows_its_address_and_why(left: Path) -> None:
    lines, _status = run(str(left))
    (line,) = [one for one in lines if one.startswith("removed   ") and "demanded" in one]
    assert line.endswith(
        "/articles/demanded/: it was removed there, so it answers 451 and came without a word"
    )


def test_a_dry_run_gives_the_same_report_and_writes_nothing(left: Path, tmp_path: Path) -> None:
    dry, wet = tmp_path / "dry.jsonl", tmp_path / "wet.jsonl"
    before = SiteIdentity.objects.get().uuid
    run(str(left), "--dry-run", "--report", str(dry))
    assert not Article.objects.exists()
    assert not Asset.objects.exists()
    assert SiteIdentity.objects.get().uuid == before
    run(str(left), "--report", str(wet))
    assert reported(dry) == reported(wet)
    assert len(reported(wet)) == 5


def test_a_dry_run_looks_at_the_pictures_too(left: Path) -> None:
    (left / "assets" / f"{'0' * 64}.png").write_bytes(
        next((left / "assets").iterdir()).read_bytes()
    )
    lines, status = run(str(left), "--dry-run")
    assert (lines, status) == ([], 1)


def test_old_addresses_that_came_are_listed(left: Path, tmp_path: Path) -> None:
    file = tmp_path / "redirects.txt"
    run(str(left), "--redirects", str(file))
    assert file.read_text().splitlines() == [
        "/2019/treaty/ /articles/live/ 301",
        "/c%23/ /articles/live/ 301",
    ]


@pytest.mark.parametrize("option", ["--report", "--redirects"])
def test_a_file_that_can_t_be_written_is_refused_before_anything_is_taken_in(
    left: Path, tmp_path: Path, option: str
) -> None:
    lines, status = run(str(left), option, str(tmp_path / "nowhere" / "file"))
    assert (lines, status) == ([], 1)
    assert not Version.objects.exists()
    assert not Asset.objects.exists()


def test_samples_show_explainers_as_they_came_with_their_pictures(
    left: Path, tmp_path: Path
) -> None:
    shown = tmp_path / "shown"
    lines, _status = run(str(left), "--dry-run", "--sample", "9", "--sample-in", str(shown))
    assert f"Samples: {shown / 'index.html'}" in "\n".join(lines)
    pages = [one.read_text() for one in sorted(shown.glob("[0-9].html"))]
    titles = sorted(re.findall(r"<h1[^>]*>([^<]+)", "".join(pages)))
    assert titles == ["Not yet", "What is a treaty?", "What is a treaty?"]
    (picture,) = re.findall(r'<img src="([^"]+)"', "".join(pages))
    assert (shown / picture).read_bytes() == next((left / "assets").iterdir()).read_bytes()


def test_where_it_is_refused_no_line_says_that_anything_came_in(left: Path) -> None:
    (left / "live.json").unlink()
    lines, status = run(str(left))
    assert (lines, status) == ([], 1)
