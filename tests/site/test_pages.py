"""What readers and their browsers get."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import set_script_prefix
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Asset, Page, Slug, Topic
from articles.publishing import publish
from documents.document import Document, Question, Section
from record import guards
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, an_author

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/what-is-a-treaty/"
VOID = {"meta", "link", "input", "br", "hr", "img"}


def text_of(client: Client, path: str) -> str:
    """The page as one line of text with its tags."""
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


class _Checker(HTMLParser):
    """Collects ids and complains about tags that don't nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.wrong += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


PAGES = [
    "/",
    "/articles/",
    "/articles/?topic=treaties",
    ADDRESS,
    f"{ADDRESS}history/",
    f"{ADDRESS}history/?on=2026-11-24",
    f"{ADDRESS}history/?on=nonsense",
    f"{ADDRESS}versions/1/",
    f"{ADDRESS}compare/1/1/",
    f"{ADDRESS}report/",
    f"{ADDRESS}report/?version=1&part=s1&words=through%20people",
    "/faq/",
    "/faq/?q=state",
    "/faq/?q=%22",
    "/topics/",
    "/topics/treaties/",
    "/authors/ada-edits/",
    "/record/",
]


@pytest.fixture
def explainer() -> Article:
    """A published explainer with author and topic."""
    draft = a_draft(replace(DOCUMENT, authors=(an_author(),)))
    draft.topics.add(Topic.objects.create(name="Treaties", slug="treaties"))
    publish(draft, by=ada())
    return Article.objects.get(pk=draft.pk)


@pytest.fixture
def removed(explainer: Article) -> Article:
    """The explainer as a removal leaves it."""
    guards.remove()
    Article.objects.filter(pk=explainer.pk).update(status="removed")
    guards.install()
    return explainer


