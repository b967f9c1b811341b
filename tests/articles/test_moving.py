"""A published explainer moves: a version of its own, and every old address redirects."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from articles.following import NoMove, move
from articles.models import Article
from articles.reading import document_at
from corrections.proposing.drafting import submit
from corrections.publishing import publish
from documents.document import Document, Section
from record.chain import locked
from record.models import Version
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, grace
from tests.corrections.cast import a_proposal, with_section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def moved() -> Article:
    """An explainer that Grace moved from what-is-a-treaty to treaties."""
    article, _version = a_published()
    move(article, "treaties", by=grace())
    return Article.objects.get(pk=article.pk)


def test_a_move_is_a_version_that_changes_the_address_and_no_word(moved: Article) -> None:
    assert moved.version is not None
    assert (moved.version.kind, moved.version.number, moved.slug) == ("move", 2, "treaties")
    assert document_at(moved.version) == DOCUMENT
    assert list(verify(rendering=True)) == []


def test_it_is_signed(moved: Article) -> None:
    assert moved.version is not None
    (signer,) = moved.version.members["signers"]
    assert (signer["id"], signer["role"]) == (str(grace().pk), "publisher")


@pytest.mark.parametrize("rest", ["", "history/", "versions/1/", "compare/1/2/"])
def test_every_address_under_the_old_one_redirects_to_its_twin(
    moved: Article, client: Client, rest: str
) -> None:
    answer = client.get(f"/articles/what-is-a-treaty/{rest}")
    assert (answer.status_code, answer["Location"]) == (301, f"/articles/treaties/{rest}")


def test_after_two_moves_the_first_address_redirects_in_one_hop(
    moved: Article, client: Client
) -> None:
    move(moved, "treaties-and-pacts", by=ada())
    for old in ("what-is-a-treaty", "treaties"):
        assert client.get(f"/articles/{old}/")["Location"] == "/articles/treaties-and-pacts/"


def test_it_may_move_back(moved: Article, client: Client) -> None:
    move(moved, "what-is-a-treaty", by=ada())
    assert client.get("/articles/treaties/")["Location"] == "/articles/what-is-a-treaty/"
    assert list(verify()) == []


def test_it_moves_neither_the_date_nor_the_list(moved: Article, client: Client) -> None:
    first = Version.objects.get(pk=1)
    assert moved.changed_at == first.moment
    assert b"New address" in client.get("/articles/treaties/history/").content


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("Not a slug", "can’t be an address"),
        ("what-is-a-treaty", "has this address already"),
        ("taken", "belongs, or belonged"),
        ("a-draft", "A draft has the address"),
    ],
)
def test_an_address_that_it_cannot_get_is_refused_with_the_reason(slug: str, said: str) -> None:
    article, _version = a_published()
    a_published(slug="taken")
    a_draft(slug="a-draft")
    with pytest.raises(NoMove, match=said):
        move(article, slug, by=ada())
    assert Version.objects.count() == 2


def test_an_address_that_another_had_is_refused_though_it_has_moved_on(moved: Article) -> None:
    other, _version = a_published(slug="other")
    with pytest.raises(NoMove, match="belongs, or belonged"):
        move(other, "what-is-a-treaty", by=ada())


@pytest.mark.parametrize(
    "path",
    [
        "{}.md",
        "{}/record.json",
        "{}/timemap/",
        "{}/corrections.atom",
        "{}/corrections.rss",
        "{}/report/",
        "{}/history/?since=2020-01-01",
    ],
)
def test_machines_are_sent_on_as_well(moved: Article, client: Client, path: str) -> None:
    answer = client.get(f"/articles/{path.format('what-is-a-treaty')}")
    assert answer.status_code == 301
    assert answer["Location"] == f"/articles/{path.format('treaties')}"


def test_a_time_gate_under_an_old_address_still_answers(moved: Article, client: Client) -> None:
    answer = client.get("/articles/what-is-a-treaty/timegate/", follow=True)
    assert answer.status_code == 200
    assert "/articles/treaties/versions/" in answer.redirect_chain[-1][0]


def behind_the_lock(*work: Callable[[], Any]) -> list[Any]:
    """What each gives, where all have made what they need before any of them gets the lock."""

    def begin(one: Callable[[], Any]) -> Any:
        try:
            return one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        with locked():
            begun = [pool.submit(begin, one) for one in work]
            time.sleep(0.7)
        return [one.result(timeout=60) for one in begun]


def test_of_two_that_move_to_one_address_at_once_one_is_told_that_it_is_taken() -> None:
    signer = ada()
    both = [a_published(slug=slug)[0] for slug in ("here", "there")]

    def try_to_move(article: Article) -> str:
        try:
            return move(article, "one-place", by=signer).kind
        except NoMove as refusal:
            return str(refusal)

    outcomes = behind_the_lock(*(partial(try_to_move, article) for article in both))
    assert "move" in outcomes
    assert "The address “one-place” belongs, or belonged, to another explainer." in outcomes
    assert list(verify()) == []


def test_a_move_takes_back_nothing_that_is_corrected_at_that_moment() -> None:
    body = "\n\n".join(f"Sentence {number} stands here." for number in range(4))
    article, version = a_published(Document("Sentences", sections=(Section("s1", "All", body),)))
    held, approver = document_at(version), grace()
    proposals = [
        submit(
            a_proposal(article, with_section(held, f"{number} stands", f"{number} stood")), by=ada()
        )
        for number in range(4)
    ]
    behind_the_lock(
        *(partial(publish, one, by=approver) for one in proposals),
        *(partial(move, article, f"place-{number}", by=approver) for number in range(4)),
    )
    newest = Version.objects.of(article.pk).newest()
    assert newest is not None
    assert document_at(newest).sections[0].body == body.replace("stands", "stood")
    assert list(verify()) == []
