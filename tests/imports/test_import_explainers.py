"""`import_explainers`, as an operator uses it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import rows
from articles.models import Article, Author, Topic
from articles.scheduling import schedule
from documents.document import Section
from documents.plain import plain_text
from imports.importing import Options
from imports.sources import paths as sources
from imports.sources.intake import imported
from record.models import Signer, Text, Version
from record.verification import verify
from tests.articles.cast import ada

ONE = """ date 2022-03 What is a quorum?

A quorum is the number of members that must be there.

Why it exists:

So that a few cannot decide for all.

FAQ:

Q: Is it always half?

A: No. Some bodies ask for less.

In conclusion, it is a rule against absence.
"""
TWO = "Who counts the votes?\n\nTellers do, two of each side.\n\nHow:\n\nThey stand at the door.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files that are explainers."""
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TWO, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[list[str], int]:
    """What the command prints, line by line, and its exit status."""
    out, status = StringIO(), 0
    try:
        call_command("import_explainers", *arguments, stdout=out)
    except CommandError as error:
        status = error.returncode
    return out.getvalue().splitlines(), status


@pytest.mark.django_db
class TestImporting:
    """Drafts by default, published when asked, once."""

    def test_files_become_drafts(self, folder: Path) -> None:
        lines, status = run(str(folder))
        assert status == 0
        assert lines[-1] == "2 made."
        assert Article.objects.drafts().count() == 2

    def test_a_month_stays_a_month(self, folder: Path) -> None:
        run(str(folder))
        assert Article.objects.get(slug="what-is-a-quorum").first_published == "2022-03"

    def test_publish_signs_as_import(self, folder: Path) -> None:
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("2 published.", 0)
        signers = Version.objects.earliest("serial").members["signers"]
        assert [Text.objects.get(pk=one["name"]["text"]).body for one in signers] == ["Import"]
        assert list(verify(rendering=True)) == []

    def test_publish_signs_as_the_user_it_is_given(self, folder: Path) -> None:
        ada()
        run(str(folder), "--publish", "--published-by", "ada")
        version = Version.objects.earliest("serial")
        assert version.members["signers"][0]["id"] == str(ada().pk)

    def test_a_user_that_is_not_there_is_refused_before_anything_is_written(
        self, folder: Path
    ) -> None:
        _lines, status = run(str(folder), "--publish", "--published-by", "nobody")
        assert status == 1
        assert not Article.objects.exists()

    def test_author_and_topics_are_made_once(self, folder: Path) -> None:
        run(str(folder), "--author", "Ada Edits", "--topic", "Votes", "--topic", "Rules")
        assert [author.slug for author in Author.objects.all()] == ["ada-edits"]
        assert {topic.slug for topic in Topic.objects.all()} == {"votes", "rules"}
        article = Article.objects.get(slug="what-is-a-quorum")
        assert [line.name for line in article.bylines.all()] == ["Ada Edits"]
        assert article.topics.count() == 2

    def test_a_second_run_changes_nothing_and_says_so(self, folder: Path) -> None:
        run(str(folder), "--publish")
        before = list(Article.objects.order_by("pk").values())
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("2 unchanged.", 0)
        assert list(Article.objects.order_by("pk").values()) == before

    def test_a_second_run_publishes_what_was_a_draft(self, folder: Path) -> None:
        run(str(folder))
        lines, _status = run(str(folder), "--publish")
        assert lines[-1] == "2 published."

    def test_a_dry_run_writes_nothing_and_prints_the_same(self, folder: Path) -> None:
        dry, _status = run(str(folder), "--publish", "--author", "Ada", "--dry-run")
        assert not Article.objects.exists()
        assert not Author.objects.exists()
        assert dry == run(str(folder), "--publish", "--author", "Ada")[0]

    def test_a_changed_file_updates_its_draft(self, folder: Path) -> None:
        run(str(folder))
        (folder / "one.txt").write_text(ONE.replace("a few", "a handful"))
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("1 updated, 1 unchanged.", 0)
        article = Article.objects.get(slug="what-is-a-quorum")
        assert "a handful" in article.sections.get().body

    def test_a_draft_that_was_edited_here_is_not_overwritten(self, folder: Path) -> None:
        run(str(folder))
        sections = Article.objects.get(slug="what-is-a-quorum").sections
        sections.update(body="Edited by hand.")
        (folder / "one.txt").write_text(ONE.replace("a few", "a handful"))
        lines, status = run(str(folder))
        assert status == 1
        assert any("was edited here" in line for line in lines)
        assert sections.get().body == "Edited by hand."

    def test_a_draft_that_was_edited_here_stays_when_the_file_did_not_change(
        self, folder: Path
    ) -> None:
        run(str(folder))
        Article.objects.get(slug="what-is-a-quorum").sections.update(body="Edited by hand.")
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("2 unchanged.", 0)

    def test_a_changed_file_of_a_published_explainer_says_what_differs_and_changes_nothing(
        self, folder: Path
    ) -> None:
        run(str(folder), "--publish")
        (folder / "one.txt").write_text(ONE.replace("a few", "a handful"))
        lines, status = run(str(folder), "--on-change", "fail")
        assert status == 1
        assert lines[-1] == "1 unchanged, 1 changed."
        assert any("differs in s1 body" in line for line in lines)
        assert Version.objects.count() == 2
        assert "a few" in Article.objects.get(slug="what-is-a-quorum").sections.get().body

    def test_of_a_long_text_the_words_that_differ_are_shown(self, folder: Path) -> None:
        long = "So that a few cannot decide for all of the members that could not come today. "
        (folder / "one.txt").write_text(ONE.replace("So that a few", f"{long}So that a few"))
        run(str(folder), "--publish")
        (folder / "one.txt").write_text(ONE.replace("So that a few", f"{long}So that some"))
        lines, _status = run(str(folder))
        assert any(
            "“… today. So that a few" in one and "→ “… today. So that some" in one for one in lines
        )

    def test_a_changed_file_is_passed_over_where_that_is_asked_for(self, folder: Path) -> None:
        run(str(folder), "--publish")
        (folder / "one.txt").write_text(ONE.replace("a few", "a handful"))
        _lines, status = run(str(folder), "--on-change", "skip")
        assert status == 0

    def test_a_section_that_is_put_in_front_changes_no_other(self, folder: Path) -> None:
        run(str(folder), "--publish")
        text = ONE.replace("Why it exists:", "New part:\n\nNew words.\n\nWhy it exists:")
        (folder / "one.txt").write_text(text)
        lines, _status = run(str(folder))
        differs = [line.strip().split(":")[0] for line in lines if "differs in" in line]
        assert differs == ["differs in s2 heading", "differs in s2 body", "differs in s2 position"]

    def test_the_report_is_a_line_of_json_a_file(self, folder: Path, tmp_path: Path) -> None:
        (folder / "bad.txt").write_text("")
        report = tmp_path / "report.jsonl"
        run(str(folder / "one.txt"), str(folder / "bad.txt"), "--report", str(report))
        lines = [json.loads(line) for line in report.read_text().splitlines()]
        assert [(line["file"], line["result"]) for line in lines] == [
            ("one.txt", "made"),
            ("bad.txt", "refused"),
        ]
        assert "expected" in lines[1]["reason"]

    def test_a_report_that_can_not_be_written_is_said_before_anything_is(
        self, folder: Path
    ) -> None:
        _lines, status = run(str(folder), "--report", "/nowhere/report.jsonl")
        assert status == 1
        assert not Article.objects.exists()

    def test_a_path_that_is_not_there_is_refused(self) -> None:
        _lines, status = run("/nowhere/at/all")
        assert status == 1

    def test_an_empty_folder_says_so(self, tmp_path: Path) -> None:
        lines, status = run(str(tmp_path))
        assert (lines, status) == (["No files found."], 0)


