"""Words that were withheld stay so, whatever an older backup or older evidence holds."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Evidence
from corrections.orders import Order
from corrections.removing import remove_words
from record import export
from record.models import Version
from record.verification import verify
from record.words import Sought
from tests.articles.cast import ada, grace
from tests.site.test_foreign_records import abroad, bring, downloaded, ours  # noqa: F401
from tests.site.test_restore_evidence import all_evidence, restore

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "full powers"


def backed_up(folder: Path) -> None:
    """The site as it is now, as a backup."""
    call_command("backup", str(folder / "site.tar.gz"), "--force")


def save(folder: Path, client: Client, name: str) -> Path:
    """The evidence as it is now; the record beside it."""
    (folder / "versions.ndjson").write_text("".join(export.lines()), "ascii")
    (folder / name).write_bytes(all_evidence(client))
    return folder / name


def withheld() -> None:
    """The words are taken out of everything."""
    remove_words(Sought(WORDS), Order(because="safety", by=ada(), approver=grace()))


@pytest.fixture
def early(abroad: Path, client: Client) -> Path:  # noqa: F811
    """A backup without the evidence, which was saved before words of it were withheld."""
    backed_up(abroad)
    bring(abroad / "first", "--publish")
    save(abroad, client, "early.ndjson")
    withheld()
    save(abroad, client, "late.ndjson")
    assert WORDS in (abroad / "early.ndjson").read_text()
    assert WORDS not in (abroad / "late.ndjson").read_text()
    return abroad


def held() -> str:
    """All words of the evidence that the database holds."""
    return "".join(Evidence.objects.values_list("texts", flat=True))


def test_evidence_from_before_a_removal_brings_no_withheld_word_back(
    early: Path, client: Client
) -> None:
    restore(early, "--evidence", str(early / "early.ndjson"))
    assert WORDS not in held()
    assert WORDS.encode() not in all_evidence(client)
    assert WORDS.encode() not in downloaded(client)
    assert list(verify(rendering=True)) == []


def test_of_such_evidence_comes_back_what_the_record_says_today(early: Path) -> None:
    restore(early, "--evidence", str(early / "early.ndjson"))
    texts = [one for row in Evidence.objects.all() for one in row.members["texts"]]
    assert "full power." in "".join(one.get("body", "") for one in texts)


def test_the_command_says_what_it_left_out_and_why(
    early: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    restore(early, "--evidence", str(early / "early.ndjson"))
    serial = Version.objects.get(kind="removal").serial
    said = capsys.readouterr().out
    assert f"since words were withheld after they were kept (version {serial})" in said


def test_evidence_from_after_a_removal_comes_back_as_it_was(early: Path, client: Client) -> None:
    restore(early, "--evidence", str(early / "late.ndjson"))
    assert all_evidence(client) == (early / "late.ndjson").read_bytes()


def test_evidence_in_a_backup_from_before_a_removal_loses_the_words(
    abroad: Path,  # noqa: F811
    client: Client,
) -> None:
    bring(abroad / "first", "--publish")
    backed_up(abroad)
    withheld()
    save(abroad, client, "late.ndjson")
    restore(abroad)
    assert WORDS not in held()
    assert list(verify(rendering=True)) == []


def test_with_later_evidence_such_a_backup_keeps_all_other_words(
    abroad: Path,  # noqa: F811
    client: Client,
) -> None:
    bring(abroad / "first", "--publish")
    backed_up(abroad)
    withheld()
    late = save(abroad, client, "late.ndjson")
    restore(abroad, "--evidence", str(late))
    assert all_evidence(client) == late.read_bytes()


def test_a_draft_s_evidence_in_such_a_backup_loses_its_words(
    abroad: Path,  # noqa: F811
    client: Client,
) -> None:
    bring(abroad / "second")
    assert not ours().is_published
    backed_up(abroad)
    withheld()
    late = save(abroad, client, "late.ndjson")
    restore(abroad, "--evidence", str(late))
    assert "body" not in held()


def test_where_nothing_was_withheld_since_a_backup_its_evidence_stays(
    abroad: Path,  # noqa: F811
    client: Client,
) -> None:
    bring(abroad / "first", "--publish")
    backed_up(abroad)
    early = save(abroad, client, "early.ndjson")
    restore(abroad)
    assert all_evidence(client) == early.read_bytes()


def test_a_restored_site_says_where_a_removal_of_the_tail_did_not_reach(
    early: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    restore(early, "--evidence", str(early / "late.ndjson"))
    assert "Drafts, proposals and reports of the backup may hold" in capsys.readouterr().out


def test_each_saved_line_says_which_removal_it_knows(early: Path) -> None:
    serial = Version.objects.get(kind="removal").serial
    for name, known in (("early", 0), ("late", serial)):
        lines = (early / f"{name}.ndjson").read_text().splitlines()
        assert {json.loads(line)["removal"] for line in lines} == {known}
