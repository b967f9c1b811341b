"""A part of another site's record: a first publication here, with that record as evidence."""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from articles.imported import past_notes_of
from articles.models import Article, Evidence
from articles.moving import move
from articles.reading import document_at
from corrections.models import Correction
from corrections.orders import Order
from corrections.removing import remove_article, remove_words
from record import export, guards
from record.chain import digest_of
from record.commitments import commitment
from record.models import Version
from record.verification import verify
from record.words import Sought
from site_config.management.commands import verify_record
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
    (tmp_path / "first.ndjson").write_text("".join(export.lines(subject=article.pk)), "ascii")
    a_published(replace(DOCUMENT, title="Between"))
    publish_one(article, with_section(held, "States do", "Nations do"))
    remove_words(Sought("parliament"), Order(because="privacy", by=ada(), approver=grace()))
    leave(tmp_path / "second", SLUG)
    (tmp_path / "second.ndjson").write_text("".join(export.lines(subject=article.pk)), "ascii")
    emptied()
    a_published(replace(DOCUMENT, title="Ours"))
    return tmp_path


def bring(folder: Path, *options: str) -> None:
    """An import."""
    call_command("import_explainers", str(folder), *options)


def ours() -> Article:
    """The explainer as it came in."""
    return Article.objects.exclude(slug="ours").get()


def downloaded(client: Client) -> bytes:
    """The evidence as readers get it."""
    response = client.get(f"/articles/{SLUG}/evidence.ndjson")
    assert response.status_code == 200
    return bytes(response.content)


def test_it_comes_in_as_a_draft_with_its_record_as_evidence(abroad: Path) -> None:
    bring(abroad / "first")
    article = ours()
    assert not article.is_published
    assert article.slug == SLUG
    assert article.evidence.count() == 2
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


def test_the_evidence_is_that_site_s_record_byte_for_byte(abroad: Path, client: Client) -> None:
    bring(abroad / "first", "--publish")
    assert downloaded(client) == (abroad / "first.ndjson").read_bytes()


def test_version_1_seals_what_the_evidence_was(abroad: Path, client: Client) -> None:
    bring(abroad / "first", "--publish")
    digests = [json.loads(line)["digest"] for line in downloaded(client).splitlines()]
    hashed = hashlib.sha256("".join(f"{one}\n" for one in digests).encode()).hexdigest()
    assert hashed in past_notes_of(ours().pk)[-1].note
    history = client.get(f"/articles/{SLUG}/history/").content.decode()
    assert hashed in history
    assert f'href="/articles/{SLUG}/evidence.ndjson"' in history


def test_there_is_no_evidence_where_nothing_came_from_elsewhere(client: Client) -> None:
    a_published()
    assert client.get(f"/articles/{SLUG}/evidence.ndjson").status_code == 404
    assert b"evidence" not in client.get(f"/articles/{SLUG}/history/").content


def test_a_draft_s_evidence_is_not_public(abroad: Path, client: Client) -> None:
    bring(abroad / "first")
    assert client.get(f"/articles/{SLUG}/evidence.ndjson").status_code == 404


def test_a_draft_is_deleted_with_its_evidence(abroad: Path) -> None:
    bring(abroad / "first")
    ours().delete()
    assert not Evidence.objects.exists()


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
    assert Evidence.objects.count() == 2


