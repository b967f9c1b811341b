"""A backup from before words were withheld: what a restore says that it may still hold."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from corrections.removal import Order
from corrections.removing import remove_words
from record import export
from record.models import Version
from record.removal.words import Sought
from tests.articles.cast import a_published, ada, grace

pytestmark = pytest.mark.django_db(transaction=True)


def restore(folder: Path, *options: str) -> None:
    """The backup put back, with the saved record."""
    tail = ("--tail", str(folder / "versions.ndjson"))
    call_command("restore", str(folder / "site.tar.gz"), "--force", *tail, *options)


def back_up(folder: Path) -> None:
    """The site as it is now, as a backup."""
    call_command("backup", str(folder / "site.tar.gz"))


def save_record(folder: Path) -> None:
    """The record as it is now."""
    (folder / "versions.ndjson").write_text("".join(export.lines()), "ascii")


def test_a_restored_site_says_where_a_removal_of_the_tail_did_not_reach(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_published()
    back_up(tmp_path)
    remove_words(Sought("full powers"), Order(because="safety", by=ada(), approver=grace()))
    save_record(tmp_path)
    serial = Version.objects.get(kind="removal").serial
    restore(tmp_path)
    printed = capsys.readouterr().out
    assert f"Words were withheld since the backup, last by version {serial}." in printed
    assert "Drafts, proposals and reports of the backup may hold them still" in printed


def test_it_says_nothing_of_a_removal_that_the_backup_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_published()
    remove_words(Sought("full powers"), Order(because="safety", by=ada(), approver=grace()))
    back_up(tmp_path)
    save_record(tmp_path)
    restore(tmp_path)
    assert "withheld since the backup" not in capsys.readouterr().out


def test_the_option_evidence_is_unknown() -> None:
    with pytest.raises(CommandError, match="unrecognized arguments: --evidence"):
        call_command("restore", "site.tar.gz", "--evidence", "saved.ndjson")
