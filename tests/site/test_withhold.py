"""`manage.py withhold`: lists every place, destroys on --apply, and cleans the database's files."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from articles.rows import write_draft
from corrections.models import Correction
from documents.document import Document, Section
from record.models import Version
from record.removal import erasing
from record.verification import verify
from tests.articles.cast import a_published, ada, grace

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Xanthippe Quux"


@pytest.fixture(autouse=True)
def known() -> Article:
    """A published explainer and a draft that say a name which is said nowhere else."""
    ada(), grace()
    article, _version = a_published(
        Document("Somebody", lead=f"She is {NAME}.", sections=(Section("s1", NAME, "Yes."),)),
        slug="somebody",
    )
    write_draft(Article(slug="draft"), Document("A draft", lead=f"On {NAME}. " * 2000))
    return article


def withhold(*arguments: str) -> None:
    """The command, asked by Ada."""
    call_command("withhold", *arguments, "--reason", "safety", "--by", "ada")


def files() -> bytes:
    """The bytes of the database's files."""
    if connection.vendor == "sqlite":
        path = str(connection.settings_dict["NAME"])
        return b"".join(
            Path(f"{path}{end}").read_bytes()
            for end in ("", "-wal", "-journal")
            if Path(f"{path}{end}").exists()
        )
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(format('%s/%s', folder, name)) FROM ("
            " SELECT folder, pg_ls_dir(folder) AS name FROM"
            " (SELECT format('base/%s', oid) AS folder FROM pg_database"
            "  WHERE datname = current_database()) AS here) AS listed"
        )
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


def test_a_dry_run_lists_every_place_and_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    withhold("--words", NAME, "--approved-by", "grace")
    said = capsys.readouterr().out
    assert "explainer somebody, version 1, document.lead" in said
    assert "explainer somebody, version 1, document.sections.s1.heading" in said
    assert ", lead" in said
    assert "3 places. Nothing was changed; --apply withholds the words." in said
    assert Version.objects.count() == 1


def test_applied_the_words_are_in_no_byte_of_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert NAME.encode() in files()
    withhold("--words", NAME, "--approved-by", "grace", "--apply")
    left = files()
    assert NAME.encode() not in left
    assert NAME.lower().encode() not in left
    said = capsys.readouterr().out
    assert "removal 1: version 2, 2 texts" in said
    assert "Beyond reach" in said
    assert list(verify()) == []


def test_it_can_be_run_again_to_clean_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    withhold("--words", NAME, "--approved-by", "grace", "--apply")
    withhold("--words", NAME, "--approved-by", "grace", "--apply")
    assert "No place holds the words." in capsys.readouterr().out
    assert Version.objects.count() == 2


def test_an_explainer_is_removed_by_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    withhold("--article", "somebody", "--alone", "Nobody is awake.")
    assert "Nothing was changed; --apply removes it." in capsys.readouterr().out
    withhold("--article", "somebody", "--alone", "Nobody is awake.", "--apply")
    assert Article.objects.get(slug="somebody").is_removed
    assert Correction.objects.get().alone == "Nobody is awake."


def test_destroyed_it_is_in_no_byte_of_the_files_either() -> None:
    Article.objects.drafts().delete()
    withhold("--article", "somebody", "--destroy", "--approved-by", "grace", "--apply")
    assert NAME.encode() not in files()
    assert list(verify()) == []


@contextmanager
def a_transaction_elsewhere() -> Iterator[psycopg.Connection]:
    """One that began to write in another database of the same server, before any removal."""
    held = connection.settings_dict
    with psycopg.connect(
        host=held["HOST"] or None,
        port=held["PORT"] or None,
        user=held["USER"] or None,
        password=held["PASSWORD"] or None,
        dbname="postgres",
    ) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield other


@pytest.mark.postgresql
def test_an_older_transaction_of_another_database_is_waited_for() -> None:
    with a_transaction_elsewhere() as other, ThreadPoolExecutor(1) as pool:

        def end() -> None:
            time.sleep(1)
            other.commit()

        ending = pool.submit(end)
        withhold("--words", NAME, "--approved-by", "grace", "--apply")
        ending.result()
    assert NAME.encode() not in files()


@pytest.mark.postgresql
def test_an_older_transaction_that_does_not_end_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(erasing, "LONG_PATIENCE", 0.3)
    with (
        a_transaction_elsewhere(),
        pytest.raises(CommandError, match="still in the database’s files"),
    ):
        withhold("--words", NAME, "--approved-by", "grace", "--apply")
    assert "began before the removal" in capsys.readouterr().err
    withhold("--words", NAME, "--approved-by", "grace", "--apply")
    assert NAME.encode() not in files()


@pytest.mark.postgresql
def test_the_samples_of_a_table_that_becomes_empty_are_taken_away() -> None:
    Article.objects.drafts().delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    withhold("--article", "somebody", "--destroy", "--approved-by", "grace", "--apply")
    assert NAME.encode() not in files()
    assert NAME.lower().encode() not in files()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--words", NAME, "--approved-by", "ada"), "must be another than who asks"),
        (("--words", NAME, "--approved-by", "nobody"), "no active user “nobody”"),
        (("--words", "x", "--approved-by", "grace"), "at least two letters"),
        (("--article", "nowhere", "--approved-by", "grace"), "published as “nowhere”"),
        (("--words", NAME, "--destroy", "--approved-by", "grace"), "goes with --article"),
        (("--words", NAME), "required"),
    ],
)
def test_what_it_cannot_do_is_refused_with_the_reason(
    arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        withhold(*arguments, "--apply")
    assert Version.objects.count() == 1


@pytest.mark.sqlite
def test_a_reader_that_keeps_the_log_open_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "PATIENCE", 0.3)
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM record_version").fetchone()
    try:
        with pytest.raises(CommandError, match="still in the database’s files"):
            withhold("--words", NAME, "--approved-by", "grace", "--apply")
    finally:
        other.close()
    assert not [one for one in verify() if one.fails]
