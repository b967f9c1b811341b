"""Many files at once: a batch is one transaction, and one file is never the trouble of another."""

import shutil
import time
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Author, Topic
from articles.publishing import NotReady, publish_all
from corrections.models import Correction
from corrections.removal import Order
from corrections.removing import remove_article
from formats.markdown.source import parse_markdown
from formats.parsed import ParsedExplainer
from imports.importing import Options, bring_in_all
from imports.importing.import_addresses import Addresses
from imports.importing.results import SeenKeys
from imports.sources import formats
from imports.sources.intake import imported
from imports.sources.paths import files_at
from record.models import Signer, Version
from record.verification import verify
from tests.articles.cast import a_draft, ada, grace
from tests.imports.test_import_explainers import run

PAGE = (
    "---\ntitle: {}\nauthor: Ada {}\ntags: [Water, {}]\n---\n\nIt is wet.\n\n## Why\n\nIt rains.\n"
)


def page(name: str) -> str:
    """Markdown of an explainer of that name."""
    return PAGE.format(f"What is {name}?", name, name)


def reading(name: str) -> tuple[ParsedExplainer, str]:
    """The same, read, with its key."""
    return parse_markdown(page(name).encode(), name=f"{name}.md"), f"{name}.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two explainers."""
    (tmp_path / "posts").mkdir()
    for name in ("rain", "snow"):
        (tmp_path / "posts" / f"{name}.md").write_text(page(name))
    return tmp_path / "posts"


@pytest.mark.django_db
class TestBatches:
    """More files than a batch holds."""

    def test_each_of_many_files_is_made_once(self, tmp_path: Path) -> None:
        for number in range(230):
            (tmp_path / f"{number}.md").write_text(page(f"number {number}"))
        assert run(str(tmp_path))[0][-1] == "230 made."
        assert run(str(tmp_path))[0][-1] == "230 unchanged."
        assert Article.objects.count() == 230
        assert Topic.objects.get(name="Water").articles.count() == 230

    def test_outcomes_come_in_the_order_of_the_files(self, tmp_path: Path) -> None:
        for number in range(150):
            text = "" if number % 40 == 0 else page(f"number {number}")
            (tmp_path / f"{number:03}.md").write_text(text)
        outcomes = list(imported(files_at([str(tmp_path)]), Options()))
        assert [one.name for one in outcomes] == [f"{number:03}.md" for number in range(150)]
        assert [one.result for one in outcomes].count("refused") == 4

    def test_a_batch_of_more_files_asks_the_database_no_more_often(self) -> None:
        Author.objects.create(name="Ada", slug="ada")
        for name in ("Water", *(f"n{number}" for number in range(60))):
            Topic.objects.create(name=name, slug=name.casefold())
        asked = []
        for numbers in (range(20), range(20, 60)):
            batch = [reading(f"n{number}") for number in numbers]
            with CaptureQueriesContext(connection) as queries:
                bring_in_all(batch, Options(author="Ada"))
            asked.append([one["sql"].split()[0] for one in queries].count("SELECT"))
        assert asked[0] == asked[1]

    def test_one_of_a_hundred_of_the_same_title_asks_the_database_no_more_often(self) -> None:
        (one, _key), asked = reading("rain"), []
        for place in range(100):
            words = " ".join(f"w{place}n{number}" for number in range(20))
            different = replace(one, document=replace(one.document, lead=words))
            with CaptureQueriesContext(connection) as queries:
                (outcome,) = bring_in_all([(different, f"{place}.md")], Options())
            asked.append([one["sql"].split()[0] for one in queries].count("SELECT"))
        assert outcome.slug.endswith("-100")
        assert max(asked) <= asked[1] + 10

    def test_two_files_of_one_address_in_a_batch_make_one(self) -> None:
        (one, key), other = reading("rain"), "other.md"
        outcomes = bring_in_all([(one, key), (one, other)], Options())
        assert [outcome.result for outcome in outcomes] == ["made", "refused"]
        assert "which “What is rain?” from rain.md has already" in outcomes[1].reason


