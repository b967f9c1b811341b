"""Feeds of explainers and of corrections; the sitemap; whom to tell of a weakness."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Topic
from record.models import SiteIdentity, Version
from tests.articles.cast import DOCUMENT, a_draft, a_published, an_author
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ADDRESS = "/articles/what-is-a-treaty/"
SERIAL, DIGEST = "urn:corrigenda:serial", "urn:corrigenda:digest"

SLIPPED = replace(DOCUMENT, lead=(DOCUMENT.lead or "").replace("written", "writen"))


@pytest.fixture
def article() -> Article:
    """An explainer of 10 January, corrected on the 20th, with spelling mended on the 30th."""
    with time_machine.travel("2026-01-10 12:00:00Z", tick=False):
        found, _version = a_published(SLIPPED)
    changed = with_section(SLIPPED, "full powers", "full power")
    with time_machine.travel("2026-01-20 12:00:00Z", tick=False):
        publish_one(found, changed)
    mended = replace(changed, lead=(changed.lead or "").replace("writen down", "written down"))
    with time_machine.travel("2026-01-30 12:00:00Z", tick=False):
        publish_one(found, mended, kind="copy_edit", sources=())
    found.topics.add(Topic.objects.create(slug="treaties", name="Treaties"))
    return Article.objects.get()


def atom(client: Client, path: str) -> list[ET.Element]:
    """The entries of an Atom feed that names its own address."""
    response = client.get(path)
    assert response.status_code == 200
    feed = ET.fromstring(response.content)
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1:8000{path}"
    return feed.findall(f"{ATOM}entry")


def rss(client: Client, path: str) -> list[ET.Element]:
    """The items of an RSS feed."""
    response = client.get(path)
    assert response.status_code == 200
    return ET.fromstring(response.content).findall("channel/item")


def place_of(entry: ET.Element) -> tuple[str | None, str | None]:
    """Serial and digest of an Atom entry."""
    found = {one.get("scheme"): one.get("term") for one in entry.findall(f"{ATOM}category")}
    return found[SERIAL], found[DIGEST]


def numbers(entries: list[ET.Element]) -> list[str]:
    """The numbers of corrections that Atom entries are about."""
    return [(one.findtext(f"{ATOM}id") or "").rsplit("-", 1)[1] for one in entries]


@pytest.mark.usefixtures("article")
def test_an_explainer_is_updated_in_the_feed_by_what_is_significant_only(client: Client) -> None:
    (entry,) = atom(client, "/feed.atom")
    assert entry.findtext(f"{ATOM}published") == "2026-01-10T12:00:00+00:00"
    assert (entry.findtext(f"{ATOM}updated") or "")[:19] == "2026-01-20T12:00:00"
    newest = Version.objects.newest()
    assert newest is not None
    assert place_of(entry) == ("3", newest.digest)


def test_an_entry_keeps_its_id_for_ever(client: Client, article: Article) -> None:
    (entry,) = atom(client, "/feed.atom")
    (item,) = rss(client, "/feed.rss")
    (told,) = client.get("/feed.json").json()["items"]
    expected = f"urn:uuid:{article.pk}"
    assert entry.findtext(f"{ATOM}id") == item.findtext("guid") == told["id"] == expected


@pytest.mark.usefixtures("article")
def test_the_json_feed_is_one_of_version_1_1(client: Client) -> None:
    response = client.get("/feed.json")
    assert response["Content-Type"].startswith("application/feed+json")
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://127.0.0.1:8000/feed.json"
    (item,) = feed["items"]
    assert item["url"] == f"http://127.0.0.1:8000{ADDRESS}"
    assert item["content_html"] == "<p>A promise between states that lawyers can read.</p>"
    assert item["tags"] == ["Treaties"]
    assert item["_corrigenda"]["serial"] == 3


def test_what_has_no_standfirst_still_has_content_in_the_json_feed(client: Client) -> None:
    a_published(replace(DOCUMENT, standfirst=None))
    (item,) = client.get("/feed.json").json()["items"]
    assert item["content_text"] == "What is a treaty?"


def test_an_imported_explainer_has_no_date_of_publication_in_the_feed(client: Client) -> None:
    a_published(import_key="treaty.txt")
    (entry,) = atom(client, "/feed.atom")
    assert entry.find(f"{ATOM}published") is None


def test_feeds_hold_no_draft(client: Client) -> None:
    a_draft()
    assert atom(client, "/feed.atom") == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/corrections/feed", ["2", "1"]),
        ("/corrections/significant", ["1"]),
        (f"{ADDRESS}corrections", ["2", "1"]),
        ("/topics/treaties/corrections", ["2", "1"]),
    ],
)
@pytest.mark.usefixtures("article")
def test_corrections_are_told_by_feed(client: Client, path: str, expected: list[str]) -> None:
    entries = atom(client, f"{path}.atom")
    assert numbers(entries) == expected
    items = rss(client, f"{path}.rss")
    site = SiteIdentity.objects.get().uuid
    guids = [f"urn:uuid:{site}#correction-{number}" for number in expected]
    assert [one.findtext("guid") for one in items] == guids


@pytest.mark.usefixtures("article")
def test_feeds_of_a_topic_hold_no_corrections_of_others(client: Client) -> None:
    other, _version = a_published(slug="another")
    publish_one(other)
    assert numbers(atom(client, "/topics/treaties/corrections.atom")) == ["2", "1"]
    assert numbers(atom(client, "/articles/another/corrections.atom")) == ["3"]


@pytest.mark.usefixtures("article")
def test_every_entry_carries_its_own_serial_and_digest(client: Client) -> None:
    expected = [(str(one.serial), one.digest) for one in Version.objects.order_by("-serial")[:2]]
    assert [place_of(one) for one in atom(client, "/corrections/feed.atom")] == expected
    for item, place in zip(rss(client, "/corrections/feed.rss"), expected, strict=True):
        found = {one.get("domain"): one.text for one in item.findall("category")}
        assert (found[SERIAL], found[DIGEST]) == place


@pytest.mark.usefixtures("article")
def test_a_feed_asks_the_database_the_same_however_long_it_is(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/corrections/feed.atom")
    with django_assert_num_queries(1):
        client.get("/corrections/feed.atom")
    with django_assert_num_queries(2):
        client.get("/feed.json")


def test_a_repair_changes_a_feed_though_no_date_in_it_moves(
    client: Client, article: Article
) -> None:
    before = client.get("/feed.atom")
    assert "Last-Modified" not in before
    words = (DOCUMENT.lead or "") + " It lasts..."
    publish_one(article, replace(DOCUMENT, lead=words))
    before = client.get("/feed.atom")
    repaired = replace(DOCUMENT, lead=words.replace("...", "…"))
    publish_one(article, repaired, kind="minor_fix", sources=())
    again = client.get("/feed.atom", headers={"if-none-match": before["ETag"]})
    assert again.status_code == 200


def test_a_retracted_explainer_says_so_wherever_it_is_listed(client: Client) -> None:
    author = an_author()
    article, _version = a_published(replace(DOCUMENT, authors=(author,)))
    article.topics.add(Topic.objects.create(slug="treaties", name="Treaties"))
    publish_one(article, replace(DOCUMENT, authors=(author,)), kind="retraction")
    lists = ("/", "/articles/", "/topics/treaties/", "/authors/ada-edits/", "/faq/?q=leave")
    feeds = ("/feed.atom", "/feed.rss", "/feed.json", "/corrections/feed.atom")
    for path in (*lists, *feeds, "/corrections/", f"{ADDRESS}corrections.rss"):
        assert "Retracted: What is a treaty?" in client.get(path).content.decode(), path


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_every_page_leads_to_the_feeds(client: Client, suffix: str) -> None:
    assert f'href="/feed.{suffix}"' in client.get("/faq/").content.decode()


def sitemap(client: Client, section: str) -> dict[str, str | None]:
    """Each address of a sitemap with its date."""
    found = ET.fromstring(client.get(f"/sitemap-{section}.xml").content).findall(f"{MAP}url")
    return {one.findtext(f"{MAP}loc") or "": one.findtext(f"{MAP}lastmod") for one in found}


@pytest.mark.usefixtures("article")
def test_the_sitemap_dates_an_explainer_by_its_last_significant_change(client: Client) -> None:
    a_draft(slug="draft")
    expected = {f"http://127.0.0.1:8000{ADDRESS}": "2026-01-20"}
    assert sitemap(client, "explainers") == expected


@pytest.mark.usefixtures("article")
def test_the_sitemap_has_corrections_and_pages(client: Client) -> None:
    assert "http://127.0.0.1:8000/corrections/2/" in sitemap(client, "corrections")
    pages = sitemap(client, "pages")
    assert "http://127.0.0.1:8000/corrections/policy/" in pages
    assert "http://127.0.0.1:8000/topics/treaties/" in pages


@pytest.mark.usefixtures("article")
def test_every_address_of_the_sitemap_answers(client: Client) -> None:
    index = ET.fromstring(client.get("/sitemap.xml").content)
    sections = [one.findtext(f"{MAP}loc") or "" for one in index]
    assert len(sections) == 3
    for section in sections:
        path = section.removeprefix("http://127.0.0.1:8000")
        for one in ET.fromstring(client.get(path).content).findall(f"{MAP}url"):
            address = (one.findtext(f"{MAP}loc") or "").removeprefix("http://127.0.0.1:8000")
            assert client.get(address).status_code == 200


def test_the_sitemap_of_an_empty_site_is_one(client: Client) -> None:
    assert client.get("/sitemap.xml").status_code == 200
    assert sitemap(client, "explainers") == {}


def test_robots_are_told_of_the_sitemap(client: Client) -> None:
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").text


def test_security_txt_says_whom_to_write_to(client: Client, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SITE_CONTACT = "desk@example.org"
    with time_machine.travel("2026-01-30 12:00:00Z", tick=False):
        text = client.get("/.well-known/security.txt").text
    assert "Contact: mailto:desk@example.org" in text
    assert "Expires: 2026-07-01T00:00:00Z" in text
