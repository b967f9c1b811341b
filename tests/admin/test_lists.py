"""Lists: where everything stands, found quickly however much there is."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Topic
from tests.admin.cast import LIST, a_draft, desk_of, published, text_of
from tests.articles.cast import DOCUMENT, a_published

pytestmark = pytest.mark.django_db


def many(count: int) -> None:
    made = Article.objects.bulk_create(
        Article(title=f"Explainer {number}", slug=f"explainer-{number}") for number in range(count)
    )
    topics = [Topic.objects.create(name=f"T{n}", slug=f"t{n}") for n in range(3)]
    through = Article.topics.through
    through.objects.bulk_create(
        through(article_id=article.pk, topic_id=topic.pk) for article in made for topic in topics
    )


def queries(desk: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert desk.get(address).status_code == 200
    return len(captured)


def test_the_list_says_where_each_stands() -> None:
    a_draft()
    published()

    words = text_of(desk_of("ada").get(LIST))

    assert "Is the moon made of cheese?Draft" in words.replace(" Draft", "Draft")
    assert "Published" in words
    assert "2 in all" in words


def test_the_list_of_300_takes_no_more_queries_than_that_of_2() -> None:
    desk = desk_of("ada")
    a_draft()
    published()
    few = queries(desk, LIST)
    many(300)

    assert queries(desk, LIST) <= few
    assert few <= 14


def test_the_search_looks_in_title_address_and_standfirst() -> None:
    a_draft()
    Article.objects.create(title="Tides", slug="tides", standfirst="The moon pulls.")
    Article.objects.create(title="Rivers", slug="rivers")

    words = text_of(desk_of("ada").get(LIST, {"q": "moon"}))

    assert "Tides" in words
    assert "cheese" in words
    assert "Rivers" not in words


@pytest.mark.parametrize(
    ("standing", "title"),
    [("draft", "A draft"), ("parked", "A parked"), ("published", "A published")],
)
def test_the_list_can_be_narrowed_by_status(standing: str, title: str) -> None:
    a_draft("A draft", "a-draft")
    parked = a_draft("A parked", "a-parked")
    Article.objects.filter(pk=parked.pk).update(publish_problem="No text.")
    published("A published", "a-published")

    response = desk_of("ada").get(LIST, {"standing": standing})

    assert [str(one) for one in response.context["cl"].result_list] == [title]


@pytest.mark.parametrize("query", ["?topics__id__exact=1", "?language=en", "?dated_on__year=2026"])
def test_other_filters_work(query: str) -> None:
    published()

    assert desk_of("ada").get(LIST + query).status_code == 200


def test_a_search_without_a_find_says_so() -> None:
    assert "Nothing fits this search" in text_of(desk_of("ada").get(LIST, {"q": "zzz"}))


def test_a_month_is_listed_without_a_day_that_nobody_knows() -> None:
    a_published(replace(DOCUMENT, first_published="2022-03"))

    words = text_of(desk_of("grace").get(LIST))

    assert "March 2022" in words
    assert "1 March 2022" not in words