@pytest.mark.django_db(transaction=True)
class TestPublishing:
    """Drafts published together."""

    def test_one_that_is_not_ready_leaves_the_others_alone(self, folder: Path) -> None:
        text = page("hail").replace("author", "date: 2999-01-01\nauthor")
        (folder / "hail.md").write_text(text)
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("2 published, 1 refused.", 1)
        assert {one.title for one in Article.objects.drafts()} == {"What is hail?"}
        assert list(verify(rendering=True)) == []

    def test_a_dry_run_says_what_publishing_would_refuse(self, folder: Path) -> None:
        text = page("hail").replace("author", "date: 2999-01-01\nauthor")
        (folder / "hail.md").write_text(text)
        dry = run(str(folder), "--publish", "--dry-run")
        assert not Article.objects.exists()
        assert dry == run(str(folder), "--publish")

    def test_they_stand_in_the_record_in_their_order(self) -> None:
        drafts = [a_draft(slug=f"number-{number}").pk for number in range(5)]
        published = publish_all(reversed(drafts), by=ada())
        assert list(published) == drafts[::-1]
        assert [one.subject for one in Version.objects.order_by("serial")] == drafts[::-1]
        assert list(verify(rendering=True)) == []

    def test_each_that_can_not_be_published_says_why(self) -> None:
        ready, bare = a_draft(slug="ready"), Article.objects.create(slug="bare", title="Bare")
        published = publish_all([ready.pk, bare.pk], by=ada())
        assert isinstance(published[ready.pk], Version)
        assert isinstance(published[bare.pk], NotReady)

    def test_publishing_more_at_once_asks_as_often_for_each(self) -> None:
        asked = []
        for first, count in ((0, 3), (10, 9)):
            drafts = [a_draft(slug=f"n{first + number}").pk for number in range(count)]
            with CaptureQueriesContext(connection) as queries:
                publish_all(drafts, by=Signer.of_import())
            asked.append(len(queries))
        assert (asked[1] - asked[0]) / 6 <= 6

    def test_an_address_that_somebody_gives_meanwhile_is_not_given_twice(
        self, folder: Path
    ) -> None:
        def give_slowly() -> None:
            with transaction.atomic():
                a_draft(slug="what-is-rain")
                time.sleep(1.5)
            connection.close()

        with ThreadPoolExecutor(1) as pool:
            giving = pool.submit(give_slowly)
            time.sleep(0.5)
            lines, _status = run(str(folder))
            giving.result()
        assert lines[-1] == "2 made."
        slugs = set(Article.objects.values_list("slug", flat=True))
        assert slugs == {"what-is-rain", "what-is-rain-2", "what-is-snow"}


OTHER = "---\ntitle: What is rain?\nlang: {}\n---\n\n{}\n"


@pytest.mark.django_db
class TestAddresses:
    """Explainers whose titles give one address."""

    def test_another_text_of_the_same_title_gets_an_address_beside_it(self, folder: Path) -> None:
        (folder / "z.md").write_text(OTHER.format("en", "A song of four verses, and a film."))
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("3 made.", 0)
        assert Article.objects.get(import_key="z.md").slug == "what-is-rain-2"
        assert any("is that of “What is rain?” from rain.md" in line for line in lines)
        assert run(str(folder))[0][-1] == "3 unchanged."

    def test_a_translation_gets_an_address_with_its_language(self, folder: Path) -> None:
        (folder / "z.md").write_text(OTHER.format("es-MX", "Es agua que cae de las nubes."))
        run(str(folder))
        assert Article.objects.get(import_key="z.md").slug == "what-is-rain-es-mx"

    def test_much_the_same_text_is_not_made_twice(self, folder: Path) -> None:
        run(str(folder))
        (folder / "rain.md").rename(folder / "copy-of-rain.md")
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("1 unchanged, 1 vanished, 1 refused.", 1)
        assert any("from rain.md has already, and much the same text" in line for line in lines)

    def test_much_the_same_text_of_another_day_is_another_explainer(self, folder: Path) -> None:
        for day in ("2021-05-03", "2021-06-07"):
            text = page("a meeting").replace("author", f"date: {day}\nauthor")
            (folder / f"{day}.md").write_text(text)
        assert run(str(folder))[0][-1] == "4 made."

    def test_a_long_address_keeps_its_length(self, tmp_path: Path) -> None:
        title = "What is it that falls " + "and falls " * 9
        for name in ("one", "two"):
            text = f"# {title}\n\n{name} {name} {name}.\n"
            (tmp_path / f"{name}.md").write_text(text)
        run(str(tmp_path))
        slugs = list(Article.objects.order_by("slug").values_list("slug", flat=True))
        assert len(slugs) == 2
        assert all(len(slug) <= 80 for slug in slugs)

    def test_a_dry_run_of_many_batches_says_the_same(self, tmp_path: Path) -> None:
        for number in range(130):
            name = "rain" if number % 60 == 1 else f"number {number}"
            more = f"It is wet, for {number} days, and then it is dry again. "
            text = page(name).replace("It is wet.", more * 3)
            (tmp_path / f"{number:03}.md").write_text(text)
        (tmp_path / "200.md").write_text(OTHER.format("en", "A song, and another song."))
        dry = run(str(tmp_path), "--dry-run")
        assert dry == run(str(tmp_path))
        assert dry[0][-1] == "129 made, 2 refused."