@pytest.fixture
def picture(tmp_path: Path, settings: Any) -> Asset:
    """A picture that is kept here."""
    settings.MEDIA_ROOT = tmp_path
    content = BytesIO()
    Image.new("RGB", (4, 3), "red").save(content, "PNG")
    asset = Asset(file=SimpleUploadedFile("flag.png", content.getvalue(), "image/png"))
    asset.describe()
    asset.save()
    return asset


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed_and_has_its_landmarks(
    explainer: Article, client: Client, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    checker = _Checker()
    checker.feed(html)
    assert checker.wrong == []
    assert checker.open == []
    assert len(checker.ids) == len(set(checker.ids))
    assert checker.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(checker.headings, checker.headings[1:], strict=False))
    for landmark in ("<header", "<nav", "<main", "<footer", 'class="skip"'):
        assert landmark in html
    # No script but data, and files of the site's own that wait for the page.
    known = r'<script (type="application/ld\+json"|src="/static/[a-z/_]+\.js" defer)>'
    assert "<script" not in re.sub(known, "", html)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_touches_neither_session_nor_csrf(
    explainer: Article, client: Client, path: str
) -> None:
    response = client.get(path)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrf" not in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere(explainer: Article, client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    loaded = re.findall(r'<(?:link|img|script)[^>]+(?:href|src)="([^"]+)"', html)
    own = ("/", "http://127.0.0.1:8000/")
    assert [address for address in loaded if not address.startswith(own)] == []


@pytest.mark.parametrize("path", ["/", "/articles/", "/faq/", "/topics/", "/record/"])
def test_an_empty_site_has_its_pages_too(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("sections", [2, 60])
def test_the_article_page_takes_two_queries_whatever_its_size(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, sections: int
) -> None:
    parts = tuple(Section(f"s{n}", f"Heading {n}", "Text. " * 50) for n in range(1, sections + 1))
    faqs = tuple(Question(f"q{n}", f"Why {n}?", "So.") for n in range(1, sections + 1))
    a_published(replace(DOCUMENT, sections=parts, faqs=faqs, authors=(an_author(),)))
    client.get("/healthz")  # The process has looked at what is due.
    with django_assert_num_queries(2):
        assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("count", [3, 12])
@pytest.mark.parametrize("path", ["/", "/articles/", "/faq/", "/topics/"])
def test_lists_take_as_many_queries_for_many_as_for_few(
    client: Client, django_assert_max_num_queries: Any, count: int, path: str
) -> None:
    topic = Topic.objects.create(name="Treaties", slug="treaties")
    for number in range(count):
        article, _version = a_published(slug=f"number-{number}")
        article.topics.add(topic)
    client.get("/healthz")
    with django_assert_max_num_queries(6):
        client.get(path)


def test_the_words_of_the_explainer_stand_in_their_order(
    explainer: Article, client: Client
) -> None:
    html = text_of(client, ADDRESS)
    places = [
        html.index(words)
        for words in (
            "A promise between states",
            "written down and <em>binding</em>",
            'id="s1"',
            "States do, through people",
            'id="s2"',
            'id="q1"',
            "Can a state leave?",
            "Yes, if the treaty says how.",
            'id="conclusion"',
            "A treaty is kept",
            "Vienna Convention",
        )
    ]
    assert places == sorted(places)


def test_a_page_comes_from_its_version_and_never_from_the_rows(
    explainer: Article, client: Client
) -> None:
    guards.remove()
    explainer.sections.update(body="Changed behind the record’s back.")
    Article.objects.update(title="Changed")
    guards.install()
    html = text_of(client, ADDRESS)
    assert "Changed" not in html
    assert "Changed" not in text_of(client, f"{ADDRESS}versions/1/")


def test_an_imported_date_says_where_our_record_begins(client: Client) -> None:
    _article, version = a_published(
        replace(DOCUMENT, first_published="2023-11-23"), import_key="one.txt"
    )
    begins = version.moment.strftime("%-d %B %Y")
    html = re.sub("<[^>]+>", "", text_of(client, ADDRESS))
    assert f"Published 23 November 2023 (imported; our record begins {begins})" in html


def test_an_import_without_a_date_invents_none(client: Client) -> None:
    a_published(import_key="one.txt")
    assert "date of first publication not known" in text_of(client, ADDRESS)


def test_last_reviewed_is_a_date_of_its_own(explainer: Article, client: Client) -> None:
    explainer.reviewed_on = date(2026, 11, 20)
    explainer.save(update_fields=["reviewed_on"])
    html = re.sub("<[^>]+>", "", text_of(client, ADDRESS))
    assert "Last reviewed 20 November 2026" in html
    assert "Last significant change" not in html


def test_the_etag_answers_304_when_nothing_changed(explainer: Article, client: Client) -> None:
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_etag_changes_with_the_bytes(explainer: Article, client: Client) -> None:
    first = client.get(ADDRESS)
    explainer.topics.clear()
    again = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_the_etag_needs_the_site_s_key(explainer: Article, client: Client, settings: Any) -> None:
    first = client.get(ADDRESS)["ETag"]
    settings.SECRET_KEY = "another key that is long enough to be one"
    assert client.get(ADDRESS)["ETag"] != first


def test_last_modified_answers_304(explainer: Article, client: Client) -> None:
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 304


def test_head_has_the_headers_of_get_and_no_body(explainer: Article, client: Client) -> None:
    got, head = client.get(ADDRESS), client.head(ADDRESS)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert head[name] == got[name]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_readers_pages_only_give(explainer: Article, client: Client, method: str) -> None:
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_a_correction_is_visible_after_five_seconds_at_the_latest(
    explainer: Article, client: Client
) -> None:
    assert client.get(ADDRESS)["Cache-Control"] == "public, max-age=5"


def test_an_old_address_redirects_to_its_twin_in_one_hop(
    explainer: Article, client: Client
) -> None:
    guards.remove()
    Slug.objects.create(slug="treaties-explained", article=explainer, version=explainer.version)
    guards.install()
    for rest in ("", "history/?on=2026-11-24", "versions/1/", "compare/1/1/"):
        response = client.get(f"/articles/treaties-explained/{rest}")
        assert (response.status_code, response["Location"]) == (301, f"{ADDRESS}{rest}")
    markdown = client.get("/articles/treaties-explained.md")
    assert markdown["Location"] == "/articles/what-is-a-treaty.md"


def test_capital_letters_in_an_address_redirect(explainer: Article, client: Client) -> None:
    assert client.get("/articles/What-is-a-Treaty/")["Location"] == ADDRESS


def test_an_address_in_another_script_works(client: Client) -> None:
    a_published(replace(DOCUMENT, title="Что такое НАТО?"))
    assert client.get("/articles/что-такое-нато/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/articles/nothing/",
        "/articles/nothing.md",
        f"{ADDRESS}versions/2/",
        f"{ADDRESS}versions/0/",
        f"{ADDRESS}versions/99999999999999999999/",
        f"{ADDRESS}compare/1/2/",
        "/articles/%00/",
        "/articles/?topic=nothing",
        "/articles/?topic=%00",
        "/faq/?topic=%00",
        "/topics/%00/",
        "/authors/%00/",
        "/topics/nothing/",
        "/authors/nothing/",
        f"/assets/{'a' * 64}",
        "/nothing/at/all",
    ],
)
def test_what_is_not_there_answers_404_in_the_site_s_dress(
    explainer: Article, client: Client, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert b"Corrigenda" in response.content


def test_a_version_says_whether_it_is_old_and_asks_not_to_be_indexed(
    explainer: Article, client: Client
) -> None:
    html = text_of(client, f"{ADDRESS}versions/1/")
    assert "version 1 of 1" in html.lower()
    assert 'content="noindex"' in html


def test_history_finds_the_version_that_stood_on_a_day(explainer: Article, client: Client) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        day = (timezone.now() - timedelta(days=1)).date().isoformat()
        assert "version 1 stood here" in text_of(client, f"{ADDRESS}history/?on={day}")


def test_history_says_of_today_what_stands_and_not_what_will(
    explainer: Article, client: Client
) -> None:
    today = timezone.now().date()
    assert "Today version 1 stands here" in text_of(client, f"{ADDRESS}history/?on={today}")


@pytest.mark.parametrize("on", ["2999-01-01", "20261124", "2026-W48-2", "2026-02-30", "x", ""])
def test_history_claims_nothing_of_a_day_to_come_or_of_no_day(
    explainer: Article, client: Client, on: str
) -> None:
    html = text_of(client, f"{ADDRESS}history/?on={on}")
    assert "version 1 stood here" not in html
    assert "version 1 stands here" not in html
    assert 'id="on-error"' in html


def test_history_never_claims_a_text_from_before_the_record(
    explainer: Article, client: Client
) -> None:
    assert "begins on" in text_of(client, f"{ADDRESS}history/?on=1999-01-01")


def test_compare_of_one_version_with_itself_says_so(explainer: Article, client: Client) -> None:
    assert "one and the same version" in text_of(client, f"{ADDRESS}compare/1/1/")


def test_the_markdown_holds_the_words(explainer: Article, client: Client) -> None:
    response = client.get("/articles/what-is-a-treaty.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    text = response.content.decode()
    assert text.startswith("# What is a treaty?\n")
    assert "\n## Who makes one\n" in text
    assert "\n### Can a state leave?\n" in text


@pytest.mark.parametrize("query", ["state leave", "STATE", "  leave  ", "Léave"])
def test_questions_are_searched_without_case_and_accents(
    explainer: Article, client: Client, query: str
) -> None:
    assert "Can a state leave?" in text_of(client, f"/faq/?q={query}")


@pytest.mark.parametrize("query", ["%", "_", "\\", "'", '"', "\0", "x" * 5000, "*"])
def test_a_search_for_odd_characters_finds_nothing_and_breaks_nothing(
    explainer: Article, client: Client, query: str
) -> None:
    response = client.get("/faq/", {"q": query})
    assert response.status_code == 200
    assert query in ("\0", "'") or b"Can a state leave?" not in response.content


def test_a_query_that_unfolds_to_hundreds_of_words_asks_for_a_few(
    explainer: Article, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6) as captured:
        assert client.get("/faq/", {"q": "ﷺ" * 200}).status_code == 200
    assert max(len(query["sql"]) for query in captured.captured_queries) < 3000


def test_each_answer_links_into_its_explainer(explainer: Article, client: Client) -> None:
    assert f'href="{ADDRESS}#q1"' in text_of(client, "/faq/")


def test_lists_are_paged(client: Client) -> None:
    for number in range(21):
        a_published(slug=f"number-{number}")
    newest = [f"number-{number}" for number in range(20, 0, -1)]
    for query, expected in (("", newest), ("?page=2", ["number-0"]), ("?page=999", ["number-0"])):
        html = text_of(client, f"/articles/{query}")
        assert list(dict.fromkeys(re.findall("/articles/(number-[0-9]+)/", html))) == expected
    assert client.get("/articles/?page=x").status_code == 200


@pytest.mark.parametrize("rest", ["", "history/", "versions/1/", "compare/1/1/", ".md"])
def test_what_was_removed_answers_410_without_its_words(
    removed: Article, client: Client, rest: str
) -> None:
    response = client.get(f"{ADDRESS.removesuffix('/')}.md" if rest == ".md" else ADDRESS + rest)
    assert response.status_code == 410
    html = response.content.decode()
    assert "What stood here has been removed" in html
    assert 'content="noindex"' in html
    assert [word for word in ("treaty", "Who makes one", "parliament") if word in html] == []


@pytest.mark.parametrize("path", ["/", "/articles/", "/faq/", "/topics/", "/topics/treaties/"])
def test_what_was_removed_is_in_no_list(removed: Article, client: Client, path: str) -> None:
    html = text_of(client, path)
    assert "What is a treaty" not in html
    assert "Can a state leave" not in html


def test_a_picture_is_served_for_ever(picture: Asset, client: Client) -> None:
    response = client.get(f"/assets/{picture.sha256}")
    content = b"".join(response)
    assert sha256(content).hexdigest() == picture.sha256
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_picture_stands_in_its_explainer(picture: Asset, client: Client) -> None:
    a_published(replace(DOCUMENT, lead=f"![A flag]({picture.reference})"))
    assert f'<img src="/assets/{picture.sha256}" alt="A flag">' in text_of(client, ADDRESS)


def test_a_picture_whose_file_is_gone_answers_404(picture: Asset, client: Client) -> None:
    picture.file.storage.delete(picture.file.name)
    assert client.get(f"/assets/{picture.sha256}").status_code == 404


def test_the_format_of_the_record_is_there_to_be_read(client: Client) -> None:
    response = client.get("/record/record-format.md")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    specified = Path(settings.BASE_DIR, "docs", "record-format.md").read_bytes()
    assert b"".join(response) == specified
    assert 'href="/record/record-format.md"' in text_of(client, "/record/")


def test_the_record_asks_for_the_python_that_the_verifier_asks_for(client: Client) -> None:
    script = b"".join(client.get("/record/verify_record.py"))
    needed = re.search(r"Needs Python ([0-9.]+) ", script.decode())
    assert needed
    assert f"Python {needed[1]} or newer" in text_of(client, "/record/")


def test_robots_keep_out_of_the_admin_and_of_forms(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in robots
    assert "Disallow: /articles/*/report/" in robots


def test_healthz_answers_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/healthz")
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_readyz_says_what_is_missing(client: Client) -> None:
    assert client.get("/readyz").status_code == 200
    guards.remove()
    response = client.get("/readyz")
    guards.install()
    assert response.status_code == 503
    assert b"the guard record_version" in response.content


def test_a_stored_page_holds_no_address_of_the_site(explainer: Article) -> None:
    html = Page.objects.get().html
    assert not re.search(r'(href|src)="(?!#|https?:|site:)', html)


def test_a_site_under_a_path_links_within_it(client: Client, explainer: Article) -> None:
    set_script_prefix("/explainers/")
    try:
        html = client.get(ADDRESS).content.decode()
    finally:
        set_script_prefix("/")
    assert 'href="/explainers/articles/"' in html
    assert 'href="/articles/' not in html


def test_a_title_is_shown_as_text(client: Client) -> None:
    a_published(Document("<b>Bold</b> & “quoted”", lead="x"), slug="bold")
    html = text_of(client, "/articles/bold/")
    assert "<b>Bold</b>" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; “quoted”" in html


@pytest.mark.parametrize("path", ["record-format.md", "examples/record.ndjson", "verify_record.py"])
def test_what_is_needed_to_verify_without_us_is_there(client: Client, path: str) -> None:
    response = client.get(f"/record/{path}")
    assert response.status_code == 200
    assert len(b"".join(response)) > 1000


def test_an_address_that_nobody_published_leads_nowhere(explainer: Article, client: Client) -> None:
    Slug.objects.create(slug="never-given", article=explainer)
    assert client.get("/articles/never-given/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/topics/secret/", "/articles/?topic=secret", "/faq/?topic=secret"]
)
def test_a_topic_that_only_drafts_have_is_nowhere(client: Client, path: str) -> None:
    draft = a_draft()
    draft.topics.add(Topic.objects.create(name="Secret plans", slug="secret"))
    response = client.get(path)
    assert response.status_code == 404
    assert b"Secret plans" not in response.content
