"""Page, history, log, feeds, JSON-LD and record hold the same corrections (invariant 8).

One correction of every kind is published through the functions that everybody uses; then the
numbers are read off what is served. By the table of kinds the quiet ones (spelling, white space,
repaired links) stand in the history, the full log and the full feeds only.
"""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import rows
from articles.following import move
from articles.models import Article
from corrections.kinds import KINDS
from corrections.models import Correction
from corrections.removal import Order
from corrections.removing import remove_words
from corrections.reviewing import confirm
from documents.document import Document, Question
from record.removal.words import Sought
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_published, ada, grace
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/what-is-a-treaty/"
ATOM = "{http://www.w3.org/2005/Atom}"
QUIET = {"copy_edit", "minor_fix", "link_repair"}


def _corrected(document: Document) -> Document:
    return with_section(document, "full powers", "full power")


def _clarified(document: Document) -> Document:
    return with_section(document, "last article", "last page", 1)


def _updated(document: Document) -> Document:
    return replace(document, conclusion="A treaty is kept because both sides need it.")


def _added(document: Document) -> Document:
    question = Question("q3", "Who keeps it?", "A depositary does.")
    return replace(document, faqs=(*document.faqs, question))


def _withdrawn(document: Document) -> Document:
    return replace(document, lead="A treaty is an agreement between states.")


#: What is published first: with a word that stands there twice.
SLIPPED = replace(
    DOCUMENT,
    faqs=(replace(DOCUMENT.faqs[0], answer="Yes, if the treaty says says how."), DOCUMENT.faqs[1]),
)


def _mended(document: Document) -> Document:
    first = replace(document.faqs[0], answer="Yes, if the treaty says how.")
    return replace(document, faqs=(first, *document.faqs[1:]))


def _spaced(document: Document) -> Document:
    first = replace(document.faqs[0], answer=document.faqs[0].answer.replace("if the", "if  the"))
    return replace(document, faqs=(first, *document.faqs[1:]))


def _linked(document: Document) -> Document:
    sources = (document.references or "").replace("legal.un.org/", "legal.un.org/ilc/")
    return replace(document, references=sources)


def _same(document: Document) -> Document:
    return document


#: In the order in which they are published: what each kind changes, and what it needs to say.
#: A removal comes last, and is made in its own way; so do versions that no correction explains.
CASES: list[tuple[str, Callable[[Document], Document], dict[str, Any]]] = [
    ("correction", _corrected, {"severity": "major"}),
    ("clarification", _clarified, {}),
    ("update", _updated, {"world_changed": "2099-01", "sources": ()}),
    ("addition", _added, {"sources": ()}),
    ("editors_note", _same, {"right": "It is under review.", "sources": ()}),
    ("partial_retraction", _withdrawn, {}),
    ("retraction", _same, {}),
    ("reinstatement", _same, {"sources": ()}),
    ("copy_edit", _mended, {"sources": ()}),
    ("minor_fix", _spaced, {"sources": ()}),
    ("link_repair", _linked, {"sources": ()}),
]


@pytest.fixture
def explainer() -> Article:
    """An explainer that had a correction of every kind; correction N is the Nth of `CASES`."""
    article, _version = a_published(SLIPPED)
    for kind, change, told in CASES:
        held = Article.objects.get(pk=article.pk)
        publish_one(held, change(rows.document_of(held)), kind=kind, **told)
    # Versions without a correction, which change no set; and words that were withheld.
    move(article, "treaties", by=ada())
    move(Article.objects.get(pk=article.pk), "what-is-a-treaty", by=ada())
    order = Order(because="privacy", by=ada(), alone="It is night.")
    remove_words(Sought("parliament"), order)
    confirm(Correction.objects.get(kind="removal"), by=grace())
    return Article.objects.get(pk=article.pk)


def page(client: Client) -> set[int]:
    """The notes on the explainer's page."""
    return _numbers(r'<article class="note" id="note-(\d+)"', client.get(ADDRESS).text)


def history(client: Client) -> set[int]:
    """The corrections that versions in the history name."""
    text = client.get(f"{ADDRESS}history/").text
    return _numbers(r'class="entry-explained"><a href="/corrections/(\d+)/"', text)


def log(client: Client) -> set[int]:
    """The entries of the log, page by page."""
    found: set[int] = set()
    first = client.get("/corrections/")
    for number in first.context["page_obj"].paginator.page_range:
        text = client.get(f"/corrections/?page={number}").text
        found |= _numbers(r'class="log-kind" href="/corrections/(\d+)/"', text)
    return found


def linked_data(client: Client) -> set[int]:
    """The members of `correction` in the page's JSON-LD."""
    found = re.search(
        '<script type="application/ld[+]json">(.*?)</script>', client.get(ADDRESS).text
    )
    assert found is not None
    return {int(one["identifier"]) for one in json.loads(found[1])["correction"]}


def record(client: Client) -> set[int]:
    """The explanations in the explainer's part of the record."""
    told = [
        json.loads(one["sealed"])["explanation"]
        for one in client.get(f"{ADDRESS}record.json").json()["versions"]
    ]
    return {one["correction"] for one in told if one}


