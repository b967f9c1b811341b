"""The public log: filters, pages, figures; and one page a correction."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Topic
from corrections import views
from corrections.models import Correction
from corrections.notes.statistics import by_month, delays, months_of, plot
from tests.articles.cast import DOCUMENT, a_published
from tests.corrections.cast import publish_one, with_section
from tests.corrections.test_public_pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """An explainer with a correction of January and a clarification of March."""
    with time_machine.travel("2026-01-10 12:00:00Z", tick=False):
        found, _version = a_published()
    with time_machine.travel("2026-01-20 12:00:00Z", tick=False):
        publish_one(found, severity="major", discovered="2026-01-20")
    changed = with_section(DOCUMENT, "full powers", "full power")
    with time_machine.travel("2026-03-02 12:00:00Z", tick=False):
        publish_one(
            found,
            with_section(changed, "last article", "last page", 1),
            kind="clarification",
            cause="editing",
            right="It is on the last page.",
            discovered="2026-02-20",
        )
    found.topics.add(Topic.objects.create(slug="treaties", name="Treaties"))
    return found


def shown(client: Client, query: str = "") -> list[int]:
    """The numbers of the corrections that the log shows."""
    read(client, f"/corrections/{query}")
    page = client.get(f"/corrections/{query}").context["page_obj"]
    return [one.number for one in page]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [2, 1]),
        ("?kind=clarification", [2]),
        ("?severity=major", [1]),
        ("?cause=editing", [2]),
        ("?topic=treaties", [2, 1]),
        ("?month=2026-01", [1]),
        ("?month=2026-01&kind=clarification", []),
        ("?kind=&severity=&cause=&topic=&month=", [2, 1]),
        ("?kind=nonsense&month=2026-13", [2, 1]),
    ],
)
@pytest.mark.usefixtures("article")
def test_the_log_is_narrowed_by(client: Client, query: str, numbers: list[int]) -> None:
    assert shown(client, query) == numbers


@pytest.mark.usefixtures("article")
def test_what_was_chosen_stays_chosen_on_the_next_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 1)
    page = read(client, "/corrections/?topic=treaties")
    assert 'href="?topic=treaties&amp;page=2"' in page
    assert '<option value="treaties" selected>' in page
    assert shown(client, "?topic=treaties&page=2") == [1]


@pytest.mark.usefixtures("article")
def test_the_log_asks_the_database_few_questions(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/healthz")
    with django_assert_max_num_queries(7):
        client.get("/corrections/")


def test_a_log_without_corrections_says_so(client: Client) -> None:
    assert "Nothing has been corrected yet." in read(client, "/corrections/")


@pytest.mark.usefixtures("article")
def test_figures_stand_in_a_plot_and_in_a_table(client: Client) -> None:
    page = read(client, "/corrections/")
    assert page.count("<svg role=") == page.count("<table>") == 2
    assert '<tr><th scope="row">Feb 2026</th><td>0</td></tr>' in page
    assert '<tr><th scope="row">8–30 days</th><td>1</td></tr>' in page


@pytest.mark.usefixtures("article")
def test_months_without_a_correction_are_in_the_plot() -> None:
    months = months_of(Correction.objects.published())
    assert months == [(date(2026, 3, 1), 1), (date(2026, 1, 1), 1)]
    counted = [(bar.label, bar.count) for bar in by_month(months).bars]
    assert counted == [("Mar 2026", 1), ("Feb 2026", 0), ("Jan 2026", 1)]


@pytest.mark.usefixtures("article")
def test_days_are_counted_where_the_day_of_discovery_is_known() -> None:
    found = delays(Correction.objects.published())
    assert found.known == 2
    assert [bar.count for bar in found.plot.bars] == [1, 0, 1, 0, 0]


def test_a_month_is_no_day_of_discovery() -> None:
    article, _version = a_published()
    publish_one(article, discovered=f"{date.today():%Y-%m}")
    assert delays(Correction.objects.published()).known == 0


def test_the_longest_bar_is_the_widest_and_a_small_one_is_seen() -> None:
    widths = [bar.width for bar in plot([("a", 1000), ("b", 1), ("c", 0)]).bars]
    assert widths == [62, 1, 0]


@pytest.mark.usefixtures("article")
def test_a_correction_has_a_page_to_cite(client: Client) -> None:
    page = read(client, "/corrections/2/")
    version = Correction.objects.get(number=2).published_in
    assert version is not None
    assert version.digest in page
    assert "Clarification 2, “What is a treaty?”" in page
    assert 'href="/articles/what-is-a-treaty/compare/2/3/"' in page
    assert "We forgot the representatives." in page


def test_a_correction_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/corrections/7/").status_code == 404
