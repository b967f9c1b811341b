"""A backup goes back whole; what it lacks is appended, or the record says that it is lost."""

import json
import tarfile
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.files import File
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from articles.models import Article, Asset
from articles.reading import document_at
from articles.rows import write_draft
from corrections.models import Correction
from corrections.proposing.drafting import propose
from corrections.removal import Order
from corrections.removing import remove_words
from documents.document import Document
from record import export, guards
from record.models import Text, Version
from record.removal.words import Sought
from record.verification import verify
from tests.articles.cast import a_published, ada, grace
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of a site with two versions, a draft, a proposal and a picture."""
    article, _version = a_published()
    publish_one(article)
    held = document_at(Version.objects.get(pk=2))
    propose(article, with_section(held, "last article", "last page", 1), by=ada(), right="Page.")
    write_draft(Article(slug="draft"), Document("A draft", lead="Unfinished."))
    picture = BytesIO()
    Image.new("RGB", (2, 2), "red").save(picture, "PNG")
    asset = Asset(file=File(picture, name="red.png"))
    asset.describe()
    asset.save()
    path = tmp_path / "site.tar.gz"
    call_command("backup", str(path))
    return path


def later() -> list[str]:
    """Three more versions, one of which withholds words; gives the record as it is published."""
    article = Article.objects.get(slug="what-is-a-treaty")
    held = document_at(Version.objects.get(pk=2))
    publish_one(article, with_section(held, "enters into force", "enters in force", 1))
    remove_words(Sought("parliament"), Order(because="privacy", by=ada(), approver=grace()))
    a_published(slug="later")
    return list(export.lines())


def restore(path: Path, *options: str) -> None:
    """The command, into the site as it is."""
    call_command("restore", str(path), "--force", *options)


def test_everything_is_back_as_it_was(backup: Path) -> None:
    record = list(export.lines())
    Article.objects.drafts().delete()
    asset = Asset.objects.get()
    asset.file.delete(save=False)
    restore(backup, "--complete")
    assert list(export.lines()) == record
    assert list(verify()) == []
    assert guards.missing() == []
    assert Article.objects.drafts().get().lead == "Unfinished."
    assert Correction.objects.get(version=None).right == "Page."
    assert Asset.objects.get().file.read().startswith(b"\x89PNG")


def test_what_the_backup_lacks_is_appended_from_a_saved_record(
    backup: Path, tmp_path: Path
) -> None:
    record = later()
    saved = tmp_path / "versions.ndjson"
    saved.write_text("".join(record), encoding="ascii")
    restore(backup, "--tail", str(saved))
    assert list(export.lines()) == record
    assert list(verify(rendering=True)) == []
    assert guards.missing() == []


def test_removals_that_came_later_are_applied_again(backup: Path, tmp_path: Path) -> None:
    saved = tmp_path / "versions.ndjson"
    saved.write_text("".join(later()), encoding="ascii")
    restore(backup, "--tail", str(saved))
    shown = Text.objects.filter(body__contains="parliament", brought_by__lt=5)
    assert not shown.exists()


def test_without_a_saved_record_a_public_version_names_what_was_lost(
    backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = json.loads(later()[-1])["digest"]
    restore(backup)
    recovery = Version.objects.get(kind="recovery").members["recovery"]
    assert recovery == {"first": 3, "last": 5, "head": digest, "next_correction": 4}
    assert "the versions from 3 to 5 were lost" in capsys.readouterr().out
    assert list(verify()) == []


def test_lost_numbers_are_not_given_again(backup: Path) -> None:
    later()
    restore(backup)
    article = Article.objects.get(slug="what-is-a-treaty")
    held = document_at(Version.objects.get(pk=2))
    publish_one(article, with_section(held, "enters into", "comes into", 1))
    assert Correction.objects.published().first().number == 4  # type: ignore[union-attr]
    assert list(verify()) == []


def test_a_site_that_holds_a_record_is_not_replaced_unasked(backup: Path) -> None:
    a_published(slug="later")
    with pytest.raises(CommandError, match="holds a record of 3 versions"):
        call_command("restore", str(backup))
    assert Version.objects.count() == 3


def test_a_saved_record_of_another_site_is_refused_before_anything_is_put_back(
    backup: Path, tmp_path: Path
) -> None:
    record = later()
    saved = tmp_path / "versions.ndjson"
    altered = json.loads(record[2])
    altered["sealed"] = altered["sealed"].replace('"live"', '"dead"')
    saved.write_text("".join([*record[:2], json.dumps(altered) + "\n"]), encoding="ascii")
    with pytest.raises(CommandError, match="version 3"):
        restore(backup, "--tail", str(saved))
    assert Version.objects.count() == 5


@pytest.mark.parametrize("content", [b"", b"no tar", b"\x1f\x8b\x08\x00garbage"])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "site.tar.gz"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="no whole backup"):
        restore(path)


def test_a_backup_whose_files_leave_their_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "site.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        member = tarfile.TarInfo("../out.txt")
        member.size = 3
        tar.addfile(member, BytesIO(b"out"))
    with pytest.raises(CommandError, match="no whole backup"):
        restore(path)
    assert not (tmp_path.parent / "out.txt").exists()


def test_a_backup_that_was_cut_off_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(tarfile.TarFile, "add", fail)
    with pytest.raises(CommandError, match="the disk is full"):
        call_command("backup", str(tmp_path / "site.tar.gz"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept(backup: Path) -> None:
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(backup))


def test_a_backup_made_while_others_publish_is_whole(tmp_path: Path) -> None:
    a_published()

    def publishing() -> None:
        try:
            for number in range(12):
                a_published(slug=f"busy-{number}")
        finally:
            connection.close()

    path = tmp_path / "busy.tar.gz"
    busy = Thread(target=publishing)
    busy.start()
    call_command("backup", str(path))
    busy.join()
    assert Version.objects.count() == 13
    restore(path, "--complete")
    assert 1 <= Version.objects.exclude(kind="recovery").count() <= 13
    assert list(verify()) == []
