"""The commands that an operator runs, beside `import_explainers`, with their failures."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article, Page, SearchRow, Topic
from articles.scheduling import schedule
from documents.document import Document
from imports.management.commands.load_demo import CONTENT
from record import export, guards
from record.models import Text, Version
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada

pytestmark = pytest.mark.django_db


def run(name: str, *arguments: str) -> tuple[str, str, int]:
    """What a command prints, what it complains of, and its exit status."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command(name, *arguments, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
        status = error.returncode
    return out.getvalue(), err.getvalue(), status


@pytest.fixture
def two() -> list[Version]:
    """Two published explainers, as their versions."""
    return [a_published(slug=slug)[1] for slug in ("one", "two")]


@pytest.fixture
def tampered(two: list[Version]) -> None:
    """Somebody has got around the guards and changed two words."""
    guards.remove()
    Article.objects.filter(slug="one").update(title="What is a threat?")
    Text.objects.filter(body=DOCUMENT.title, brought_by=2).update(body="What is a treatY?")
    guards.install()


class TestVerifyRecord:
    """Exit status 0 and the head, or 1 and where it differs."""

    def test_an_empty_record_is_said_to_be_empty(self) -> None:
        assert run("verify_record") == ("The record is empty.\n", "", 0)

    def test_a_whole_record_is_counted_and_its_head_named(self, two: list[Version]) -> None:
        out, err, status = run("verify_record", "--rendering")
        assert (err, status) == ("", 0)
        assert "2 versions of 2 explainers" in out
        assert two[1].digest in out

    def test_quiet_says_nothing_of_a_whole_record(self, two: list[Version]) -> None:
        assert run("verify_record", "--quiet") == ("", "", 0)

    @pytest.mark.usefixtures("tampered")
    def test_the_first_difference_is_named_and_fails(self) -> None:
        _out, err, status = run("verify_record")
        assert status == 1
        assert len(err.splitlines()) == 2
        assert err.endswith("The record does not hold.")

    @pytest.mark.usefixtures("tampered")
    def test_all_names_every_difference(self) -> None:
        _out, err, status = run("verify_record", "--all")
        assert status == 1
        assert "version 2, document.title: the text is not the one that was sealed" in err
        assert "title" in next(line for line in err.splitlines() if line.startswith("version 1"))

    def test_a_missing_guard_is_said(self, two: list[Version]) -> None:
        guards.remove()
        out, _err, status = run("verify_record")
        guards.install()
        assert status == 0
        assert "run manage.py migrate" in out

    def test_only_the_explainers_that_are_asked_for_are_compared(self, two: list[Version]) -> None:
        guards.remove()
        Article.objects.filter(slug="two").update(title="What is a threat?")
        guards.install()
        assert run("verify_record", "one")[2] == 0
        assert run("verify_record", "two")[2] == 1

    def test_an_explainer_that_is_not_there_is_refused(self, two: list[Version]) -> None:
        _out, err, status = run("verify_record", "three")
        assert (err, status) == ("no explainer was published as “three”", 1)

    def test_a_saved_copy_agrees(self, two: list[Version], tmp_path: Path) -> None:
        (tmp_path / "versions.ndjson").write_text("".join(export.lines()))
        (tmp_path / "head.json").write_text(json.dumps(export.head()))
        for name in ("versions.ndjson", "head.json"):
            assert run("verify_record", "--against", str(tmp_path / name))[1:] == ("", 0)

    def test_a_saved_copy_that_says_something_else_fails(
        self, two: list[Version], tmp_path: Path
    ) -> None:
        copy = tmp_path / "head.json"
        copy.write_text(json.dumps(export.head() | {"digest": "0" * 64}))
        _out, err, status = run("verify_record", "--against", str(copy))
        assert status == 1
        assert "the saved head says" in err

    @pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b"not JSON"])
    def test_a_file_that_is_no_copy_is_refused(
        self, two: list[Version], tmp_path: Path, content: bytes
    ) -> None:
        (tmp_path / "copy").write_bytes(content)
        _out, err, status = run("verify_record", "--against", str(tmp_path / "copy"))
        assert status == 1
        assert err.startswith(f"--against {tmp_path / 'copy'}: ")

    def test_a_copy_that_is_not_there_is_refused(self, two: list[Version], tmp_path: Path) -> None:
        _out, err, status = run("verify_record", "--against", str(tmp_path / "nothing"))
        assert status == 1
        assert "can’t be read" in err


