"""Exports of before hold a third site's record as `evidence`; they come in, and it is left out."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from articles.publishing import publish
from articles.sealed import PastNote, write_notes
from corrections.removal import Order
from corrections.removing import remove_article
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, grace
from tests.exports.test_foreign_records import SLUG, bring, emptied, leave, ours

pytestmark = pytest.mark.django_db(transaction=True)
THIRD = "00000000-0000-4000-8000-000000000003"
#: As version 1 sealed it while such a record was kept.
SEALED_BEFORE = (
    f"Recorded before by another site ({THIRD}), in 2 versions, which are kept here as evidence. "
    f"SHA-256 of their digests, one a line: {'0' * 64}."
)
NOTE = (
    "what another site recorded of it before (2 versions, “evidence” in the file) stays in the "
    "file and was left out"
)


def a_line(number: int) -> dict[str, Any]:
    """A line of a third site's record, with a text that is whole and one that was withheld."""
    members = {"schema": 1, "site": THIRD, "serial": number, "number": number}
    whole = {"commitment": "1" * 64, "salt": "2" * 64, "body": "What it said there."}
    return {
        "digest": str(number) * 64,
        "sealed": json.dumps(members, separators=(",", ":")),
        "texts": [whole, {"commitment": "3" * 64}],
    }


def made_older(file: Path) -> None:
    """Writes the member `evidence` into an export, before its `record`, as it used to be."""
    text = file.read_text(encoding="utf-8")
    lines = [json.dumps(a_line(number), ensure_ascii=False, indent=1) for number in (1, 2)]
    indented = ",\n  ".join(one.replace("\n", "\n  ") for one in lines)
    mark = ',\n "record": ['
    assert mark in text
    evidence = f',\n "evidence": [\n  {indented}\n ]'
    file.write_text(text.replace(mark, evidence + mark), encoding="utf-8")
    assert list(json.loads(file.read_text(encoding="utf-8")))[-2:] == ["evidence", "record"]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The export of a site whose explainer came from a third one; the database is new again."""
    draft = a_draft(DOCUMENT, import_key=f"corrigenda:{THIRD}/{THIRD}")
    write_notes(draft, [PastNote("2024-05-06", SEALED_BEFORE)])
    publish(draft, by=ada())
    leave(tmp_path / "today")
    leave(tmp_path / "older")
    made_older(tmp_path / "older" / f"{SLUG}.json")
    emptied()
    return tmp_path


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_an_empty_site_takes_it_in_and_says_what_was_left_out(
    older: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bring(older / "older", *options)
    printed = capsys.readouterr().out
    assert "1 published." in printed
    assert printed.count(NOTE) == 1


def test_an_empty_site_has_all_else_byte_for_byte(older: Path) -> None:
    bring(older / "older")
    leave(older / "again")
    again, today = (older / folder / f"{SLUG}.json" for folder in ("again", "today"))
    assert again.read_bytes() == today.read_bytes()
    assert list(verify(rendering=True)) == []


def test_a_removed_one_comes_into_an_empty_site_with_the_note_too(
    older: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(older / "older")
    remove_article(Article.objects.get(), Order(because="law", by=ada(), approver=grace()))
    leave(tmp_path / "removed")
    made_older(tmp_path / "removed" / f"{SLUG}.json")
    emptied()
    capsys.readouterr()
    bring(tmp_path / "removed")
    printed = capsys.readouterr().out
    assert "1 removed." in printed
    assert NOTE in printed


def test_a_site_with_a_record_takes_it_in_and_names_both_histories(
    older: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_published(replace(DOCUMENT, title="Ours"))
    bring(older / "older", "--publish")
    printed = capsys.readouterr().out
    assert ours().is_published
    assert "its history (1 version of site " in printed
    assert printed.count(NOTE) == 1


def test_the_report_as_json_lines_holds_the_note(older: Path) -> None:
    report = older / "report.jsonl"
    call_command("import_explainers", str(older / "older"), report=str(report))
    notes = json.loads(report.read_text(encoding="utf-8").splitlines()[0])["notes"]
    assert notes == [{"line": None, "message": NOTE}]


@pytest.mark.parametrize("address", ["", "history/"])
def test_a_note_that_was_sealed_about_evidence_is_shown_as_it_was(
    older: Path, client: Client, address: str
) -> None:
    bring(older / "older")
    page = client.get(f"/articles/{SLUG}/{address}").content.decode()
    assert SEALED_BEFORE in page
    assert "Former wording not recorded." not in page
