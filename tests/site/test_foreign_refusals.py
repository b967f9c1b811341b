"""An export of another site that is refused, with the line and the reason."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from articles.following import move
from articles.models import Article
from corrections.removal import Order
from corrections.removing import remove_article
from record.chain import digest_of
from record.commitments import commitment
from tests.articles.cast import DOCUMENT, a_published, ada, grace
from tests.corrections.cast import publish_one
from tests.exports.test_foreign_records import (  # noqa: F401
    SLUG,
    abroad,
    bring,
    emptied,
    leave,
    ours,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_removed_there_is_refused(
    abroad: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    emptied()
    article, _version = a_published()
    remove_article(article, Order(because="law", by=ada(), approver=grace()))
    leave(tmp_path / "removed")
    emptied()
    a_published(replace(DOCUMENT, title="Ours"))
    with pytest.raises(CommandError):
        bring(tmp_path / "removed")
    assert "was removed there" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("States do", "Nations do", "line 1: text "),
        ('\\"status\\":\\"live\\"', '\\"status\\":\\"retracted\\"', "line 1: the digest is not"),
        ('"commitment": ', '"committed": ', "line 1: lacks 'commitment'"),
        ('"sealed": ', '"healed": ', "line 1: lacks 'sealed'"),
        ('"record": [', '"records": [', "without its history"),
        ('"topics": ', '"tropics": ', "lacks 'topics'"),
    ],
)
@pytest.mark.parametrize("known", [False, True])
def test_a_damaged_record_is_refused_with_the_line_and_the_reason(
    abroad: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    reason: str,
    known: bool,
) -> None:
    if known:
        bring(abroad / "first", "--publish")
    file = abroad / "first" / f"{SLUG}.json"
    head, mark, record = file.read_text(encoding="utf-8").partition('"record": [')
    text = head.replace(old, new) + (mark + record).replace(old, new)
    assert text != head + mark + record
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="1 of 1 files were not taken"):
        bring(abroad / "first", "--publish")
    assert reason in capsys.readouterr().out
    assert Article.objects.count() == 1 + known


def test_lines_that_lack_one_between_them_are_refused(
    abroad: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = abroad / "second" / f"{SLUG}.json"
    members = json.loads(file.read_text(encoding="utf-8"))
    del members["record"][1]
    file.write_text(json.dumps(members, indent=1), encoding="utf-8")
    with pytest.raises(CommandError):
        bring(abroad / "second")
    assert "line 2: found version 3; expected version 2" in capsys.readouterr().out


def test_a_bad_export_does_not_stop_the_others(abroad: Path) -> None:  # noqa: F811
    shutil.copy(abroad / "first" / f"{SLUG}.json", abroad / "first" / "a.json")
    file = abroad / "first" / "a.json"
    file.write_text(file.read_text(encoding="utf-8").replace("States do", "X"), encoding="utf-8")
    with pytest.raises(CommandError, match="1 of 2 files"):
        bring(abroad / "first")
    assert ours().slug == SLUG


def test_an_export_of_this_site_itself_is_refused(tmp_path: Path) -> None:
    a_published()
    leave(tmp_path)
    with pytest.raises(CommandError, match="has a record of its own already"):
        bring(tmp_path)


def forged(export_file: Path, slug: str) -> dict[str, Any]:
    """An export whose first version alone stands, sealed anew with another address."""
    export_ = json.loads(export_file.read_text("utf-8"))
    line = export_["record"][0]
    old = json.loads(line["sealed"])["slug"]["text"]
    (text,) = [one for one in line["texts"] if one["commitment"] == old]
    text["body"] = slug
    text["commitment"] = commitment(bytes.fromhex(text["salt"]), slug)
    line["sealed"] = line["sealed"].replace(old, text["commitment"])
    line["digest"] = digest_of(line["sealed"])
    export_["record"] = [line]
    return dict(export_)


@pytest.mark.parametrize("slug", ["a/b", "../../admin/", "<script>", "A", "x\0", "x" * 81, " "])
def test_a_sealed_address_that_can_be_none_is_refused(
    abroad: Path,  # noqa: F811
    tmp_path: Path,
    slug: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(forged(abroad / "first" / f"{SLUG}.json", slug)))
    with pytest.raises(CommandError):
        bring(file, "--publish")
    assert "which can be none here" in capsys.readouterr().out
    assert Article.objects.count() == 1


def test_an_export_of_this_site_among_others_is_refused(
    abroad: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    leave(abroad / "first", "ours")
    article = Article.objects.get()
    changed = replace(DOCUMENT, title="Theirs", lead="All of it is other now.", sections=())
    publish_one(article, changed, kind="correction")
    (abroad / "first" / "ours.json").rename(abroad / "first" / "z.json")
    move(article, "theirs", by=ada())
    with pytest.raises(CommandError):
        bring(abroad / "first")
    assert "this is of the record of this site" in capsys.readouterr().out
