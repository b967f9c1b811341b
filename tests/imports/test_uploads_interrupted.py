"""Sending in pieces, and steps that are cut off: nothing is lost, nothing is done twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from corrections.models import Correction
from imports.importing import bring_in_all
from imports.models import Upload, UploadedFile, UploadState
from imports.uploads import reading, stepping, taking
from imports.uploads.between_steps import UploadBusy, claimed, go_on, kept, options_of
from tests.admin.cast import text_of
from tests.admin.corrections_cast import desk_of, person
from tests.imports.uploads_cast import (
    ADD,
    RIVERS,
    TIDES,
    chosen,
    page_of,
    read,
    sent,
    taken,
    walked,
    zipped,
)

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = {"Accept": "application/json"}
MANY = {f"{n:03}.md": f"# Explainer {n:03}\n\nWords {n}.\n" for n in range(230)}


@pytest.fixture
def ada() -> Client:
    """Ada's browser; she edits."""
    return desk_of("ada")


def announced(desk: Client, *files: tuple[str, int], **fields: Any) -> dict[str, Any]:
    """What the script is told when it has said which files it is going to send."""
    response = desk.post(ADD, chosen(announced=json.dumps(files), **fields), headers=SCRIPT)
    assert response.status_code == 201, response.content
    told: dict[str, Any] = response.json()
    return told


def piece(desk: Client, file: dict[str, Any], start: int, data: bytes) -> Any:
    address = f"{file['address']}?start={start}"
    return desk.post(address, data, content_type="application/octet-stream", headers=SCRIPT)