def test_a_dry_run_writes_nothing(abroad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bring(abroad / "first", "--publish", "--dry-run")
    assert "1 published." in capsys.readouterr().out
    assert Article.objects.count() == 1
    assert not Evidence.objects.exists()


def test_a_later_state_extends_the_evidence_and_proposes_its_words(
    abroad: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(abroad / "first", "--publish")
    bring(abroad / "second", "--publish")
    assert "1 proposed." in capsys.readouterr().out
    assert downloaded(client) == (abroad / "second.ndjson").read_bytes()
    proposal = Correction.objects.get()
    assert "Nations do" in (proposal.document.sections[0].body or "")
    assert Version.objects.filter(subject=ours().pk).count() == 1
    assert list(verify(rendering=True)) == []


def test_an_earlier_state_takes_nothing_back(abroad: Path, client: Client) -> None:
    bring(abroad / "second", "--publish")
    bring(abroad / "first", "--on-change", "skip")
    assert downloaded(client) == (abroad / "second.ndjson").read_bytes()


def test_words_that_were_withheld_there_are_withheld_here(abroad: Path, client: Client) -> None:
    bring(abroad / "first", "--publish")
    assert b"parliament" in downloaded(client)
    bring(abroad / "second")
    assert b"parliament" not in downloaded(client)
    for evidence in Evidence.objects.all():
        assert "parliament" not in evidence.texts


def test_words_that_are_withheld_here_leave_the_evidence(
    abroad: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(abroad / "first", "--publish")
    how = {"words": "full powers", "reason": "safety", "by": "ada", "alone": "It is night."}
    ada()
    call_command("withhold", **how)
    assert f"evidence of explainer {SLUG}, version 1 there" in capsys.readouterr().out
    remove_words(Sought("full powers"), Order(because="safety", by=ada(), approver=grace()))
    assert b"full powers" not in downloaded(client)
    assert list(verify()) == []
    bring(abroad / "first")
    assert b"full powers" not in downloaded(client)


def test_a_removed_explainer_s_evidence_is_gone_with_it(abroad: Path, client: Client) -> None:
    bring(abroad / "first", "--publish")
    remove_article(ours(), Order(because="law", by=ada(), approver=grace()))
    assert client.get(f"/articles/{SLUG}/evidence.ndjson").status_code == 451
    leave(abroad / "third", SLUG)
    assert b"full powers" not in (abroad / "third" / f"{SLUG}.json").read_bytes()
    assert "full powers" in Evidence.objects.get(number=1).texts
    order = Order(because="law", by=ada(), approver=grace())
    remove_article(ours(), order, destroy=True)
    assert "body" not in "".join(Evidence.objects.values_list("texts", flat=True))
    assert list(verify()) == []


def test_what_was_retracted_there_stays_a_draft(abroad: Path, tmp_path: Path) -> None:
    emptied()
    article, _version = a_published()
    publish_one(article, DOCUMENT, kind="retraction", right="It is all wrong.")
    leave(tmp_path / "retracted")
    emptied()
    a_published(replace(DOCUMENT, title="Ours"))
    bring(tmp_path / "retracted", "--publish")
    assert not ours().is_published


def test_what_was_removed_there_is_refused(
    abroad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
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
    ("old", "new", "said"),
    [
        ("States do", "Nations do", "line 1: text "),
        ('\\"status\\":\\"live\\"', '\\"status\\":\\"retracted\\"', "line 1: the digest is not"),
        ('"commitment": ', '"committed": ', "line 1: lacks 'commitment'"),
        ('"sealed": ', '"healed": ', "line 1: lacks 'sealed'"),
        ('"record": [', '"records": [', "without its history"),
        ('"topics": ', '"tropics": ', "lacks 'topics'"),
    ],
)
@pytest.mark.parametrize("held", [False, True])
def test_a_damaged_record_is_refused_with_the_line_and_the_reason(
    abroad: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str, held: bool
) -> None:
    if held:
        bring(abroad / "first", "--publish")
    before = list(Evidence.objects.values_list("texts", flat=True))
    file = abroad / "first" / f"{SLUG}.json"
    head, mark, record = file.read_text(encoding="utf-8").partition('"record": [')
    text = head.replace(old, new) + (mark + record).replace(old, new)
    assert text != head + mark + record
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="1 of 1 files were not taken"):
        bring(abroad / "first", "--publish")
    assert said in capsys.readouterr().out
    assert list(Evidence.objects.values_list("texts", flat=True)) == before
    assert Article.objects.count() == 1 + held


def test_lines_that_lack_one_between_them_are_refused(
    abroad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = abroad / "second" / f"{SLUG}.json"
    members = json.loads(file.read_text(encoding="utf-8"))
    del members["record"][1]
    file.write_text(json.dumps(members, indent=1), encoding="utf-8")
    with pytest.raises(CommandError):
        bring(abroad / "second")
    assert "line 2: found version 3; expected version 2" in capsys.readouterr().out


def test_a_bad_export_does_not_stop_the_others(abroad: Path) -> None:
    shutil.copy(abroad / "first" / f"{SLUG}.json", abroad / "first" / "a.json")
    file = abroad / "first" / "a.json"
    file.write_text(file.read_text(encoding="utf-8").replace("States do", "X"), encoding="utf-8")
    with pytest.raises(CommandError, match="1 of 2 files"):
        bring(abroad / "first")
    assert ours().evidence.count() == 2


class TestTheDatabase:
    """It guards evidence like the rest of what was published."""

    @pytest.fixture(autouse=True)
    def published(self, abroad: Path) -> None:
        """An explainer with evidence."""
        bring(abroad / "first", "--publish")

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE articles_evidence SET sealed = 'x'",
            "UPDATE articles_evidence SET digest = ''",
            "UPDATE articles_evidence SET number = number + 7",
            "UPDATE articles_evidence SET texts = texts || ' '",
            "UPDATE articles_evidence SET texts = replace(texts, 'States', 'Nation')",
            "DELETE FROM articles_evidence",
        ],
    )
    def test_refuses_to_change_or_delete_it(self, statement: str) -> None:
        held = list(Evidence.objects.values())
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert list(Evidence.objects.values()) == held


class TestVerification:
    """`verify_record` and the outsider's script look at evidence too."""

    @pytest.fixture(autouse=True)
    def published(self, abroad: Path) -> None:
        """An explainer with evidence that was extended."""
        bring(abroad / "first", "--publish")
        bring(abroad / "second")

    def altered(self, **columns: Any) -> str:
        """What verification says when somebody got around the guards."""
        guards.remove()
        Evidence.objects.filter(number=1).update(**columns)
        return "\n".join(map(str, verify()))

    def test_finds_an_altered_text(self) -> None:
        texts = Evidence.objects.get(number=1).texts
        said = self.altered(texts=texts.replace("States do", "Nations do"))
        assert f"evidence of {SLUG}: line 1: text " in said

    def test_finds_altered_bytes(self) -> None:
        sealed = Evidence.objects.get(number=1).sealed
        said = self.altered(sealed=sealed.replace('"live"', '"retracted"'))
        assert "line 1: the digest is not that of the sealed bytes" in said

    def test_finds_a_line_that_is_gone(self) -> None:
        guards.remove()
        Evidence.objects.filter(number=2).delete()
        assert "found version 3; expected version 2" in "\n".join(map(str, verify()))

    def test_finds_that_all_is_gone(self) -> None:
        guards.remove()
        Evidence.objects.all().delete()
        assert "found 0 lines; version 1 sealed 2" in "\n".join(map(str, verify()))

    def test_the_command_fails_then(self) -> None:
        guards.remove()
        Evidence.objects.all().delete()
        with pytest.raises(CommandError, match="does not hold"):
            call_command(verify_record.Command())

    def script(self, tmp_path: Path, content: bytes) -> "subprocess.CompletedProcess[str]":
        """The script, on a downloaded file."""
        file = tmp_path / "evidence.ndjson"
        file.write_bytes(content)
        return subprocess.run(
            [sys.executable, str(SCRIPT), "--part", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )

    def test_the_script_verifies_the_downloaded_part(self, tmp_path: Path, client: Client) -> None:
        said = self.script(tmp_path, downloaded(client))
        assert (said.returncode, said.stderr) == (0, "")
        assert said.stdout.startswith("4 versions of 1 explainer")
        assert "A part of a record" in said.stdout

    def test_the_script_verifies_what_was_withheld_here(
        self, tmp_path: Path, client: Client
    ) -> None:
        remove_words(Sought("full powers"), Order(because="safety", by=ada(), approver=grace()))
        said = self.script(tmp_path, downloaded(client))
        assert said.returncode == 0
        assert "1 text withheld by who keeps the part." in said.stdout

    @pytest.mark.parametrize(
        ("old", "new", "place"),
        [
            (b"States do", b"Nations do", "version 2, document.sections.s1.body"),
            (b'\\"number\\":2', b'\\"number\\":3', "version 3, number"),
            (b'"salt":"', b'"salt":"0', "version 1, texts.0.salt"),
        ],
    )
    def test_the_script_finds_what_was_altered(
        self, tmp_path: Path, client: Client, old: bytes, new: bytes, place: str
    ) -> None:
        content = downloaded(client)
        assert old in content
        said = self.script(tmp_path, content.replace(old, new, 1))
        assert said.returncode == 1
        assert place in said.stdout

    def test_the_script_finds_a_line_that_is_gone(self, tmp_path: Path, client: Client) -> None:
        first, _second, *rest = downloaded(client).splitlines(keepends=True)
        assert self.script(tmp_path, b"".join([first, *rest])).returncode == 1


def test_an_explainer_with_evidence_leaves_with_it(abroad: Path, client: Client) -> None:
    bring(abroad / "first", "--publish")
    bring(abroad / "second")
    remove_words(Sought("full powers"), Order(because="safety", by=ada(), approver=grace()))
    move(ours(), "treaties", by=grace())
    evidence = client.get("/articles/treaties/evidence.ndjson").content
    leave(abroad / "third")
    emptied()
    bring(abroad / "third")
    assert client.get("/articles/treaties/evidence.ndjson").content == evidence
    assert list(verify(rendering=True)) == []
    leave(abroad / "fourth")
    for name in ("treaties.json", "ours.json"):
        third, fourth = (abroad / one / name for one in ("third", "fourth"))
        assert third.read_bytes() == fourth.read_bytes()


def test_an_export_of_this_site_itself_is_refused(tmp_path: Path) -> None:
    a_published()
    leave(tmp_path)
    with pytest.raises(CommandError, match="has a record of its own already"):
        bring(tmp_path)


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
    abroad: Path, tmp_path: Path, slug: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(forged(abroad / "first" / f"{SLUG}.json", slug)))
    with pytest.raises(CommandError):
        bring(file, "--publish")
    assert "which can be none here" in capsys.readouterr().out
    assert Article.objects.count() == 1


def test_an_export_of_this_site_among_others_is_refused(
    abroad: Path, capsys: pytest.CaptureFixture[str]
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


def test_evidence_put_beside_an_explainer_that_sealed_none_is_found(abroad: Path) -> None:
    bring(abroad / "first", "--publish")
    row = Evidence.objects.get(number=1)
    row.pk, row.article = None, Article.objects.get(slug="ours")
    row.save(force_insert=True)
    assert "version 1 sealed none" in "".join(one.message for one in verify())


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_record_that_differs_from_what_is_kept_is_refused_in_a_dry_run_too(
    abroad: Path, tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bring(abroad / "first")
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(forged(abroad / "first" / f"{SLUG}.json", "another")))
    with pytest.raises(CommandError):
        bring(file, *options)
    assert "line 1: differs from what is kept here as evidence" in capsys.readouterr().out
    assert Evidence.objects.count() == 2
