"""The history of a proposal on each of its pages: who, when, what, and what was said."""

import pytest

from corrections.models import Correction
from tests.admin.cast import published, text_of
from tests.admin.corrections_cast import address_of, desk_of, sent_to_review

pytestmark = pytest.mark.django_db
HEADING = "History of this proposal"


@pytest.fixture
def sent_back() -> Correction:
    """By Wilma, given back by Grace."""
    correction = sent_to_review(published(), lead="Yes, it is.")
    desk_of("grace").post(address_of(correction, "send_back"), {"reason": "Which sun is meant?"})
    return correction


def shown(correction: Correction, by: str, step: str = "change") -> str:
    return " ".join(text_of(desk_of(by).get(address_of(correction, step))).split())


def test_her_sheet_tells_the_proposer_what_was_said(sent_back: Correction) -> None:
    page = shown(sent_back, "wilma")
    assert HEADING in page
    assert "Proposed by Wilma" in page
    assert "Sent to review by Wilma" in page
    assert "Sent back by Grace" in page
    assert page.count("Which sun is meant?") == 2


def test_the_reviewer_sees_what_was_said_before(sent_back: Correction) -> None:
    desk_of("wilma").post(address_of(sent_back, "submit"))
    page = shown(sent_back, "ada")
    assert page.count("Sent to review by Wilma") == 2
    assert "Which sun is meant?" in page


def test_it_stays_once_the_proposal_is_decided(sent_back: Correction) -> None:
    desk_of("wilma").post(address_of(sent_back, "withdraw"))
    assert "Withdrawn by Wilma" in shown(sent_back, "grace")


def test_a_new_sheet_has_none() -> None:
    article = published()
    page = desk_of("wilma").get(f"/admin/corrections/correction/correct/{article.pk}/")
    assert page.status_code == 200
    assert HEADING not in text_of(page)