class TestSending:
    """Piece by piece, in order, each once."""

    def test_pieces_make_the_file_and_the_last_begins_the_reading(self, ada: Client) -> None:
        data = TIDES.encode()
        told = announced(ada, ("tides.md", len(data)))
        (file,) = told["files"]

        first = piece(ada, file, 0, data[:10]).json()
        last = piece(ada, file, 10, data[10:]).json()

        assert (first["received"], first["is_here"]) == (10, False)
        assert (last["received"], last["is_here"]) == (len(data), True)
        upload = walked(ada, Upload.objects.get())
        assert upload.items.get().title == "What are tides?"

    def test_another_piece_than_the_next_is_refused_and_told_which_is(self, ada: Client) -> None:
        (file,) = announced(ada, ("tides.md", 40))["files"]
        piece(ada, file, 0, b"# What")

        again, too_far = piece(ada, file, 0, b"# What"), piece(ada, file, 20, b"x")

        assert (again.status_code, again.json()["received"]) == (409, 6)
        assert (too_far.status_code, too_far.json()["received"]) == (409, 6)

    def test_no_more_than_was_announced(self, ada: Client) -> None:
        (file,) = announced(ada, ("tides.md", 5))["files"]

        assert piece(ada, file, 0, b"123456").status_code == 409
        assert UploadedFile.objects.get().received == 0

    def test_a_piece_that_is_too_large_is_refused(self, ada: Client) -> None:
        (file,) = announced(ada, ("big.md", 9_000_000))["files"]

        assert piece(ada, file, 0, b"x" * 4_000_001).status_code == 413

    def test_bytes_of_a_piece_that_was_cut_off_are_written_again(self, ada: Client) -> None:
        data = TIDES.encode()
        (file,) = announced(ada, ("tides.md", len(data)))["files"]
        piece(ada, file, 0, data)
        # As if the process had been killed between writing and noting it.
        UploadedFile.objects.update(received=7)
        Upload.objects.update(state=UploadState.SENDING)

        piece(ada, file, 7, data[7:])

        assert walked(ada, Upload.objects.get()).items.get().title == "What are tides?"

    def test_coming_back_shows_how_much_is_here(self, ada: Client) -> None:
        (file,) = announced(ada, ("tides.md", 5_000))["files"]
        piece(ada, file, 0, b"x" * 2_000)

        page = ada.get(page_of(Upload.objects.get()))

        assert "2 kB of 5 kB here" in text_of(page)
        assert 'data-received="2000"' in page.content.decode()

    def test_without_scripts_the_same_file_goes_on_where_it_stopped(self, ada: Client) -> None:
        data = TIDES.encode()
        (file,) = announced(ada, ("tides.md", len(data)))["files"]
        piece(ada, file, 0, data[:10])
        upload = Upload.objects.get()
        other, same = SimpleUploadedFile("tides.md", b"x"), SimpleUploadedFile("tides.md", data)
        ada.post(page_of(upload, "send"), {"files": [other]})
        still = Upload.objects.get().state
        ada.post(page_of(upload, "send"), {"files": [same]})

        assert still == UploadState.SENDING
        assert walked(ada, Upload.objects.get()).items.get().title == "What are tides?"

    def test_more_than_the_limit_is_refused_before_it_is_sent(
        self, ada: Client, settings: Any
    ) -> None:
        settings.UPLOAD_LIMIT = 1_000_000
        files = json.dumps([("a.zip", 600_000), ("b.zip", 600_000)])

        response = ada.post(ADD, chosen(announced=files), headers=SCRIPT)

        assert response.status_code == 400
        (problem,) = response.json()["problems"]
        assert "These files have 1.2 MB together; one import takes at most 1 MB." in problem
        assert not Upload.objects.exists()

    def test_more_than_the_disk_holds_is_refused(self, ada: Client, settings: Any) -> None:
        settings.UPLOAD_LIMIT = 10**18

        files = json.dumps([("a.zip", 10**17)])
        response = ada.post(ADD, chosen(announced=files), headers=SCRIPT)

        assert "too little room" in response.json()["problems"][0]

    @pytest.mark.parametrize(
        "files", ["", "{", "[1]", "[[1]]", '[["a", -1]]', '[["a", "b"]]', '[["a", 1e999]]', "[]"]
    )
    def test_nonsense_is_refused_plainly(self, ada: Client, files: str) -> None:
        response = ada.post(ADD, chosen(announced=files), headers=SCRIPT)

        assert response.status_code == 400
        assert response.json()["problems"] == ["Files: Choose the files to bring in."]

    @pytest.mark.parametrize("name", ["", "x" * 501, "a\x00b.md", "\ud800.md"])
    def test_a_name_that_is_none_is_refused(self, ada: Client, name: str) -> None:
        response = ada.post(ADD, chosen(announced=json.dumps([(name, 4)])), headers=SCRIPT)

        assert "A file’s name is empty" in response.json()["problems"][0]

    def test_a_piece_wants_a_token(self, ada: Client) -> None:
        (file,) = announced(ada, ("tides.md", 40))["files"]
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(person("ada"))

        assert piece(strict, file, 0, b"# What").status_code == 403

    def test_anothers_file_takes_no_piece(self, ada: Client) -> None:
        (file,) = announced(ada, ("tides.md", 40))["files"]

        assert piece(desk_of("grace"), file, 0, b"# What").status_code == 404
        assert UploadedFile.objects.get().received == 0

    def test_two_files_of_one_name_are_refused(self, ada: Client) -> None:
        files = json.dumps([("a.md", 1), ("a.md", 2)])

        response = ada.post(ADD, chosen(announced=files), headers=SCRIPT)

        assert "Two files are called “a.md”" in response.json()["problems"][0]

    @pytest.mark.parametrize("name", ["../../etc/x.md", "/etc/passwd", "..\\x.zip", "a\nb.md"])
    def test_a_name_is_never_part_of_a_path(self, ada: Client, name: str) -> None:
        (file,) = announced(ada, (name, 4))["files"]
        piece(ada, file, 0, b"abc")

        folder = settings.STATE_DIR / "uploads" / str(Upload.objects.get().pk)
        (stored,) = folder.iterdir()
        assert stored.stem == str(UploadedFile.objects.get().pk)
        assert stored.stat().st_mode & 0o077 == 0


