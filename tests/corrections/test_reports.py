"""Reports as they are taken in and answered: what was quoted, who decides, what the reporter hears.

Ben reads and reports; Ada and Grace edit.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles.models import Article
from corrections.answering import close_cases, outcome_of
from corrections.models import Correction, ErrorReport, ReportState, State
from corrections.notes.statistics import in_words, report_figures
from corrections.proposing.drafting import revise, submit, withdraw
from corrections.publishing import publish
from corrections.removal import Order
from corrections.removing import remove_article
from corrections.reports.reporting import (
    AlreadyAnswered,
    accept,
    decline,
    looked_up,
    mark_duplicate,
)
from corrections.reviewing import reject
from documents.document import WHOLE, Document
from documents.quotations import quotation_in
from record.delivering import send_due
from record.models import Delivery
from record.refusals import UserFacing
from tests.articles.cast import DOCUMENT, a_published, ada, grace
from tests.corrections.cast import TOLD, publish_one, with_section
from tests.corrections.reports_cast import a_report

pytestmark = pytest.mark.django_db

STATES = "through people with full powers"


@pytest.fixture
def article() -> Article:
    return a_published()[0]


def found_in(source: str, words: str) -> str | None:
    """The words as they stand in a lead, where they are found in it."""
    passage = quotation_in(Document("Rain", lead=source), words)
    return passage.around[1] if passage else None


@pytest.mark.parametrize(
    "words",
    [
        "a “final” answer",
        'a "final"\n   answer',
        "A «FINAL» ANSWER",
        "a 'final' answer",
        "… a final answer …",
        "a **“final”** answer",
        "a [“final”](https://example.org/) answer",
    ],
)
def test_quotes_spaces_case_and_markup_make_no_difference(words: str) -> None:
    assert found_in("It is a *“final”* answer, they say.", words) == "a “final” answer"


def test_dashes_and_accents_make_no_difference() -> None:
    assert found_in("The café – in 1999–2001.", "cafe - in 1999-2001") == "café – in 1999–2001"


def test_a_minus_makes_a_difference() -> None:
    assert found_in("It was 5 °C.", "−5 °C") is None


def test_what_is_no_words_at_all_is_found_nowhere() -> None:
    assert found_in("It rained.", "“…”") is None


def test_words_over_a_heading_and_its_text_are_found() -> None:
    passage = quotation_in(DOCUMENT, "Who makes one States do")
    assert passage is not None
    assert passage.part == "s1"


def test_words_of_a_title_are_found_in_the_whole() -> None:
    passage = quotation_in(DOCUMENT, "a treaty?")
    assert passage is not None
    assert passage.part == WHOLE


def test_words_that_stand_are_found_with_their_part(article: Article) -> None:
    found = looked_up(article, 1, WHOLE, STATES)
    assert (found.place, found.part, found.number) == ("found", "s1", None)


def test_words_that_were_corrected_are_told_with_the_correction(article: Article) -> None:
    publish_one(article)
    publish_one(article, with_section(_now(article), "States do", "States alone do"))
    found = looked_up(article, 1, "s1", STATES)
    assert (found.place, found.number) == ("corrected", 1)


def test_words_that_were_corrected_are_not_taken_for_the_same_words_elsewhere(
    article: Article,
) -> None:
    document = with_section(DOCUMENT, "States do, ", "Who knows: ")
    publish_one(article, document)
    assert "states" in (DOCUMENT.lead or "")
    assert looked_up(article, 1, "s1", "States").place == "corrected"


def test_words_of_no_version_are_not_found(article: Article) -> None:
    assert looked_up(article, 1, "s1", "Treaties are cheese").place == "not_found"


def test_a_report_without_words_has_no_place(article: Article) -> None:
    assert a_report(article, words="").place == ""


def test_an_accepted_report_becomes_a_proposal_with_all_that_is_known(article: Article) -> None:
    report = a_report(article, source="https://example.org/v", name="Ben Reads", may_be_named=True)

    correction = accept(report, by=ada())

    report.refresh_from_db()
    assert (report.state, report.correction, report.handled_by) == ("accepted", correction, ada())
    assert correction.state == State.DRAFT
    assert correction.document == correction.base_document == DOCUMENT
    assert correction.credit == "Ben Reads"
    assert correction.discovered == timezone.localdate().isoformat()
    assert [one.url for one in correction.sources.all()] == ["https://example.org/v"]


def test_a_name_without_consent_goes_into_no_proposal(article: Article) -> None:
    assert accept(a_report(article, name="Ben Reads"), by=ada()).credit == ""


def test_a_source_that_is_no_address_becomes_a_title(article: Article) -> None:
    (source,) = accept(a_report(article, source="Aust 2013, p. 5"), by=ada()).sources.all()
    assert (source.title, source.url) == ("Aust 2013, p. 5", "")


def test_a_report_is_answered_once(article: Article) -> None:
    report = a_report(article)
    accept(report, by=ada())
    with pytest.raises(AlreadyAnswered):
        decline(report, by=grace(), reason="It is right.")
    assert Correction.objects.count() == 1


def test_nothing_is_declined_without_a_reason(article: Article) -> None:
    with pytest.raises(UserFacing, match="Say why"):
        decline(a_report(article), by=ada(), reason=" \n")
    assert ErrorReport.objects.get().state == ReportState.RECEIVED


def test_a_report_repeats_another_of_its_explainer_only(article: Article) -> None:
    other = a_published(Document("Rain", lead="It falls."))[0]
    with pytest.raises(UserFacing, match="another explainer"):
        mark_duplicate(a_report(article), by=ada(), of=a_report(other))


def test_a_report_does_not_repeat_itself_even_in_a_circle(article: Article) -> None:
    first, second = a_report(article), a_report(article)
    mark_duplicate(second, by=ada(), of=first)
    with pytest.raises(UserFacing, match="itself"):
        mark_duplicate(first, by=ada(), of=ErrorReport.objects.get(pk=second.pk))


def test_what_repeats_a_repetition_follows_the_first(article: Article) -> None:
    first, second, third = a_report(article), a_report(article), a_report(article)
    mark_duplicate(third, by=ada(), of=second)
    mark_duplicate(second, by=ada(), of=first)
    third.refresh_from_db()
    assert third.duplicate_of == first


def test_the_outcome_follows_the_correction(article: Article) -> None:
    report = a_report(article)
    assert _outcome(report) == "Received"
    correction = accept(report, by=ada())
    assert _outcome(report) == "Accepted"
    _publish(correction)
    assert _outcome(report) == "Corrected"


@pytest.mark.parametrize(
    "end",
    [
        lambda one: withdraw(one, by=ada()),
        lambda one: reject(_submitted(one), by=grace(), reason="It is right."),
    ],
)
def test_a_proposal_that_comes_to_nothing_is_told_without_its_private_reason(
    article: Article, end: Callable[[Correction], Any]
) -> None:
    report = a_report(article)
    end(accept(report, by=ada()))
    report = ErrorReport.objects.get(pk=report.pk)
    assert outcome_of(report).label == "Looked at, not published"
    assert outcome_of(report).reason == ""


def test_a_repetition_has_the_outcome_of_the_first(article: Article) -> None:
    first, second = a_report(article), a_report(article)
    mark_duplicate(second, by=ada(), of=first)
    decline(first, by=ada(), reason="The source says so.")
    outcome = outcome_of(ErrorReport.objects.get(pk=second.pk))
    assert (outcome.label, outcome.reason, outcome.is_duplicate) == (
        "Declined",
        "The source says so.",
        True,
    )


def test_the_answer_is_mailed_and_the_address_erased(
    article: Article, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    report = a_report(article, email="ben@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        decline(report, by=ada(), reason="The source says so.")

    (message,) = mail.outbox
    assert message.to == ["ben@example.org"]
    assert "The source says so." in message.body
    assert report.get_absolute_url() in message.body
    assert ErrorReport.objects.get().email == ""


def test_an_accepted_case_is_closed_with_its_correction_and_told_once(
    article: Article, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    report = a_report(article, email="ben@example.org")
    correction = accept(report, by=ada())
    assert ErrorReport.objects.get().email

    with django_capture_on_commit_callbacks(execute=True):
        _publish(correction)

    assert close_cases() == 0
    (message,) = mail.outbox
    assert "/corrections/1/" in message.body
    assert ErrorReport.objects.get().closed_at
    assert ErrorReport.objects.get().email == ""


def test_a_mail_server_that_fails_stops_nothing_and_is_asked_again(
    article: Article,
    settings: Any,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        decline(a_report(article, email="ben@example.org"), by=ada(), reason="No.")
    waiting = Delivery.objects.get()
    assert waiting.error.startswith("ConnectionRefusedError")

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Delivery.objects.update(due_at=timezone.now())
    assert [outcome.error for outcome in send_due()] == [None]
    assert mail.outbox[0].to == ["ben@example.org"]
    assert not Delivery.objects.exists()


def test_nobody_is_written_to_for_spam(article: Article) -> None:
    decline(a_report(article, email="eve@example.org", suspected=True), by=ada(), reason="Spam.")
    close_cases()
    assert mail.outbox == []
    assert ErrorReport.objects.get().email == ""
    # Not even a letter that waits.
    assert not Delivery.objects.exists()


def test_the_queue_is_in_the_order_of_arrival_and_without_spam(article: Article) -> None:
    first, spam, second = a_report(article), a_report(article, suspected=True), a_report(article)
    decline(a_report(article), by=ada(), reason="No.")
    assert list(ErrorReport.objects.waiting()) == [first, second]
    assert list(ErrorReport.objects.suspects()) == [spam]


def test_the_figures_count_what_became_of_reports_but_no_spam(article: Article) -> None:
    first = a_report(article)
    accept(first, by=ada())
    mark_duplicate(a_report(article), by=ada(), of=first)
    decline(a_report(article), by=ada(), reason="No.")
    decline(a_report(article, suspected=True), by=ada(), reason="Spam.")
    a_report(article)
    figures = report_figures()
    assert (figures.received, figures.answered) == (4, 3)
    assert [bar.count for bar in figures.plot.bars] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("hours", "median"),
    [([], None), ([5], "5 hours"), ([1, 72], "36 hours"), ([1, 50, 1000], "2 days")],
)
def test_the_median_is_of_the_answers(
    article: Article, hours: list[int], median: str | None
) -> None:
    for took in hours:
        report = a_report(article)
        decline(report, by=ada(), reason="No.")
        came = ErrorReport.objects.get(pk=report.pk).answered_at
        assert came is not None
        ErrorReport.objects.filter(pk=report.pk).update(received_at=came - timedelta(hours=took))
    a_report(article)
    assert report_figures().median == median


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (timedelta(0), "less than two minutes"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_a_time_is_told_in_a_unit_that_fits(took: timedelta, words: str) -> None:
    assert in_words(took) == words


def _now(article: Article) -> Document:
    return with_section(DOCUMENT, "full powers", "full power")


def _outcome(report: ErrorReport) -> str:
    return outcome_of(ErrorReport.objects.get(pk=report.pk)).label


def _submitted(correction: Correction) -> Correction:
    changed = with_section(DOCUMENT, "full powers", "full power")
    sources = [{"url": "https://example.org/v"}]
    revised = revise(correction, changed, by=ada(), edition=0, sources=sources, **TOLD)
    return submit(revised, by=ada())


def _publish(correction: Correction) -> None:
    publish(_submitted(correction), by=grace())


def test_two_reports_are_not_each_the_repetition_of_the_other() -> None:
    article, _version = a_published()
    first, second = a_report(article), a_report(article)
    # As an editor has it before her who opened the page before the other was answered.
    opened = ErrorReport.objects.get(pk=second.pk)
    mark_duplicate(second, by=ada(), of=first)
    with pytest.raises(UserFacing, match="this report itself"):
        mark_duplicate(first, by=grace(), of=opened)


def test_who_reports_what_another_has_reported_is_written_to_once_there_is_an_answer(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    article, _version = a_published()
    first, second = a_report(article), a_report(article, email="ben@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        mark_duplicate(second, by=ada(), of=first)
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        decline(first, by=ada(), reason="The treaty says so.")
    assert [one.to for one in mail.outbox] == [["ben@example.org"]]
    assert "The treaty says so." in mail.outbox[0].body
    assert not ErrorReport.objects.exclude(email="").exists()


def test_the_letter_does_not_name_an_explainer_that_was_removed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    article, _version = a_published()
    report = a_report(article, email="ben@example.org")
    remove_article(article, Order("privacy", ada(), approver=grace()))
    with django_capture_on_commit_callbacks(execute=True):
        decline(report, by=ada(), reason="It was taken away.")
    (message,) = mail.outbox
    assert "treaty" not in f"{message.subject} {message.body}"
    assert "A removed explainer" in message.subject


def test_a_letter_names_the_explainer(
    article: Article, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        decline(a_report(article, email="ben@example.org"), by=ada(), reason="No.")
    (message,) = mail.outbox
    assert f"“{article.title}”" in message.subject
    assert f"“{article.title}”" in message.body
