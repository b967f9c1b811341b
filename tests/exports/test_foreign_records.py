"""An export of another site in one that has a record: a first publication."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from articles.reading import document_at
from articles.sealed import past_notes_of
from corrections.models import Correction
from corrections.removal import Order
from corrections.removing import remove_words
from record import guards
from record.models import Version
from record.removal.words import Sought
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_published, ada, an_author, grace
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = Path(__file__).parents[2] / "scripts" / "verify_record.py"
SLUG = "what-is-a-treaty"


def leave(folder: Path, *slugs: str) -> None:
    """An export with history."""
    call_command("export_explainers", *slugs, format="json", with_history=True, output=str(folder))


def emptied() -> None:
    """The same database, as a new site has it."""
    guards.remove()
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def abroad(tmp_path: Path) -> Path:
    """Exports of another site's explainer: `first` with two versions, `second` with four.

    Between them that site published others, and withheld a word at last.
    """
    document = replace(DOCUMENT, authors=(an_author(),))
    a_published(replace(DOCUMENT, title="Before"))
    article, _version = a_published(document)
    publish_one(article, with_section(document, "full powers", "full power"))
    held = with_section(document, "full powers", "full power")
    leave(tmp_path / "first", SLUG)
    a_published(replace(DOCUMENT, title="Between"))
    publish_one(article, with_section(held, "States do", "Nations do"))
    remove_words(Sought("parliament"), Order(because="privacy", by=ada(), approver=grace()))
    leave(tmp_path / "second", SLUG)
    emptied()
    a_published(replace(DOCUMENT, title="Ours"))
    return tmp_path


def bring(folder: Path, *options: str) -> None:
    """An import."""
    call_command("import_explainers", str(folder), *options)


def ours() -> Article:
    """The explainer as it came in."""
    return Article.objects.exclude(slug="ours").get()


def test_it_comes_in_as_a_draft(abroad: Path) -> None:
    bring(abroad / "first")
    article = ours()
    assert not article.is_published
    assert article.slug == SLUG
    assert [one.name for one in article.bylines.all()] == ["Ada Edits"]


def test_it_is_published_as_version_1_with_its_newest_words(abroad: Path, client: Client) -> None:
    bring(abroad / "first", "--publish")
    article = ours()
    version = Version.objects.get(subject=article.pk)
    assert version.number == 1
    assert "full power." in (document_at(version).sections[0].body or "")
    assert article.first_published == str(version.recorded_at)[:10]
    assert list(verify(rendering=True)) == []
    page = client.get(f"/articles/{SLUG}/").content.decode()
    assert "Correction, recorded by another site. States make treaties" in page


def test_a_sample_shows_it_as_it_would_look(abroad: Path) -> None:
    bring(abroad / "first", "--dry-run", "--sample-in", str(abroad / "shown"))
    assert "through representatives" in (abroad / "shown" / "1.html").read_text()
    assert Article.objects.count() == 1


def test_its_corrections_there_are_imported_history(abroad: Path) -> None:
    bring(abroad / "first", "--publish")
    told, sealed = past_notes_of(ours().pk)
    assert told.note == (
        "Correction, recorded by another site. States make treaties through representatives. "
        "We forgot the representatives."
    )
    assert told.date == sealed.date
    assert not Correction.objects.exists()


def test_the_report_says_that_its_history_stays_in_the_file(
    abroad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = json.loads((abroad / "first" / f"{SLUG}.json").read_text("utf-8"))["site"]
    bring(abroad / "first")
    note = f"its history (2 versions of site {site}) stays in the file and was left out"
    assert capsys.readouterr().out.count(note) == 1


def test_version_1_seals_which_record_stays_in_the_file(abroad: Path) -> None:
    bring(abroad / "first", "--publish")
    export_ = json.loads((abroad / "first" / f"{SLUG}.json").read_text("utf-8"))
    digests = "".join(f"{line['digest']}\n" for line in export_["record"])
    assert past_notes_of(ours().pk)[-1].note == (
        f"Recorded before by another site ({export_['site']}), up to version 2 there; that record "
        "is not kept here. SHA-256 of its digests, one a line: "
        f"{hashlib.sha256(digests.encode()).hexdigest()}."
    )


def test_nobody_says_that_a_former_wording_is_recorded_nowhere(
    abroad: Path, client: Client
) -> None:
    bring(abroad / "first", "--publish")
    page = client.get(f"/articles/{SLUG}/").content.decode()
    assert "Recorded before by another site" in page
    assert "Former wording not recorded." not in page


@pytest.mark.parametrize(
    "address", [f"/articles/{SLUG}/evidence.ndjson", "/record/evidence.ndjson"]
)
def test_no_record_of_another_site_is_served(abroad: Path, client: Client, address: str) -> None:
    bring(abroad / "first", "--publish")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("options", [[], ["--publish"]])
def test_the_same_export_again_changes_nothing(
    abroad: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bring(abroad / "first", *options)
    versions = Version.objects.count()
    capsys.readouterr()
    bring(abroad / "first", *options)
    assert "1 unchanged." in capsys.readouterr().out
    assert Version.objects.count() == versions


def test_a_dry_run_writes_nothing(abroad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bring(abroad / "first", "--publish", "--dry-run")
    assert "1 published." in capsys.readouterr().out
    assert Article.objects.count() == 1


def test_the_changed_words_of_a_later_state_are_proposed(
    abroad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(abroad / "first", "--publish")
    bring(abroad / "second", "--publish")
    printed = capsys.readouterr().out
    assert "1 proposed." in printed
    assert "its history (4 versions of site " in printed
    proposal = Correction.objects.get()
    assert "Nations do" in (proposal.document.sections[0].body or "")
    assert Version.objects.filter(subject=ours().pk).count() == 1
    assert list(verify(rendering=True)) == []


def test_what_was_retracted_there_stays_a_draft(abroad: Path, tmp_path: Path) -> None:
    emptied()
    article, _version = a_published()
    publish_one(article, DOCUMENT, kind="retraction", right="It is all wrong.")
    leave(tmp_path / "retracted")
    emptied()
    a_published(replace(DOCUMENT, title="Ours"))
    bring(tmp_path / "retracted", "--publish")
    assert not ours().is_published


def test_the_private_part_of_another_site_is_left_out(
    abroad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = abroad / "first" / "private.json"
    file.write_text('{\n "format": "corrigenda-private/1",\n "rows": []\n}\n', encoding="utf-8")
    bring(abroad / "first")
    assert "comes into an empty site only" in capsys.readouterr().out


def test_other_files_beside_an_export_come_in_as_well(abroad: Path) -> None:
    (abroad / "first" / "note.md").write_text("# What is a note?\n\nA short text.\n")
    bring(abroad / "first")
    assert {one.slug for one in Article.objects.drafts()} == {SLUG, "what-is-a-note"}