class TestReading:
    """Steps end after a while, and the next goes on behind them."""

    def test_a_step_ends_and_the_next_goes_on(self, ada: Client) -> None:
        upload = sent(ada, {"all.zip": zipped(MANY)})

        told = ada.post(page_of(upload, "step"), headers=SCRIPT).json()
        after_one = upload.items.count()
        ada.post(page_of(upload, "step"))

        assert 0 < after_one < 230
        assert told["words"] == f"{after_one} of 230 read"
        assert told["goes_on"]
        upload.refresh_from_db()
        assert upload.state == UploadState.CHOOSING
        assert [one.title for one in upload.items.all()] == [
            f"Explainer {n:03}" for n in range(230)
        ]

    def test_steps_of_one_explainer_each_give_the_same_report(
        self, ada: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = {"tides.md": TIDES, "also.md": TIDES, "rivers.md": RIVERS, "bad.md": "x"}
        whole = read(ada, {"all.zip": zipped(files)})
        upload = sent(ada, {"all.zip": zipped(files)})
        monkeypatch.setattr(reading, "_MOST", 1)

        steps = 0
        while upload.state == UploadState.READING:
            stepping.step(upload, 0)
            steps += 1

        assert steps == 5
        columns = ("position", "name", "key", "result", "title", "chosen")
        assert list(upload.items.values(*columns)) == list(whole.items.values(*columns))

    def test_a_step_that_was_cut_off_is_done_again_once(self, ada: Client) -> None:
        upload = sent(ada, {"all.zip": zipped(MANY)})
        stepping.step(upload, 0)
        # As if the process had been killed in the middle of the next one.
        Upload.objects.update(
            claimed_by=uuid4(), claimed_until=timezone.now() + timedelta(minutes=2)
        )
        busy = ada.post(page_of(upload, "step"), headers=SCRIPT).json()
        Upload.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

        walked(ada, upload)
        walked(ada, upload)

        assert busy["busy"]
        assert upload.items.count() == 230

    def test_two_do_not_work_at_one_upload(self, ada: Client) -> None:
        upload = sent(ada, {"tides.md": TIDES})

        with claimed(upload, UploadState.READING), pytest.raises(UploadBusy):
            reading.read_on(Upload.objects.get(), 0)

        assert upload.items.count() == 0

    def test_what_a_step_made_after_its_claim_had_passed_on_does_not_count(
        self, ada: Client
    ) -> None:
        upload = sent(ada, {"tides.md": TIDES})
        with claimed(upload, UploadState.READING) as claim:
            Upload.objects.update(claimed_by=uuid4())
            with pytest.raises(UploadBusy):
                go_on(upload, claim, unit=1)

        assert Upload.objects.get().unit == 0

    def test_a_step_takes_the_same_queries_however_many_it_reads(self, ada: Client) -> None:
        def queries(files: dict[str, str]) -> int:
            upload = sent(ada, {"all.zip": zipped(files)})
            with CaptureQueriesContext(connection) as captured:
                stepping.step(upload, 60)
            return len(captured)

        few, many = queries(dict(list(MANY.items())[:2])), queries(dict(list(MANY.items())[:150]))
        assert many <= few + 2
        assert few <= 24

    def test_what_no_database_takes_is_written_out_in_the_report(self, ada: Client) -> None:
        files: dict[str, str | bytes] = {
            "half.json": b'{"@type": "Article", "headline": "Half \\ud800", "articleBody": "x"}',
            "nul.json": b'{"@type": "Article", "headline": "Nul \\u0000", "articleBody": "x"}',
            "key.json": b'{"@type": "Article", "headline": "Key", "\\ud800": 1, "articleBody": 1}',
        }

        upload = read(ada, {"all.zip": zipped(files)})

        assert upload.state == UploadState.CHOOSING
        assert upload.items.count() == 3

    def test_words_that_are_withheld_between_two_steps_stop_nothing(
        self, ada: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = {"a.md": "# Tides\n\nThe sea rises.\n", "b.md": "# Tides\n\nOf money.\n"}
        upload = sent(ada, {"all.zip": zipped(files)})
        monkeypatch.setattr(reading, "_MOST", 1)
        stepping.step(upload, 0)
        upload.items.update(reading={})

        walked(ada, upload)
        walked(ada, upload)

        assert [one.slug for one in upload.items.all()] == ["tides", "tides-2"]

    def test_files_are_gone_when_they_have_been_read(self, ada: Client) -> None:
        upload = read(ada, {"all.zip": zipped({"tides.md": TIDES})})

        assert not list((settings.STATE_DIR / "uploads" / str(upload.pk)).glob("*.zip"))

    def test_files_that_are_gone_too_early_are_reported(self, ada: Client) -> None:
        upload = sent(ada, {"tides.md": TIDES})
        for file in (settings.STATE_DIR / "uploads" / str(upload.pk)).iterdir():
            file.unlink()

        upload = walked(ada, upload)

        assert "an’t be read: No such file" in text_of(ada.get(page_of(upload)))


class TestTaking:
    """Each explainer once, whenever the process ends."""

    def test_drafts_that_were_made_in_a_step_that_was_cut_off_count_as_made(
        self, ada: Client
    ) -> None:
        upload = read(ada, {"tides.md": TIDES})
        taking.begin_taking(upload)
        upload.refresh_from_db()
        with claimed(upload, UploadState.TAKING) as claim:
            item = upload.items.get()
            # The transaction that makes the draft, and no step after it.
            taking._bring_in([(item, kept(upload, item))], options_of(upload, dry=False), claim)

        walked(ada, upload)

        item = upload.items.get()
        assert (item.became, item.is_taken) == ("made", True)
        assert Article.objects.get().pk == item.article_id

    def test_a_claim_that_passed_on_makes_no_draft(self, ada: Client) -> None:
        upload = read(ada, {"tides.md": TIDES})
        taking.begin_taking(upload)
        item = upload.items.get()

        with pytest.raises(UploadBusy):
            taking._bring_in([(item, kept(upload, item))], options_of(upload, dry=False), uuid4())

        assert not Article.objects.exists()

    def test_what_was_published_in_a_step_that_was_cut_off_counts_as_published(
        self, ada: Client
    ) -> None:
        upload = read(ada, {"tides.md": TIDES}, publishes="yes")
        taking.begin_taking(upload)
        upload.refresh_from_db()
        with claimed(upload, UploadState.TAKING) as claim:
            item = upload.items.get()
            taking._bring_in([(item, kept(upload, item))], options_of(upload, dry=False), claim)

        walked(ada, upload)

        assert upload.items.get().became == "published"

    def test_a_proposal_of_a_step_that_was_cut_off_counts_and_is_one(self, ada: Client) -> None:
        taken(ada, read(ada, {"tides.md": TIDES}, publishes="yes"))
        upload = read(ada, {"tides.md": TIDES.replace("falls", "sinks")})
        item = upload.items.get()
        pairs = [(kept(upload, item), item.key)]
        bring_in_all(pairs, options_of(upload, dry=False))

        upload = taken(ada, upload)

        assert upload.items.get().became == "proposed"
        assert Correction.objects.count() == 1

    def test_many_are_taken_in_steps_with_the_choice_kept(self, ada: Client) -> None:
        upload = read(ada, {"all.zip": zipped(MANY)})
        upload.items.filter(position__lt=100).update(chosen=False)
        taking.begin_taking(upload)
        upload.refresh_from_db()

        stepping.step(upload, 0)

        assert stepping.progress(upload).words == "50 of 130 taken in"
        walked(ada, upload)
        assert Article.objects.count() == 130

    def test_nothing_ticked_takes_nothing(self, ada: Client) -> None:
        upload = read(ada, {"tides.md": TIDES})
        upload.items.update(chosen=False)

        ada.post(page_of(upload, "take"))

        upload.refresh_from_db()
        assert upload.state == UploadState.CHOOSING


@pytest.mark.slow
def test_four_windows_at_one_import_read_and_take_each_explainer_once(ada: Client) -> None:
    upload = sent(ada, {"all.zip": zipped(MANY)})
    together = Barrier(4)

    def press(desk: Client, state: str) -> None:
        together.wait()
        while Upload.objects.get().state == state:
            desk.post(page_of(upload, "step"), headers=SCRIPT)
        connections.close_all()

    def press_all(state: str) -> None:
        desks = [desk_of("ada") for _each in range(4)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(press, desks, [state] * 4))

    press_all(UploadState.READING)
    taking.begin_taking(upload)
    press_all(UploadState.TAKING)

    assert upload.items.count() == Article.objects.count() == 230
    assert upload.items.counts("became") == {"made": 230}


class TestDropping:
    """What nobody comes back to goes after two weeks."""

    def test_publish_due_drops_what_nobody_touched_for_two_weeks(self, ada: Client) -> None:
        old, new = read(ada, {"tides.md": TIDES}), read(ada, {"rivers.md": RIVERS})
        Upload.objects.filter(pk=old.pk).update(touched_at=timezone.now() - timedelta(days=15))
        stray = settings.STATE_DIR / "uploads" / str(uuid4())
        stray.mkdir()
        out = StringIO()

        call_command("publish_due", dry_run=True, stdout=out)
        assert Upload.objects.count() == 2
        call_command("publish_due", stdout=out)

        assert list(Upload.objects.all()) == [new]
        assert not stray.exists()
        assert "dropped: the import of tides.md" in out.getvalue()