def whole_record(client: Client) -> set[int]:
    """The explanations in the record of the site."""
    lines = b"".join(client.get("/record/versions.ndjson")).decode().splitlines()
    told = [json.loads(json.loads(line)["sealed"])["explanation"] for line in lines]
    return {one["correction"] for one in told if one}


def atom(path: str) -> Callable[[Client], set[int]]:
    """The entries of an Atom feed."""

    def read(client: Client) -> set[int]:
        ids = ET.fromstring(client.get(path).content).findall(f"{ATOM}entry/{ATOM}id")
        return {int((one.text or "").rsplit("-", 1)[1]) for one in ids}

    return read


def rss(path: str) -> Callable[[Client], set[int]]:
    """The items of an RSS feed."""

    def read(client: Client) -> set[int]:
        ids = ET.fromstring(client.get(path).content).findall("channel/item/guid")
        return {int((one.text or "").rsplit("-", 1)[1]) for one in ids}

    return read


def _numbers(pattern: str, text: str) -> set[int]:
    return {
        int(found) for found in re.findall(pattern, " ".join(text.split()).replace("> <", "><"))
    }


FULL: dict[str, Callable[[Client], set[int]]] = {
    "history": history,
    "log": log,
    "record.json": record,
    "versions.ndjson": whole_record,
    "feed.atom": atom("/corrections/feed.atom"),
    "feed.rss": rss("/corrections/feed.rss"),
    "the explainer’s feed.atom": atom(f"{ADDRESS}corrections.atom"),
    "the explainer’s feed.rss": rss(f"{ADDRESS}corrections.rss"),
}
ON_THE_PAGE: dict[str, Callable[[Client], set[int]]] = {"page": page, "JSON-LD": linked_data}
SIGNIFICANT: dict[str, Callable[[Client], set[int]]] = {
    "significant.atom": atom("/corrections/significant.atom"),
    "significant.rss": rss("/corrections/significant.rss"),
}


def test_every_kind_that_editors_can_choose_has_its_line_here() -> None:
    assert {kind for kind, _change, _told in CASES} == set(KINDS) - {"removal"}
    assert {kind for kind in KINDS if not KINDS[kind].significant} == QUIET | {"removal"}


@pytest.mark.usefixtures("explainer")
def test_page_history_log_feeds_linked_data_and_record_hold_the_same_set(client: Client) -> None:
    removal = len(CASES) + 1
    all_ = set(range(1, removal + 1))
    loud = {number for number, case in enumerate(CASES, start=1) if case[0] not in QUIET}
    for expected, places in (
        (all_, FULL),
        (loud | {removal}, ON_THE_PAGE),
        (loud, SIGNIFICANT),
    ):
        found = {name: read(client) for name, read in places.items()}
        assert found == dict.fromkeys(places, expected)


@pytest.mark.usefixtures("explainer")
def test_every_number_has_a_page_that_says_its_kind(client: Client) -> None:
    for number, (kind, _change, _told) in enumerate(CASES, start=1):
        assert f"{KINDS[kind].label} {number}" in client.get(f"/corrections/{number}/").text


def test_the_dates_that_machines_read_agree_on_what_was_significant(
    client: Client, explainer: Article
) -> None:
    """The last kind that moves them is the reinstatement; three quiet ones came after it."""
    last = Correction.objects.get(kind="reinstatement").published_at
    assert last is not None
    assert explainer.changed_at == last
    found = re.search('"dateModified": "([^"]*)"', client.get(ADDRESS).text)
    assert found is not None
    assert found[1] == last.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    feed = client.get("/feed.json").json()
    assert feed["items"][0]["date_modified"][:19] == found[1][:19]


@pytest.mark.usefixtures("explainer")
def test_a_page_with_many_corrections_asks_as_little_as_one_with_none(client: Client) -> None:
    """What it costs in time is measured by `benchmarks/page.py`."""
    a_published(slug="another")
    client.get(ADDRESS)
    asked = []
    for path in ("/articles/another/", ADDRESS):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        asked.append(len(captured))
    assert asked == [2, 2]


@pytest.mark.parametrize("kind", [kind for kind, _change, _told in CASES])
def test_each_kind_alone_stands_where_its_line_of_the_table_says(client: Client, kind: str) -> None:
    ((_kind, change, told),) = [case for case in CASES if case[0] == kind]
    article, _version = a_published(SLIPPED)
    number = 1
    if kind == "reinstatement":
        publish_one(article, SLIPPED, kind="retraction")
        article, number = Article.objects.get(), 2
    publish_one(article, change(SLIPPED), kind=kind, **told)
    assert list(verify()) == []
    assert all(number in read(client) for read in FULL.values())
    is_loud = kind not in QUIET
    # A page without any correction has no such member at all.
    readers = [page, *map(atom, ["/corrections/significant.atom"])]
    assert [number in read(client) for read in readers] == [is_loud, is_loud]
    assert ('"CorrectionComment"' in client.get(ADDRESS).text) == is_loud
