"""The queue of readers' reports: read by editors, answered by them, closed to others."""

import pytest
from django.urls import reverse

from articles.models import Article
from corrections.models import Correction, ErrorReport, ReportState
from corrections.reports.reporting import decline
from record.models import Signer
from tests.admin.cast import account, desk_of, published, text_of
from tests.corrections.reports_cast import a_report as a_report_of

pytestmark = pytest.mark.django_db

LIST = "/admin/corrections/errorreport/"


@pytest.fixture
def article() -> Article:
    return published()


def a_report(article: Article, words: str = "It is rock", suspected: bool = False) -> ErrorReport:
    return a_report_of(article, words=words, wrong="It is basalt.", suspected=suspected)


def page_of(report: ErrorReport, step: str = "change") -> str:
    return reverse(f"admin:corrections_errorreport_{step}", args=[report.pk])


def ada_signs() -> Signer:
    return Signer.of(account("ada"))


def test_the_list_begins_with_what_waits_and_keeps_spam_apart(article: Article) -> None:
    a_report(article, "It is rock")
    a_report(article, "Samples", suspected=True)
    decline(a_report(article, "From 1546"), by=ada_signs(), reason="No.")
    desk = desk_of("ada")

    waiting, suspects = text_of(desk.get(LIST)), text_of(desk.get(f"{LIST}?list=suspected"))
    declined, every = text_of(desk.get(f"{LIST}?list=declined")), desk.get(f"{LIST}?list=all")

    assert "It is rock" in waiting
    assert "Perhaps spam" in suspects
    assert "From 1546" in declined
    assert len(every.context["cl"].result_list) == 3
    assert all("From 1546" not in one for one in (waiting, suspects))


def test_the_page_shows_the_words_in_their_passage(article: Article) -> None:
    response = desk_of("ada").get(page_of(a_report(article)))
    assert "<mark>It is rock</mark>." in response.content.decode()
    assert "It is basalt." in text_of(response)


def test_the_page_says_where_a_passage_was_not_found(article: Article) -> None:
    response = desk_of("ada").get(page_of(a_report(article, "It is cheese")))
    assert "Passage not found" in text_of(response)
    assert "It is rock." in text_of(response)


def test_to_accept_makes_a_proposal_that_nobody_reads_yet(article: Article) -> None:
    report = a_report(article)
    response = desk_of("ada").post(page_of(report, "accept"))
    correction = Correction.objects.get()
    assert response.status_code == 302
    assert str(correction.pk) in response["Location"] or str(article.pk) in response["Location"]
    report.refresh_from_db()
    assert (report.correction, report.handled_by) == (correction, ada_signs())


def test_to_decline_needs_a_reason(article: Article) -> None:
    report = a_report(article)
    response = desk_of("ada").post(page_of(report, "decline"), {"reason": " "})
    assert "Say why; whoever reported it will read this." in text_of(response)
    report.refresh_from_db()
    assert report.state == ReportState.RECEIVED


def test_to_decline_with_a_reason_closes_the_case(article: Article) -> None:
    report = a_report(article)
    desk_of("ada").post(page_of(report, "decline"), {"reason": "It is rock."})
    report.refresh_from_db()
    assert (report.state, report.reason) == (ReportState.DECLINED, "It is rock.")


def test_a_duplicate_names_another_report_of_the_explainer(article: Article) -> None:
    first, second = a_report(article), a_report(article)
    elsewhere = a_report(published("Is rain wet?", "rain-wet"))
    desk = desk_of("ada")

    refused = desk.post(page_of(second, "duplicate"), {"of": elsewhere.pk})
    desk.post(page_of(second, "duplicate"), {"of": first.pk})

    assert "Select a valid choice" in text_of(refused)
    second.refresh_from_db()
    assert second.duplicate_of == first


def test_who_comes_second_is_told_and_changes_nothing(article: Article) -> None:
    report = a_report(article)
    decline(report, by=ada_signs(), reason="It is rock.")
    response = desk_of("grace").post(page_of(report, "accept"), follow=True)
    assert "This report was answered already" in text_of(response)
    assert not Correction.objects.exists()


@pytest.mark.parametrize("step", ["accept", "decline", "duplicate"])
def test_an_address_that_is_only_visited_changes_nothing(article: Article, step: str) -> None:
    report = a_report(article)
    assert desk_of("ada").get(page_of(report, step)).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.RECEIVED


@pytest.mark.parametrize("step", ["accept", "decline", "duplicate"])
def test_who_has_no_right_can_not_answer(article: Article, step: str) -> None:
    report = a_report(article)
    response = desk_of("ben").post(page_of(report, step), {"reason": "No."})
    assert response.status_code == 403
    report.refresh_from_db()
    assert report.state == ReportState.RECEIVED


def test_who_has_no_right_reads_neither_list_nor_report(article: Article) -> None:
    desk = desk_of("ben")
    assert desk.get(LIST).status_code == 403
    assert desk.get(page_of(a_report(article))).status_code == 403


def test_no_report_is_written_or_deleted_in_the_admin(article: Article) -> None:
    report = a_report(article)
    desk = desk_of("ada")
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{report.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_address_without_a_report_leads_to_the_list() -> None:
    response = desk_of("ada").get(f"{LIST}999/change/", follow=True)
    assert "There is no such report." in text_of(response)