class TestLoadDemo:
    """The demonstration is imported and published, into a site that holds nothing else."""

    def test_every_file_of_it_is_published(self) -> None:
        out, _err, status = run("load_demo")
        files = [path.name for path in (CONTENT / "explainers").iterdir()]
        assert status == 0
        assert f"{len(files)} published." in out.splitlines()
        assert set(Article.objects.published().values_list("import_key", flat=True)) == set(files)
        assert list(verify(rendering=True)) == []

    def test_its_pages_are_served(self, client: Client) -> None:
        run("load_demo")
        pages = ["/", "/articles/", "/faq/", "/topics/"]
        for article in Article.objects.all():
            address = article.get_absolute_url()
            pages += [address, f"{address}history/", f"{address}versions/1/", f"{address[:-1]}.md"]
            pages += [author.get_absolute_url() for author in article.authors.all()]
        pages += [topic.get_absolute_url() for topic in Topic.objects.all()]
        assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)

    def test_its_topics_are_described(self) -> None:
        run("load_demo")
        assert Topic.objects.exists()
        assert not Topic.objects.filter(description="").exists()

    def test_a_second_time_changes_nothing(self) -> None:
        run("load_demo")
        head = export.head()
        out, _err, status = run("load_demo")
        assert status == 0
        assert out.splitlines()[-1].endswith(" unchanged.")
        assert export.head() == head

    def test_a_site_that_holds_something_else_is_left_alone(self) -> None:
        a_draft()
        _out, err, status = run("load_demo")
        assert status == 1
        assert "not the demonstration’s" in err
        assert Article.objects.count() == 1

    @pytest.mark.parametrize("demo_first", [True, False])
    def test_if_empty_does_nothing_where_explainers_are(self, demo_first: bool) -> None:
        if demo_first:
            run("load_demo")
        else:
            a_draft()
        count = Article.objects.count()
        assert run("load_demo", "--if-empty") == ("", "", 0)
        assert Article.objects.count() == count

    def test_if_empty_loads_it_into_an_empty_site(self) -> None:
        assert run("load_demo", "--if-empty")[2] == 0
        assert Article.objects.published().exists()


class TestPublishDue:
    """What is scheduled and due is published; what can't be is parked, and that fails."""

    @pytest.fixture
    def clock(self) -> Iterator[time_machine.Traveller]:
        """The clock, which only the tests move."""
        with time_machine.travel(timezone.now(), tick=False) as traveller:
            yield traveller

    @pytest.fixture
    def due(self, clock: time_machine.Traveller) -> Article:
        """A draft whose moment has passed, and another whose hasn't."""
        now = timezone.now()
        draft = a_draft()
        schedule(draft, at=now + timedelta(hours=1), by=ada())
        schedule(a_draft(slug="later"), at=now + timedelta(hours=3), by=ada())
        clock.move_to(now + timedelta(hours=2))
        return draft

    def test_what_is_due_is_published_and_named(self, due: Article) -> None:
        out, err, status = run("publish_due")
        assert (err, status) == ("", 0)
        assert out == "published: What is a treaty? /articles/what-is-a-treaty/\n"
        assert [one.pk for one in Article.objects.published()] == [due.pk]

    def test_a_dry_run_names_it_and_writes_nothing(self, due: Article) -> None:
        out, _err, status = run("publish_due", "--dry-run")
        assert status == 0
        assert out.startswith("due since ")
        assert "later" not in out
        assert not Version.objects.exists()

    @pytest.mark.usefixtures("clock")
    def test_where_nothing_is_due_nothing_is_said(self) -> None:
        assert run("publish_due") == ("", "", 0)

    def test_a_draft_that_can_not_be_published_is_parked_and_fails(self, due: Article) -> None:
        Article.objects.filter(pk=due.pk).update(first_published="2999")
        _out, err, status = run("publish_due")
        assert status == 1
        assert err.startswith("parked: What is a treaty?: ")
        assert Article.objects.get(pk=due.pk).publish_at is None

    def test_a_clock_behind_the_record_is_said(
        self, due: Article, clock: time_machine.Traveller
    ) -> None:
        now = timezone.now()
        clock.move_to(now + timedelta(days=1))
        a_published(slug="another")
        clock.move_to(now)
        _out, err, status = run("publish_due")
        assert status == 1
        assert "set the clock right" in err
        assert Article.objects.get(pk=due.pk).publish_at is not None


@pytest.mark.parametrize("command", ["rebuild_pages", "rebuild_search"])
class TestRebuilding:
    """Pages and search rows are made anew from the record, the same each time."""

    def test_what_was_lost_or_altered_is_as_it_was(self, two: list[Version], command: str) -> None:
        pages, found = derived()
        Page.objects.filter(version=two[0]).update(html="Altered.")
        Page.objects.filter(version=two[1]).delete()
        SearchRow.objects.all().delete()
        assert run(command) == ("2 pages rebuilt.\n", "", 0)
        assert derived() == (pages, found)
        assert list(verify(rendering=True)) == []

    def test_only_what_is_asked_for_is_rebuilt(self, two: list[Version], command: str) -> None:
        Page.objects.update(html="Altered.")
        assert run(command, "two") == ("1 page rebuilt.\n", "", 0)
        assert [one.html == "Altered." for one in Page.objects.order_by("version")] == [True, False]

    def test_a_dry_run_counts_and_writes_nothing(self, two: list[Version], command: str) -> None:
        Page.objects.update(html="Altered.")
        assert run(command, "--dry-run") == ("2 pages would be rebuilt.\n", "", 0)
        assert {one.html for one in Page.objects.all()} == {"Altered."}

    def test_an_explainer_that_is_not_there_is_refused(
        self, two: list[Version], command: str
    ) -> None:
        Page.objects.update(html="Altered.")
        _out, err, status = run(command, "one", "three")
        assert (err, status) == ("no explainer was published as “three”", 1)
        assert {one.html for one in Page.objects.all()} == {"Altered."}

    def test_a_draft_has_no_page_to_rebuild(self, command: str) -> None:
        a_draft(Document("A draft", lead="Words."))
        assert run(command) == ("0 pages rebuilt.\n", "", 0)


def derived() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """All that is derived from the record, without ids that a database gives."""
    rows = SearchRow.objects.order_by("version", "position")
    return (
        list(Page.objects.order_by("version").values_list("article", "version", "head", "html")),
        list(
            rows.values_list("article", "version", "key", "position", "heading", "text", "folded")
        ),
    )
