"""The form for errors and the private page of a report, as readers meet them: without an account,
a cookie or a script."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from corrections.models import ErrorReport
from corrections.reports.reporting import decline
from tests.articles.cast import a_published, ada
from tests.corrections.cast import publish_one
from tests.corrections.reports_cast import a_report

pytestmark = pytest.mark.django_db

ADDRESS = "/articles/what-is-a-treaty/"
FORM = f"{ADDRESS}report/"
SENT: dict[str, Any] = {
    "version": "1",
    "part": "s1",
    "words": "through people with full powers",
    "wrong": "It is one power, not several.",
}


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """What one test counts is no other's business."""
    cache.clear()


@pytest.fixture
def article() -> Article:
    return a_published()[0]


def words_of(response: Any) -> str:
    """The words of a page, tags left out."""
    bare = re.sub(r"<[^>]*>", "", response.content.decode())
    return " ".join(unescape(bare).split())


@pytest.mark.usefixtures("article")
def test_explainer_sections_and_questions_each_lead_to_the_form(client: Client) -> None:
    page = unescape(client.get(ADDRESS).content.decode())
    links = re.findall(rf'href="{FORM}\?version=1([^"]*)"', page)
    assert links == ["", "&part=s1", "&part=s2", "&part=q1", "&part=q2", ""]


@pytest.mark.usefixtures("article")
def test_an_old_version_leads_to_the_form_about_itself(client: Client) -> None:
    publish_one(Article.objects.get())
    page = client.get(f"{ADDRESS}versions/1/").content.decode()
    assert f'href="{FORM}?version=1"' in page


@pytest.mark.usefixtures("article")
def test_the_links_are_no_words_of_the_page(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    for place in re.finditer("Report an error<span", page):
        assert page.rindex("data-apparatus", 0, place.start()) > page.rindex("<p", 0, place.start())


@pytest.mark.usefixtures("article")
def test_the_address_fills_in_version_part_and_words(client: Client) -> None:
    page = client.get(f"{FORM}?version=1&part=s1&words=full+powers")
    html = page.content.decode()
    assert '<input type="hidden" name="version" value="1">' in html
    assert '<option value="s1" selected>' in html
    assert re.search(r"<textarea[^>]*>\s*full powers</textarea>", html)
    assert "States do, through people with full powers." in words_of(page)


@pytest.mark.usefixtures("article")
@pytest.mark.parametrize(
    "query", ["version=99&part=s99", "version=x&part=%00", "words=%00%0a", "version=²"]
)
def test_an_address_with_nonsense_gives_the_plain_form(client: Client, query: str) -> None:
    response = client.get(f"{FORM}?{query}")
    assert response.status_code == 200
    assert 'name="version" value="1"' in response.content.decode()


@pytest.mark.usefixtures("article")
def test_a_report_is_taken_without_cookie_and_leads_to_a_private_page() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(FORM, SENT)
    report = ErrorReport.objects.get()
    assert (response.status_code, response["Location"]) == (303, report.get_absolute_url())
    assert (report.version_number, report.part, report.place) == (1, "s1", "found")
    page = client.get(response["Location"])
    assert not client.cookies
    assert "they stand in the text" in words_of(page)
    assert {"private", "no-store"} <= set(page["Cache-Control"].split(", "))
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]


@pytest.mark.usefixtures("article")
def test_words_that_are_not_found_are_no_reason_to_refuse_a_report(client: Client) -> None:
    page = client.post(FORM, SENT | {"words": "Treaties are cheese"}, follow=True)
    assert "We didn’t find the words" in words_of(page)


def test_whoever_reports_what_was_corrected_gets_the_link(client: Client, article: Article) -> None:
    publish_one(article)
    page = client.post(FORM, SENT, follow=True)
    assert "have been corrected since: Correction 1" in words_of(page)
    assert 'href="/corrections/1/"' in page.content.decode()


@pytest.mark.usefixtures("article")
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(client: Client) -> None:
    response = client.post(FORM, SENT | {"wrong": " ", "source": "Aust, p. 5", "email": "ben@"})
    text = response.content.decode()
    assert "Say what is wrong; a sentence is enough." in text
    assert "Enter a valid email address." in text
    assert 'value="Aust, p. 5"' in text
    assert 'value="ben@"' in text
    assert not ErrorReport.objects.exists()


@pytest.mark.usefixtures("article")
def test_what_is_too_long_is_counted_and_kept(client: Client) -> None:
    response = client.post(FORM, SENT | {"words": "x" * 1001})
    text = response.content.decode()
    assert "At most 1000 characters fit here; this has 1001." in text
    assert "x" * 1001 in text
    assert "maxlength" not in text


@pytest.mark.usefixtures("article")
def test_who_wants_to_be_named_gives_a_name(client: Client) -> None:
    response = client.post(FORM, SENT | {"may_be_named": "on"})
    assert "Write the name that we may thank you by." in words_of(response)


