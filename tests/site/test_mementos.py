"""What stood here when (RFC 7089), links between versions (RFC 5829), one explainer's record."""

import re
from hashlib import sha256

import pytest
import time_machine
from django.test import Client

from articles.models import Article
from record.models import Version
from tests.articles.cast import DOCUMENT, a_published
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db

ORIGIN = "http://127.0.0.1:8000"
ADDRESS = "/articles/what-is-a-treaty/"
FIRST = "Sat, 10 Jan 2026 12:00:00 GMT"
SECOND = "Tue, 20 Jan 2026 12:00:00 GMT"


@pytest.fixture
def article() -> Article:
    """An explainer of 10 January with two corrections in one second of 20 January."""
    with time_machine.travel("2026-01-10 12:00:00.5Z", tick=False):
        found, _version = a_published()
    with time_machine.travel("2026-01-20 12:00:00.1Z", tick=False):
        publish_one(found)
    changed = with_section(DOCUMENT, "full powers", "full power")
    with time_machine.travel("2026-01-20 12:00:00.9Z", tick=False):
        publish_one(found, with_section(changed, "last article", "last page", 1))
    return Article.objects.get()


def links_of(header: str) -> dict[str, tuple[str, str]]:
    """Each relation with its target and the date that goes with it."""
    found: dict[str, tuple[str, str]] = {}
    for target, rest in re.findall(r"<([^>]*)>((?:; ?\w+=\"[^\"]*\")*)", header):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', rest))
        for relation in attributes["rel"].split():
            found.setdefault(relation, (target, attributes.get("datetime", "")))
    return found


def gate(client: Client, asked: str) -> str:
    """Where the timegate leads for a date."""
    response = client.get(f"{ADDRESS}timegate/", headers={"accept-datetime": asked})
    assert response.status_code == 302
    assert response["Vary"].lower() == "accept-datetime"
    assert "Memento-Datetime" not in response
    return str(response["Location"])


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1),
        ("Sat, 10 Jan 2026 11:59:59 GMT", 1),
        (FIRST, 1),
        ("Tue, 20 Jan 2026 11:59:59 GMT", 1),
        (SECOND, 3),
        ("Fri, 31 Dec 2100 00:00:00 GMT", 3),
    ],
)
@pytest.mark.usefixtures("article")
def test_the_timegate_leads_to_what_stood_then(client: Client, asked: str, number: int) -> None:
    assert gate(client, asked) == f"{ORIGIN}{ADDRESS}versions/{number}/"


@pytest.mark.usefixtures("article")
def test_the_timegate_leads_to_the_newest_when_no_date_is_asked_for(client: Client) -> None:
    response = client.get(f"{ADDRESS}timegate/")
    assert response["Location"].endswith("/versions/3/")
    links = links_of(response["Link"])
    assert links["original"][0] == f"{ORIGIN}{ADDRESS}"
    assert links["first"] == (f"{ORIGIN}{ADDRESS}versions/1/", FIRST)


@pytest.mark.parametrize("asked", ["yesterday", "", "2026-01-10", "Sat, 32 Jan 2026 12:00:00 GMT"])
@pytest.mark.usefixtures("article")
def test_what_is_no_date_is_refused_with_what_was_expected(client: Client, asked: str) -> None:
    response = client.get(f"{ADDRESS}timegate/", headers={"accept-datetime": asked})
    assert response.status_code == 400
    assert "expected a date such as" in response.content.decode()


@pytest.mark.usefixtures("article")
def test_the_timemap_lists_every_version_with_its_second(client: Client) -> None:
    response = client.get(f"{ADDRESS}timemap/")
    assert response["Content-Type"] == "application/link-format"
    text = response.content.decode()
    assert re.findall(r'versions/(\d)/>; rel="([^"]*)"; datetime="([^"]*)"', text) == [
        ("1", "memento first", FIRST),
        ("2", "memento", SECOND),
        ("3", "memento last", SECOND),
    ]
    assert f'rel="self"; type="application/link-format"; from="{FIRST}"; until="{SECOND}"' in text


def test_a_single_version_is_the_first_memento_and_the_last(client: Client) -> None:
    a_published()
    text = client.get(f"{ADDRESS}timemap/").content.decode()
    assert text.count('rel="memento first last"') == 1


@pytest.mark.usefixtures("article")
def test_a_version_says_since_when_it_stood_and_what_stands_around_it(client: Client) -> None:
    response = client.get(f"{ADDRESS}versions/2/")
    assert response["Memento-Datetime"] == SECOND
    links = links_of(response["Link"])
    assert links["predecessor-version"] == (f"{ORIGIN}{ADDRESS}versions/1/", FIRST)
    assert links["successor-version"] == (f"{ORIGIN}{ADDRESS}versions/3/", SECOND)
    assert links["latest-version"] == links["original"] == (f"{ORIGIN}{ADDRESS}", "")
    assert links["version-history"][0] == f"{ORIGIN}{ADDRESS}history/"
    assert links["timegate"][0] == f"{ORIGIN}{ADDRESS}timegate/"


@pytest.mark.usefixtures("article")
def test_the_explainer_as_it_stands_is_no_memento_and_leads_to_its_past(client: Client) -> None:
    response = client.get(ADDRESS)
    assert "Memento-Datetime" not in response
    assert "Vary" not in response
    links = links_of(response["Link"])
    assert links["last"] == (f"{ORIGIN}{ADDRESS}versions/3/", SECOND)
    assert links["predecessor-version"][0] == f"{ORIGIN}{ADDRESS}versions/2/"
    assert links["timemap"][0] == f"{ORIGIN}{ADDRESS}timemap/"


def test_record_json_holds_all_that_its_versions_name(client: Client, article: Article) -> None:
    _other, theirs = a_published(slug="another")
    response = client.get(f"{ADDRESS}record.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    assert data["subject"] == str(article.pk)
    versions = list(Version.objects.of(article.pk))
    assert [one["sealed"] for one in data["versions"]] == [one.sealed for one in versions]
    for one in data["versions"]:
        assert sha256(one["sealed"].encode()).hexdigest() == one["digest"]
    given = {text["commitment"] for one in data["versions"] for text in one["texts"]}
    named = {text for one in versions for text in re.findall(r'"text":"(\w+)"', one.sealed)}
    assert named <= given
    assert theirs.digest not in response.content.decode()
    assert all(text["salt"] for one in data["versions"] for text in one["texts"])
