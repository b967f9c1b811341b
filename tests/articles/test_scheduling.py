"""A scheduled explainer: not to be had before its moment, there right after it, without a timer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from articles import rows, scheduling
from articles.models import Article, Author, Page, SearchRow, Slug, Topic
from articles.publishing import AlreadyPublished, NotReady, publish
from articles.scheduling import next_due, publish_due, schedule, unschedule
from documents.document import Document, Section
from faq.models import FAQ
from record.models import Text, Version
from record.refusals import UserFacing
from record.verification import verify
from tests.articles.cast import DOCUMENT, a_draft, a_published, ada, an_author, grace

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = DOCUMENT.title


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock, an hour before noon, which only we move."""
    with time_machine.travel(NOON - timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def draft(clock: time_machine.Traveller) -> Article:
    """A draft with author and topic that Ada has scheduled for noon."""
    article = a_draft(replace(DOCUMENT, authors=(an_author(),)))
    article.topics.add(Topic.objects.create(name="Treaties", slug="treaties"))
    schedule(article, at=NOON, by=ada())
    return article


PLACES = [
    "/",
    "/articles/",
    "/articles/?topic=treaties",
    "/articles/what-is-a-treaty/",
    "/articles/what-is-a-treaty/history/",
    "/articles/what-is-a-treaty/versions/1/",
    "/articles/what-is-a-treaty/compare/1/1/",
    "/articles/what-is-a-treaty.md",
    "/faq/",
    "/faq/?q=state",
    "/faq/?topic=treaties",
    "/topics/",
    "/topics/treaties/",
    "/authors/ada-edits/",
    "/record/",
    "/record/head.json",
    "/record/versions.ndjson",
]


def body(client: Client, path: str) -> str:
    """What a reader gets, streamed or not."""
    response = client.get(path)
    content = b"".join(response) if response.streaming else response.content
    return content.decode()


@pytest.mark.parametrize("path", PLACES)
def test_a_second_before_its_moment_no_address_has_it(
    draft: Article, clock: time_machine.Traveller, client: Client, path: str
) -> None:
    clock.move_to(NOON - timedelta(seconds=1))
    assert SECRET not in body(client, path)
    assert "Can a state leave" not in body(client, path)
    assert not Version.objects.exists()


def test_a_second_before_its_moment_nothing_derived_has_it(
    draft: Article, clock: time_machine.Traveller, client: Client
) -> None:
    clock.move_to(NOON - timedelta(seconds=1))
    client.get("/")
    for model in (Version, Text, Page, SearchRow, Slug):
        assert not model._default_manager.exists()
    assert not Article.objects.published().exists()
    assert not FAQ.objects.published().exists()
    assert not Topic.objects.in_use().exists()


@pytest.mark.parametrize("path", sorted(set(PLACES) - {"/record/", "/record/head.json"}))
def test_whoever_asks_five_seconds_after_gets_it_without_a_timer(
    draft: Article, clock: time_machine.Traveller, path: str
) -> None:
    client = Client()
    client.get("/")  # The process has looked at what is due and will look again in 5 seconds.
    clock.move_to(NOON + timedelta(seconds=5))
    text = body(client, path)
    assert Version.objects.count() == 1
    if path not in ("/topics/", "/articles/what-is-a-treaty/compare/1/1/"):
        assert "treaty" in text


def test_a_process_that_began_before_the_schedule_learns_of_it(
    clock: time_machine.Traveller,
) -> None:
    client = Client()
    client.get("/")
    schedule(a_draft(), at=NOON, by=ada())
    clock.move_to(NOON + scheduling.REREAD)
    assert SECRET in body(client, "/articles/")


def test_the_first_version_says_who_scheduled_it_and_when_it_was_recorded(
    draft: Article, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOON + timedelta(seconds=3))
    (version,) = publish_due()
    (signer,) = version.members["signers"]
    assert signer["id"] == str(ada().pk)
    assert signer["at"] == "2026-11-24T12:00:00.000000Z"
    assert version.recorded_at == "2026-11-24T12:00:03.000000Z"
    assert list(verify()) == []


def test_a_schedule_can_be_moved(draft: Article, clock: time_machine.Traveller) -> None:
    schedule(draft, at=NOON + timedelta(hours=1), by=grace())
    clock.move_to(NOON + timedelta(minutes=5))
    assert publish_due() == []
    assert next_due() == NOON + timedelta(hours=1)


def test_a_schedule_can_be_taken_off(draft: Article, clock: time_machine.Traveller) -> None:
    unschedule(draft)
    clock.move_to(NOON + timedelta(hours=2))
    assert publish_due() == []
    assert next_due() is None


def test_a_moment_that_has_passed_is_refused(clock: time_machine.Traveller) -> None:
    with pytest.raises(UserFacing, match="has passed"):
        schedule(a_draft(), at=NOON - timedelta(hours=2), by=ada())


def test_a_draft_that_could_not_be_published_is_not_scheduled(
    clock: time_machine.Traveller,
) -> None:
    with pytest.raises(NotReady):
        schedule(a_draft(Document("Only a title")), at=NOON, by=ada())


def test_a_published_explainer_is_not_scheduled(clock: time_machine.Traveller) -> None:
    article, _version = a_published()
    with pytest.raises(AlreadyPublished):
        schedule(article, at=NOON, by=ada())


def test_a_draft_that_can_not_be_published_any_more_is_parked_and_the_reader_gets_his_page(
    draft: Article, clock: time_machine.Traveller, client: Client
) -> None:
    rows.write_draft(Article.objects.get(pk=draft.pk), Document("Only a title"))
    clock.move_to(NOON + timedelta(seconds=5))
    assert client.get("/").status_code == 200
    parked = Article.objects.get(pk=draft.pk)
    assert "no text yet" in parked.publish_problem
    assert parked.publish_at is None
    assert not parked.is_published


def test_one_draft_that_is_parked_does_not_hold_up_the_others(
    draft: Article, clock: time_machine.Traveller
) -> None:
    other = a_draft(Document("Another", lead="Words."), slug="another")
    schedule(other, at=NOON + timedelta(seconds=1), by=ada())
    rows.write_draft(Article.objects.get(pk=draft.pk), Document("Only a title"))
    clock.move_to(NOON + timedelta(seconds=5))
    assert [version.subject for version in publish_due()] == [other.pk]


def test_a_failure_that_nobody_foresaw_parks_the_draft_and_costs_no_reader_his_page(
    draft: Article, clock: time_machine.Traveller, client: Client
) -> None:
    other = a_draft(Document("Another", lead="Words."), slug="another")
    schedule(other, at=NOON + timedelta(seconds=1), by=ada())
    with connection.cursor() as cursor:
        # Search rows of the larger one are in each other's way.
        cursor.execute("CREATE UNIQUE INDEX in_the_way ON articles_searchrow (article_id, heading)")
    rows.write_draft(
        Article.objects.get(pk=draft.pk),
        replace(DOCUMENT, sections=(Section("s1", "Same", "a"), Section("s2", "Same", "b"))),
    )
    clock.move_to(NOON + timedelta(seconds=5))
    assert client.get("/").status_code == 200
    assert "could not be published" in Article.objects.get(pk=draft.pk).publish_problem
    assert Article.objects.get(pk=other.pk).is_published


def test_a_clock_behind_the_record_costs_no_reader_his_page(
    draft: Article, clock: time_machine.Traveller, client: Client
) -> None:
    clock.move_to(NOON + timedelta(days=1))
    a_published(slug="another")
    clock.move_to(NOON + timedelta(seconds=5))
    assert client.get("/").status_code == 200
    assert not Article.objects.get(pk=draft.pk).is_published


def test_publishing_by_hand_takes_the_schedule_off(
    draft: Article, clock: time_machine.Traveller
) -> None:
    publish(draft, by=grace())
    clock.move_to(NOON + timedelta(seconds=5))
    assert publish_due() == []
    assert Article.objects.get(pk=draft.pk).publish_at is None


def test_an_author_of_drafts_only_has_no_page(client: Client) -> None:
    an_author()
    assert Author.objects.exists()
    assert client.get("/authors/ada-edits/").status_code == 404