@pytest.mark.django_db
class TestKnowingAgain:
    """A file is known by its path below the PATH given, and never taken for another."""

    def test_two_folders_with_a_file_of_one_name_do_not_overwrite_each_other(
        self, tmp_path: Path
    ) -> None:
        for name, text in (("a", ONE), ("b", TWO)):
            (tmp_path / name).mkdir()
            (tmp_path / name / "intro.txt").write_text(text)
        lines, status = run(str(tmp_path / "a"), str(tmp_path / "b"))
        assert (lines[-1], status) == ("1 made, 1 refused.", 1)
        assert [one.title for one in Article.objects.all()] == ["What is a quorum?"]

    def test_another_text_under_the_name_of_a_draft_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "intro.txt"
        file.write_text(ONE)
        run(str(file))
        file.write_text(TWO)
        lines, status = run(str(file))
        assert status == 1
        assert any("another title" in line for line in lines)
        assert Article.objects.get().title == "What is a quorum?"

    def test_a_draft_whose_title_was_mended_gets_the_address_of_the_new_one(
        self, tmp_path: Path
    ) -> None:
        file = tmp_path / "intro.txt"
        file.write_text(ONE)
        run(str(file))
        file.write_text(ONE.replace("a quorum?", "a quorum for?"))
        assert run(str(file))[0][-1] == "1 updated."
        assert Article.objects.get().slug == "what-is-a-quorum-for"

    def test_texts_that_come_by_a_pipe_are_told_apart(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for text in (ONE, TWO, ONE):
            monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text.encode())))
            lines, status = run("-")
        assert (lines[-1], status) == ("1 unchanged.", 0)
        assert Article.objects.count() == 2