@pytest.mark.django_db(transaction=True)
class TestVanished:
    """What was imported from a place before and isn't there any more."""

    def test_it_is_reported_and_stays(self, folder: Path) -> None:
        run(str(folder), "--publish")
        (folder / "snow.md").unlink()
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("1 unchanged, 1 vanished.", 0)
        said = "vanished  snow.md /articles/what-is-snow/: its source wasn’t found"
        assert any(line.startswith(said) for line in lines)
        assert Article.objects.published().count() == 2

    def test_a_dry_run_reports_it_as_well(self, folder: Path) -> None:
        run(str(folder))
        (folder / "snow.md").unlink()
        assert run(str(folder), "--dry-run")[0][-1] == "1 unchanged, 1 vanished."

    def test_it_is_no_longer_reported_once_it_is_back(self, folder: Path) -> None:
        run(str(folder))
        (folder / "snow.md").rename(folder.parent / "snow.md")
        run(str(folder))
        (folder.parent / "snow.md").rename(folder / "snow.md")
        assert run(str(folder))[0][-1] == "2 unchanged."

    def test_a_renamed_file_of_the_same_identity_has_not_vanished(self, folder: Path) -> None:
        text = page("fog").replace("author", "guid: https://example.org/fog\nauthor")
        (folder / "fog.md").write_text(text)
        run(str(folder))
        (folder / "fog.md").rename(folder / "mist.md")
        assert run(str(folder))[0][-1] == "3 unchanged."

    def test_a_file_that_is_given_by_itself_says_nothing_of_others(self, folder: Path) -> None:
        run(str(folder))
        assert run(str(folder / "rain.md"))[0][-1] == "1 unchanged."

    def test_what_vanished_from_a_newer_export_is_reported(self, tmp_path: Path) -> None:
        for day, names in (("2026-11-23", ("rain", "snow")), ("2026-11-24", ("rain",))):
            with zipfile.ZipFile(tmp_path / f"export-{day}.zip", "w") as archive:
                for name in names:
                    archive.writestr(f"{name}.md", page(name))
        run(str(tmp_path / "export-2026-11-23.zip"))
        lines, _status = run(str(tmp_path / "export-2026-11-24.zip"))
        assert lines[-1] == "1 unchanged, 1 vanished."

    def test_other_folders_are_let_alone(self, folder: Path, tmp_path: Path) -> None:
        run(str(folder))
        (tmp_path / "others").mkdir()
        (tmp_path / "others" / "dew.md").write_text(page("dew"))
        assert run(str(tmp_path / "others"))[0][-1] == "1 made."

    def test_one_that_was_removed_here_is_not_named(self, folder: Path) -> None:
        run(str(folder), "--publish")
        article = Article.objects.get(slug="what-is-snow")
        remove_article(article, Order(because="privacy", by=ada(), approver=grace()))
        (folder / "snow.md").unlink()
        assert run(str(folder))[0][-1] == "1 unchanged."


