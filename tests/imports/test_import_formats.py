"""`import_explainers` with folders of Markdown, pages and JSON."""

import json
from pathlib import Path

import pytest

from articles.models import Article, Author, Topic
from record.verification import verify
from tests.imports.test_import_explainers import run

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
PAGE = (FIXTURES / "html" / "news.html").read_text()
ARTICLE = {
    "@type": "Article",
    "@id": "https://example.org/json",
    "headline": "Who writes the minutes?",
    "articleBody": "The clerk does.",
    "author": "Ada Mora",
    "keywords": ["votes"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of each format."""
    texts = tmp_path / "texts"
    (texts / "posts").mkdir(parents=True)
    for path in (FIXTURES / "markdown").glob("*.md"):
        (texts / "posts" / path.name).write_bytes(path.read_bytes())
    (texts / "page.html").write_text(PAGE.replace("What is a quorum?", "How many must come?"))
    (texts / "article.json").write_text(json.dumps(ARTICLE))
    return texts


@pytest.mark.django_db
class TestFormats:
    """Each file becomes an explainer, once."""

    def test_a_folder_of_all_formats_is_published_and_a_second_run_is_silent(
        self, folder: Path
    ) -> None:
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("5 published.", 0)
        before = list(Article.objects.order_by("pk").values())
        lines, status = run(str(folder), "--publish")
        assert (lines[-1], status) == ("5 unchanged.", 0)
        assert list(Article.objects.order_by("pk").values()) == before
        assert list(verify(rendering=True)) == []

    def test_authors_and_topics_of_the_files_are_made_once(self, folder: Path) -> None:
        run(str(folder))
        assert {one.name for one in Author.objects.all()} == {"Ada Mora", "Ben Oduya"}
        names = [one.name.casefold() for one in Topic.objects.all()]
        assert sorted(names) == ["counting", "politics", "rules", "votes"]
        article = Article.objects.get(slug="what-is-a-quorum")
        assert [line.name for line in article.bylines.all()] == ["Ada Mora", "Ben Oduya"]

    def test_the_options_win_over_authors_and_add_topics(self, folder: Path) -> None:
        run(str(folder / "article.json"), "--author", "Grace", "--topic", "Minutes")
        article = Article.objects.get()
        assert [line.name for line in article.bylines.all()] == ["Grace"]
        assert {topic.name for topic in article.topics.all()} == {"votes", "Minutes"}

    def test_a_dry_run_writes_nothing_and_prints_the_same(self, folder: Path) -> None:
        dry, _status = run(str(folder), "--dry-run")
        assert not Article.objects.exists()
        assert not Author.objects.exists()
        assert not Topic.objects.exists()
        assert dry == run(str(folder))[0]

    def test_a_page_is_known_by_its_address_wherever_its_file_lies(self, folder: Path) -> None:
        run(str(folder / "page.html"))
        (folder / "page.html").rename(folder / "renamed.html")
        lines, _status = run(str(folder / "renamed.html"))
        assert lines[-1] == "1 unchanged."
        assert lines[0].startswith("unchanged renamed.html")

    def test_two_files_of_one_address_are_not_taken_for_each_other(self, folder: Path) -> None:
        (folder / "zz.html").write_text(PAGE.replace("members", "people"))
        lines, status = run(str(folder))
        assert status == 1
        refused = [line for line in lines if line.startswith("refused")]
        assert refused == [
            "refused   zz.html: found the identity “https://example.org/news/2021/quorum”, "
            "which page.html has already"
        ]

    def test_a_changed_front_matter_in_another_order_is_no_change(self, folder: Path) -> None:
        path = folder / "posts" / "2020-02-29-who-counts-the-votes.md"
        run(str(folder))
        text = (
            path.read_text()
            .replace("layout: post\n", "")
            .replace("true\n---", "true\nlayout: x\n---")
        )
        path.write_text(
            text.replace("Tellers do, two of each side.", "Tellers do,\ntwo of each side.")
        )
        assert run(str(folder))[0][-1] == "5 unchanged."

    def test_a_changed_text_updates_its_draft(self, folder: Path) -> None:
        run(str(folder))
        (folder / "article.json").write_text(json.dumps(ARTICLE | {"articleBody": "A clerk does."}))
        assert run(str(folder))[0][-1] == "1 updated, 4 unchanged."
        assert Article.objects.get(slug="who-writes-the-minutes").lead == "A clerk does."

    def test_what_its_source_calls_a_draft_is_not_published(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("---\ntitle: T\ndraft: true\n---\nText.\n")
        lines, status = run(str(tmp_path), "--publish")
        assert (lines[-1], status) == ("1 made.", 0)
        assert Article.objects.drafts().count() == 1

    def test_a_file_is_known_by_what_is_in_it(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("---\ntitle: Markdown\n---\nText.\n")
        (tmp_path / "b").write_text("<!doctype html><title>HTML</title><p>Text.</p>")
        (tmp_path / "c.txt").write_text(json.dumps(ARTICLE))
        assert run(str(tmp_path))[0][-1] == "3 made."

    def test_a_format_that_is_named_is_taken(self, tmp_path: Path) -> None:
        (tmp_path / "a.page").write_text("# Title\n\nText.\n")
        assert run(str(tmp_path), "--format", "md")[0][-1] == "1 made."

    def test_old_addresses_are_written_where_they_are_asked_for(
        self, folder: Path, tmp_path: Path
    ) -> None:
        redirects = tmp_path / "redirects"
        run(str(folder), "--redirects", str(redirects))
        assert redirects.read_text().splitlines() == [
            "/json /articles/who-writes-the-minutes/ 301",
            "/news/2021/quorum /articles/how-many-must-come/ 301",
            "/old/quorum/ /articles/what-is-a-quorum/ 301",
        ]