@pytest.mark.django_db
class TestInEditorsHands:
    """What an editor has begun is not published by a command."""

    def test_a_draft_that_was_edited_here_is_not_published(self, folder: Path) -> None:
        run(str(folder))
        Article.objects.get(slug="what-is-a-quorum").sections.update(body="Half a sen")
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("1 published, 1 refused.", 1)
        assert not Article.objects.get(slug="what-is-a-quorum").is_published

    def test_a_draft_that_is_scheduled_waits_for_its_moment(self, folder: Path) -> None:
        run(str(folder))
        draft = Article.objects.get(slug="what-is-a-quorum")
        schedule(draft, at=timezone.now() + timedelta(days=30), by=ada())
        _lines, status = run(str(folder), "--publish")
        assert status == 1
        assert not Article.objects.get(pk=draft.pk).is_published

    def test_a_dry_run_makes_no_signer(self, folder: Path) -> None:
        run(str(folder), "--publish", "--dry-run")
        assert not Signer.objects.exists()

    def test_a_report_does_not_take_the_place_of_an_input(self, folder: Path) -> None:
        _lines, status = run(str(folder), "--report", str(folder / "one.txt"))
        assert status == 1
        assert (folder / "one.txt").read_text() == ONE


@pytest.mark.django_db
class TestNames:
    """What is said beside the files is checked before anything is written."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--author", "  "),
            ("--author", "x" * 201),
            ("--author", "two\nlines"),
            ("--topic", "x" * 101),
            ("--topic", "a\0b"),
            ("--language", "english, please"),
        ],
    )
    def test_a_name_that_is_none_is_refused(self, folder: Path, arguments: tuple[str, str]) -> None:
        _lines, status = run(str(folder), *arguments)
        assert status == 1
        assert not Article.objects.exists()

    def test_the_language_is_the_one_that_is_given(self, folder: Path) -> None:
        run(str(folder), "--language", "en-GB")
        assert {article.language for article in Article.objects.all()} == {"en-GB"}

    def test_a_date_to_come_is_not_published(self, folder: Path) -> None:
        (folder / "one.txt").write_text(ONE.replace("2022-03", "2999-03"))
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("1 published, 1 refused.", 1)
        assert not Article.objects.published().filter(first_published="2999-03").exists()


@pytest.mark.django_db
class TestRefusing:
    """One bad file is named with its reason; the others are taken."""

    @pytest.mark.parametrize(
        ("name", "content", "found"),
        [
            ("empty.txt", b"", "found"),
            ("binary.txt", bytes(range(256)), "found"),
            ("long.txt", b"word " * 50_000, "line 1"),
            ("page.html", b"<!DOCTYPE html><html><body></body></html>", "found"),
            ("page.docx", b"<p>x</p>", "ends in .docx"),
            ("two-in-one.txt", (ONE + "\n" + ONE).encode(), "found"),
            (
                "no-answer.txt",
                ONE.replace("A: No. Some bodies ask for less.\n\n", "").encode(),
                "found",
            ),
            ("same-address.txt", ONE.encode(), "what-is-a-quorum"),
        ],
    )
    def test_a_file_that_is_something_else_is_refused_and_the_others_go_on(
        self, folder: Path, name: str, content: bytes, found: str
    ) -> None:
        (folder / f"x-{name}").write_bytes(content)
        lines, status = run(str(folder), "--publish")
        refused = [line for line in lines if line.startswith("refused")]
        assert status == 1
        assert len(refused) == 1
        assert f"x-{name}" in refused[0]
        assert found in refused[0]
        assert "expected" in refused[0]
        assert Article.objects.published().count() == 2

    def test_two_files_of_one_address_are_refused_in_a_dry_run_too(self, folder: Path) -> None:
        (folder / "x.txt").write_text(ONE)
        lines, status = run(str(folder), "--dry-run")
        assert status == 1
        assert lines[-1] == "2 made, 1 refused."

    def test_a_folder_with_the_name_of_a_file_is_no_file(self, folder: Path) -> None:
        (folder / "link.txt").symlink_to(folder / "folder.txt")
        (folder / "folder.txt").mkdir()
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("2 made.", 0)

    def test_a_file_that_can_not_be_read_is_refused_and_the_others_go_on(
        self, folder: Path
    ) -> None:
        files = sources.files_at([str(folder)])
        (folder / "one.txt").unlink()
        gone, other = imported(files, Options())
        assert (gone.result, other.result) == ("refused", "made")
        assert gone.reason == "can’t be read: No such file or directory"


@pytest.mark.django_db
def test_the_seed_imports_and_reads_right(seed: Path) -> None:
    lines, status = run(str(seed / "are-russia-and-mexico-allies.txt"), "--publish")
    assert (lines[-1], status) == ("1 published.", 0)
    article = Article.objects.get(slug="are-russia-and-mexico-allies")
    document = rows.document_of(article)
    assert document.title == "Are Russia and Mexico Allies?"
    assert document.first_published == "2023-11-23"
    counts = [len((text or "").split()) for text in (document.lead, document.conclusion)]
    assert counts == [46, 62]
    assert [(one.heading, _count(one)) for one in document.sections] == [
        ("Diplomatic Relations", 59),
        ("Economic Cooperation", 71),
        ("Political Differences", 72),
    ]
    assert len(document.faqs) == 2


def _count(section: Section) -> int:
    return len((section.body or "").split())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_leaves_whole_explainers_and_a_rerun_completes_it(
    tmp_path: Path,
) -> None:
    for number in range(300):
        text = ONE.replace("What is a quorum?", f"What is quorum number {number}?")
        (tmp_path / f"{number:03}.txt").write_text(text)
    environment = os.environ | {
        "DATABASE_URL": _url(),
        "STATE_DIR": str(settings.STATE_DIR),
        "DJANGO_SETTINGS_MODULE": "site_config.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_explainers", str(tmp_path), "--publish"],
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while Version.objects.count() < 20 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = Version.objects.count()
    assert 0 < done < 300
    assert list(verify()) == []
    assert all(len(rows.document_of(one).sections) == 1 for one in Article.objects.all())
    _lines, status = run(str(tmp_path), "--publish")
    assert status == 0
    assert Article.objects.published().count() == 300
    assert list(verify()) == []


def _url() -> str:
    settings_dict = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings_dict['NAME']}"
    return (
        f"postgres://{settings_dict['USER']}:{settings_dict['PASSWORD'] or ''}"
        f"@{settings_dict['HOST'] or '127.0.0.1'}:{settings_dict['PORT'] or 5432}"
        f"/{settings_dict['NAME']}"
    )


@pytest.mark.django_db
def test_the_served_page_has_the_words_of_the_seed_in_their_order(
    seed: Path, client: Client
) -> None:
    file = seed / "are-russia-and-mexico-allies.txt"
    run(str(file), "--publish")
    lines = file.read_text(encoding="utf-8").split("\n")
    marks = r"^ date 2023-11-23 |^FAQ:$|^[QA]: |:$"
    expected = [word for line in lines for word in re.sub(marks, "", line).split()]
    html = client.get("/articles/are-russia-and-mexico-allies/").content.decode()
    title = re.search(r"<h1.*?</h1>", html, re.S)
    body = html[html.index('<div class="document"') : html.index('<section id="verify"')]
    body = re.sub(r"<nav.*?</nav>", "", body, flags=re.S)
    # The page's own headings, which the file has as marks or not at all.
    body = body.replace("<h2>Questions and answers</h2>", "").replace("<h2>Conclusion</h2>", "")
    assert title is not None
    assert plain_text(f"{title[0]}{body}").split() == expected