@pytest.mark.usefixtures("article")
def test_a_filled_trap_leads_to_a_list_of_its_own_and_the_sender_sees_no_difference(
    client: Client,
) -> None:
    response = client.post(FORM, SENT | {"homepage": "https://spam.example/"})
    assert response.status_code == 303
    assert list(ErrorReport.objects.suspects()) == [ErrorReport.objects.get()]
    assert not ErrorReport.objects.waiting()


@pytest.mark.usefixtures("article")
def test_too_many_reports_wait_with_what_was_typed(client: Client, settings: Any) -> None:
    settings.REPORTS_PER_HOUR = 2
    for _time in range(2):
        assert client.post(FORM, SENT).status_code == 303
    response = client.post(FORM, SENT)
    assert response.status_code == 429
    assert response["Retry-After"].endswith("00:00 GMT")
    assert "It is one power, not several." in words_of(response)
    assert "send it again after" in words_of(response)
    assert ErrorReport.objects.count() == 2


@pytest.mark.usefixtures("article")
def test_a_form_with_mistakes_is_not_counted(client: Client, settings: Any) -> None:
    settings.REPORTS_PER_HOUR = 1
    client.post(FORM, SENT | {"wrong": ""})
    assert client.post(FORM, SENT).status_code == 303


@pytest.mark.usefixtures("article")
def test_one_network_is_one_client_and_another_is_another(client: Client, settings: Any) -> None:
    settings.REPORTS_PER_HOUR = 1
    sent = [
        client.post(FORM, SENT, REMOTE_ADDR=address).status_code
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8:1::1", "192.0.2.1", "192.0.2.2")
    ]
    assert sent == [303, 429, 303, 303, 303]


@pytest.mark.usefixtures("article")
def test_a_forwarded_address_counts_from_a_trusted_proxy_only(
    client: Client, settings: Any
) -> None:
    settings.REPORTS_PER_HOUR = 1

    def sent(forwarded: str) -> int:
        return client.post(FORM, SENT, HTTP_X_FORWARDED_FOR=forwarded).status_code

    assert [sent("192.0.2.1"), sent("192.0.2.2")] == [303, 429]
    settings.TRUST_PROXY = True
    assert [sent("192.0.2.9, 192.0.2.3"), sent("192.0.2.8, 192.0.2.3")] == [303, 429]


@pytest.mark.usefixtures("article")
def test_without_a_cache_reports_are_taken(client: Client, settings: Any) -> None:
    settings.REPORTS_PER_HOUR = 1
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert [client.post(FORM, SENT).status_code for _time in range(2)] == [303, 303]


def test_an_address_in_another_form_redirects_but_takes_what_is_posted(
    client: Client, article: Article
) -> None:
    other = "/articles/What-Is-A-Treaty/report/"
    response = client.get(f"{other}?part=s1")
    assert (response.status_code, response["Location"]) == (301, f"{FORM}?part=s1")
    assert client.post(other, SENT).status_code == 303
    assert ErrorReport.objects.get().article == article


def test_nothing_is_reported_of_what_nobody_can_read(client: Client) -> None:
    assert client.get("/articles/no-such-explainer/report/").status_code == 404
    assert client.post("/articles/no-such-explainer/report/", SENT).status_code == 404


def test_the_private_page_shows_the_answer_but_neither_name_nor_address(
    client: Client, article: Article
) -> None:
    report = a_report(article, name="Ben Reads", email="ben@example.org")
    decline(report, by=ada(), reason="The convention says so.")
    text = words_of(client.get(report.get_absolute_url()))
    assert "Declined" in text
    assert "The convention says so." in text
    assert "Ben Reads" not in text
    assert "ben@example.org" not in text
    assert "Ada" not in text


def test_an_unknown_private_address_is_not_found(client: Client) -> None:
    assert client.get("/reports/nobody/").status_code == 404
    assert client.get("/reports/%00/").status_code == 404


def test_the_log_tells_how_many_and_how_soon_in_a_plot_and_in_a_table(
    client: Client, article: Article
) -> None:
    decline(a_report(article), by=ada(), reason="No.")
    a_report(article)
    page = client.get("/corrections/")
    assert "2 reports received. The time to an answer was less than two minutes" in words_of(page)
    assert '<th scope="row">Declined</th><td>1</td>' in page.content.decode()
    assert '<th scope="row">Waiting</th><td>1</td>' in page.content.decode()


def test_the_log_asks_as_little_about_many_reports_as_about_one(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/healthz")
    with django_assert_num_queries(6):
        client.get("/corrections/")
    for _time in range(5):
        decline(a_report(article), by=ada(), reason="No.")
    with django_assert_num_queries(6):
        client.get("/corrections/")


@pytest.mark.usefixtures("article")
def test_an_ipv4_address_is_one_client_however_the_server_writes_it(
    client: Client, settings: Any
) -> None:
    settings.REPORTS_PER_HOUR = 1
    sent = [
        client.post(FORM, SENT, REMOTE_ADDR=address).status_code
        for address in ("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1", "fe80::1%eth0")
    ]
    assert sent == [303, 303, 429, 303]
