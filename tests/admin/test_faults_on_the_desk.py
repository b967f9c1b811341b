"""A fault of ours in any action of the corrections' desk: an error page and a traceback in the log.

The only tests that put something in the place of our code: nothing else makes a fault on purpose.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from articles.models import Article
from corrections.models import Correction, ErrorReport, State
from tests.admin.cast import published
from tests.admin.corrections_cast import address_of, correcting, desk_of, sent_to_review, typed
from tests.corrections.reports_cast import a_report

pytestmark = pytest.mark.django_db
FAULT = "an unexpected fault"
PAGES = "corrections.admin"


@pytest.fixture
def article() -> Article:
    return published()


@pytest.fixture
def correction(article: Article) -> Correction:
    """In review, by Wilma."""
    return sent_to_review(article, lead="Yes, it is.")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a function of the domain fail as a page calls it."""

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError(FAULT)

    return lambda name: monkeypatch.setattr(f"{PAGES}.{name}", fail)


def is_a_fault(
    caplog: pytest.LogCaptureFixture, address: str, sent: dict[str, Any] | None, by: str = "grace"
) -> bool:
    """Whether the request ends in the error page, and the log holds where it went wrong."""
    desk = desk_of(by)
    desk.raise_request_exception = False
    caplog.clear()
    answer = desk.get(address) if sent is None else desk.post(address, sent)
    shown = answer.content.decode()
    return (
        answer.status_code == 500 and FAULT not in shown and f"ValueError: {FAULT}" in caplog.text
    )


@pytest.mark.parametrize(
    ("step", "function"),
    [
        ("approve", "steps.approve"),
        ("send_back", "steps.send_back"),
        ("reject", "steps.reject"),
        ("confirm", "steps.confirm"),
        ("elsewhere", "steps.asked"),
    ],
)
def test_a_fault_in_a_reviewers_step(
    step: str,
    function: str,
    correction: Correction,
    broken: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken(function)

    assert is_a_fault(caplog, address_of(correction, step), {"reason": "So.", "seal": "x"})


@pytest.mark.parametrize(
    ("step", "function", "state"),
    [
        ("withdraw", "steps.withdraw", State.IN_REVIEW),
        ("submit", "steps.submit", State.DRAFT),
        ("choose", "choosing.revise", State.DRAFT),
        ("preview", "sheet.ProposalSheet", State.DRAFT),
        ("edit", "writing.revise", State.DRAFT),
    ],
)
def test_a_fault_in_a_proposers_step(
    step: str,
    function: str,
    state: State,
    article: Article,
    correction: Correction,
    broken: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    Correction.objects.update(state=state)
    broken(function)
    sent = typed(article, lead="Yes, it is.") | {"edition": correction.edition, "take": "e:lead:0"}

    assert is_a_fault(caplog, address_of(correction, step), sent, by="wilma")


def test_a_fault_in_publishing_alone(
    article: Article, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    own = sent_to_review(article, by="grace", lead="Yes, it is.")
    broken("steps.approve")

    assert is_a_fault(caplog, address_of(own, "alone"), {"reason": "Nobody else is here."})


def test_a_fault_in_a_new_proposal(
    article: Article, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    broken("writing.propose")

    assert is_a_fault(caplog, correcting(article), typed(article, lead="Yes, it is."))


def test_a_fault_in_the_preview_of_a_new_proposal(
    article: Article, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    broken("previews.placed")
    address = reverse("admin:corrections_correction_preview_new", args=[article.pk])

    assert is_a_fault(caplog, address, typed(article, lead="Yes, it is."))


def test_a_fault_where_two_changed_the_same_words(
    correction: Correction, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    broken("choosing.conflicts_of")

    assert is_a_fault(caplog, address_of(correction, "conflict"), {"newest": "1"})


def test_a_fault_in_approving_together(
    correction: Correction, broken: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    incident = "5a3c1b0e-0000-4000-8000-000000000000"
    Correction.objects.update(incident=incident)
    broken("steps.approve")
    address = reverse("admin:corrections_correction_incident", args=[incident])

    assert is_a_fault(caplog, address, {"approve": str(correction.pk)})


@pytest.mark.parametrize("function", ["review.placed", "review.asked"])
def test_a_fault_in_the_page_of_a_review(
    function: str,
    correction: Correction,
    broken: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken(function)

    assert is_a_fault(caplog, address_of(correction), None)


@pytest.mark.parametrize(
    ("step", "function"),
    [("accept", "accept"), ("decline", "decline"), ("duplicate", "mark_duplicate")],
)
def test_a_fault_in_the_answer_to_a_report(
    step: str,
    function: str,
    article: Article,
    broken: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    other, report = (a_report(article) for _each in range(2))
    broken(f"report_pages.{function}")
    address = reverse(f"admin:corrections_errorreport_{step}", args=[report.pk])

    assert is_a_fault(caplog, address, {"reason": "It is so.", "of": str(other.pk)})
    assert ErrorReport.objects.filter(answered_at=None).count() == 2