@pytest.mark.django_db
class TestOtherFiles:
    """What lies beside the texts."""

    def test_a_file_that_no_reader_takes_is_left_out_of_a_folder(self, folder: Path) -> None:
        (folder / "table.xlsx").write_bytes(b"\x00\x01\x02")
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("2 made, 1 left out.", 0)
        assert any("table.xlsx: found a file that ends in .xlsx" in line for line in lines)

    @pytest.mark.parametrize("is_packed", [False, True])
    def test_documents_of_other_programs_are_left_out(self, folder: Path, is_packed: bool) -> None:
        """A table is a ZIP archive inside; Word keeps a file of its own beside one that is open."""
        with zipfile.ZipFile(folder / "table.xlsx", "w") as table:
            table.writestr("[Content_Types].xml", "<Types/>")
        (folder / "~$open.docx").write_bytes(b"\x03Ada" + bytes(158))
        given = folder
        if is_packed:
            given = folder.parent / "all.zip"
            with zipfile.ZipFile(given, "w") as archive:
                for file in folder.iterdir():
                    archive.write(file, file.name)
        lines, status = run(str(given))
        assert (lines[-1], status) == ("2 made, 2 left out.", 0)
        assert any("table.xlsx: found a file that ends in .xlsx" in line for line in lines)

    def test_a_word_file_with_a_password_is_refused_and_said_to_be_one(self, folder: Path) -> None:
        (folder / "secret.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("2 made, 1 refused.", 1)
        assert any("found a Word file that a password protects" in line for line in lines)

    def test_json_of_another_kind_is_left_out_of_a_folder(self, folder: Path) -> None:
        (folder / "package.json").write_text('{"name": "a package", "version": "1"}')
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("2 made, 1 left out.", 0)

    def test_a_file_that_was_named_is_refused(self, folder: Path) -> None:
        (folder / "table.xlsx").write_bytes(b"\x00\x01\x02")
        assert run(str(folder / "table.xlsx"))[0][-1] == "1 refused."


@pytest.mark.slow
@pytest.mark.django_db
def test_an_import_of_more_files_holds_no_more_memory(tmp_path: Path) -> None:
    words = "It is wet, and it falls from above. " * 2000
    for number in range(55):
        folder = tmp_path / ("few" if number < 11 else "many")
        folder.mkdir(exist_ok=True)
        text = f"What is number {number}?\n\n{words}\n\nWhy\n\nIt rains.\n"
        (folder / f"{number}.txt").write_text(text)
    peaks = []
    for name in ("few", "few", "many"):
        tracemalloc.start()
        for _outcome in imported(files_at([str(tmp_path / name)]), Options(dry=True)):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 1.2 * peaks[1]


@pytest.mark.django_db
def test_a_name_in_two_lines_is_reported_in_one(folder: Path) -> None:
    (folder / "a\nb.md").write_text(page("a name"))
    lines, _status = run(str(folder))
    assert lines[0].startswith("made      a\\nb.md /articles/")


@pytest.mark.django_db
class TestFaults:
    """What no reader and no column was made for."""

    def test_a_fault_of_a_reader_refuses_one_file(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def faulty(data: bytes, **options: Any) -> ParsedExplainer:
            if b"What is rain" in data:
                raise KeyError("a mistake of ours")
            return parse_markdown(data, **options)

        monkeypatch.setitem(formats._SINGLE, "md", faulty)
        lines, status = run(str(folder))
        assert (lines[-1], status) == ("1 made, 1 refused.", 1)
        assert any("rain.md: a fault of the reader (KeyError)" in line for line in lines)

    @pytest.mark.parametrize("member", ["author", "tags"])
    def test_a_name_that_is_longer_than_any_is_cut_or_refused_alike(
        self, folder: Path, member: str
    ) -> None:
        (folder / "long.md").write_text(f"---\n{member}: {'long ' * 300}\n---\n\n# Long\n\nText.\n")
        lines, _status = run(str(folder))
        assert lines[-1] in ("3 made.", "2 made, 1 refused.")
        assert not Author.objects.annotate(size=Length("name")).filter(size__gt=200).exists()
        assert not Topic.objects.annotate(size=Length("name")).filter(size__gt=100).exists()


@pytest.mark.django_db
def test_a_dry_run_knows_who_has_an_address_in_a_later_batch_also_of_a_name_in_two_lines() -> None:
    seen, (one, _key) = SeenKeys(), reading("rain")
    Addresses(["rain"], seen).give("rain", one.document, "a\nb.md")
    holder = Addresses(["rain"], seen).holder("rain")
    assert holder is not None
    assert holder.key == "a\nb.md"
    assert holder.says_much_the_same(one.document)


@pytest.mark.django_db
class TestFoldersOfTheSamePaths:
    """Two sites, each with an `about.md`."""

    OTHER = "# What is hail?\n\nIce that falls in lumps, which bruise apples and dent cars.\n"

    @pytest.fixture
    def sites(self, tmp_path: Path) -> tuple[Path, Path]:
        """The folders of two publishers, of which the first is imported and published."""
        for name, text in (("one", page("rain")), ("two", self.OTHER)):
            (tmp_path / name / "content").mkdir(parents=True)
            (tmp_path / name / "content" / "about.md").write_text(text)
        run(str(tmp_path / "one" / "content"), "--publish")
        return tmp_path / "one" / "content", tmp_path / "two" / "content"

    def test_another_explainer_of_the_same_path_is_made_beside_the_first(
        self, sites: tuple[Path, Path]
    ) -> None:
        report = "\n".join(run(str(sites[1]), "--publish")[0])
        assert "“What is rain?” has a file of the same path in another folder" in report
        keys = list(Article.objects.order_by("title").values_list("import_key", flat=True))
        assert keys == ["about.md in two/content", "about.md"]

    def test_a_text_rewritten_under_its_title_is_proposed_from_any_folder(
        self, sites: tuple[Path, Path]
    ) -> None:
        text = self.OTHER.replace("What is hail?", "What is rain?")
        (sites[1] / "about.md").write_text(text)
        assert "1 proposed" in "\n".join(run(str(sites[1]))[0])
        assert Article.objects.count() == 1

    def test_a_draft_of_the_same_path_stays_as_well(self, sites: tuple[Path, Path]) -> None:
        (sites[0] / "draft.md").write_text(page("snow"))
        run(str(sites[0]))
        (sites[1] / "draft.md").write_text("# Who saw it?\n\nNobody did, or so they said.\n")
        run(str(sites[1]))
        keys = Article.objects.order_by("import_key").values_list("import_key", flat=True)
        assert {"draft.md", "draft.md in two/content"} <= set(keys)

    def test_an_unchanged_copy_asks_the_database_no_more_than_the_folder_itself(
        self, sites: tuple[Path, Path], tmp_path: Path
    ) -> None:
        for number in range(9):
            (sites[0] / f"{number}.md").write_text(page(f"rain number {number}"))
        run(str(sites[0]), "--publish")
        shutil.copytree(sites[0], tmp_path / "copy")
        with CaptureQueriesContext(connection) as itself:
            run(str(sites[0]))
        with CaptureQueriesContext(connection) as copied:
            run(str(tmp_path / "copy"))
        # One statement keeps where they come from now.
        assert len(copied) <= len(itself) + 1

    def test_both_are_known_again(self, sites: tuple[Path, Path]) -> None:
        run(str(sites[1]), "--publish")
        for folder in sites:
            report = "\n".join(run(str(folder))[0])
            assert "1 unchanged" in report
            assert "vanished" not in report

    def test_each_change_goes_to_its_own(self, sites: tuple[Path, Path]) -> None:
        run(str(sites[1]), "--publish")
        (sites[1] / "about.md").write_text(self.OTHER.replace("apples", "pears"))
        run(str(sites[1]))
        (title,) = Correction.objects.values_list("article__title", flat=True)
        assert title == "What is hail?"

    def test_a_copy_of_a_folder_is_the_same_folder(
        self, sites: tuple[Path, Path], tmp_path: Path
    ) -> None:
        (tmp_path / "newer").mkdir()
        (tmp_path / "newer" / "about.md").write_text(page("rain").replace("It is wet.", "Wet."))
        assert "1 proposed" in "\n".join(run(str(tmp_path / "newer"))[0])
        assert Article.objects.count() == 1
