"""A restored site has its evidence again, from what was saved beside the record."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, Evidence
from corrections.orders import Order
from corrections.removing import remove_article
from record import export
from record.models import Version
from record.verification import verify
from tests.articles.cast import ada, grace
from tests.site.test_foreign_records import (  # noqa: F401
    abroad,
    bring,
    downloaded,
    ours,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saved(abroad: Path, client: Client) -> Path:  # noqa: F811
    """A backup from before an explainer came with its evidence, and what was saved after it."""
    call_command("backup", str(abroad / "site.tar.gz"))
    bring(abroad / "first", "--publish")
    (abroad / "versions.ndjson").write_text("".join(export.lines()), "ascii")
    (abroad / "evidence.ndjson").write_bytes(all_evidence(client))
    return abroad


def all_evidence(client: Client) -> bytes:
    """The evidence of all explainers as it is published."""
    response = client.get("/record/evidence.ndjson")
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def restore(folder: Path, *options: str) -> None:
    """The backup put back, with the saved record."""
    tail = ("--tail", str(folder / "versions.ndjson"))
    call_command("restore", str(folder / "site.tar.gz"), "--force", *tail, *options)


def test_evidence_comes_back_byte_for_byte(saved: Path, client: Client) -> None:
    restore(saved, "--evidence", str(saved / "evidence.ndjson"))
    assert downloaded(client) == (saved / "first.ndjson").read_bytes()
    assert all_evidence(client) == (saved / "evidence.ndjson").read_bytes()
    assert list(verify(rendering=True)) == []


def test_a_later_export_of_that_site_is_known_again(
    saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    restore(saved, "--evidence", str(saved / "evidence.ndjson"))
    bring(saved / "second")
    assert "1 proposed." in capsys.readouterr().out
    assert ours().evidence.count() == 4


def test_without_it_the_command_says_how_it_comes_back(saved: Path) -> None:
    with pytest.raises(CommandError, match=r"not whole. Evidence .* --evidence NDJSON\.$"):
        restore(saved)


def test_only_what_is_lacking_is_brought_back(
    saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", str(saved / "site.tar.gz"), "--force")
    restore(saved, "--evidence", str(saved / "evidence.ndjson"))
    assert "0 lines of evidence brought back" in capsys.readouterr().out
    assert Evidence.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"explainer"', '"explained"', "line 1: expected a line of /record/evidence.ndjson"),
        ("States do", "Nations do", "not those that were sealed"),
        ("{", "[", "line 1: expected a line"),
    ],
)
def test_evidence_that_does_not_hold_is_refused_before_anything_is_put_back(
    saved: Path, old: str, new: str, said: str
) -> None:
    file = saved / "evidence.ndjson"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    count = Version.objects.count()
    with pytest.raises(CommandError, match=said):
        restore(saved, "--evidence", str(file))
    assert Version.objects.count() == count
    assert Evidence.objects.count() == 2


def test_lines_of_an_explainer_that_the_record_lacks_are_told_of(
    saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (saved / "versions.ndjson").write_text("".join(list(export.lines())[:1]))
    restore(saved, "--evidence", str(saved / "evidence.ndjson"))
    said = "2 others are of explainers that this record doesn’t hold."
    assert said in capsys.readouterr().out
    assert not Evidence.objects.exists()


def test_no_word_of_a_removed_explainer_is_in_it(saved: Path, client: Client) -> None:
    remove_article(ours(), Order(because="law", by=ada(), approver=grace()))
    lines = [json.loads(line) for line in all_evidence(client).splitlines()]
    assert [len(line["texts"][0]) for line in lines] == [1, 1]
    assert b"States" not in all_evidence(client)


def test_evidence_of_a_draft_is_not_in_it(abroad: Path, client: Client) -> None:  # noqa: F811
    bring(abroad / "first")
    assert Article.objects.drafts().exists()
    assert all_evidence(client) == b""
