"""The same error in several explainers: decided about on the desk, approved together."""

from dataclasses import replace
from typing import Any

import pytest

from articles import rows
from articles.models import Article
from corrections.models import Correction, Decision, Elsewhere, State
from record.models import Version
from record.verification import verify
from tests.admin.cast import published, text_of
from tests.admin.corrections_cast import address_of, desk_of, sent_to_review

pytestmark = pytest.mark.django_db


def two_that_say_it() -> tuple[Article, Article, Correction]:
    one = published()
    other = published("Is a star a sun?", "star-sun")
    held = rows.document_of(one)
    section = replace(held.sections[1], body="From 1600.")
    document = replace(held, sections=(held.sections[0], section))
    return one, other, sent_to_review(one, document=document)


def decided(correction: Correction, decision: str, by: str = "wilma", **more: str) -> str:
    desk = desk_of(by)
    names = [one.name for one in desk.get(address_of(correction)).context["asked"]]
    sent = {f"decision-{name}": decision for name in names} | {
        f"reason-{name}": more.get("reason", "") for name in names
    }
    return text_of(desk.post(address_of(correction, "elsewhere"), sent, follow=True))


def test_the_review_waits_for_the_decisions_and_says_so() -> None:
    _one, other, correction = two_that_say_it()
    page = desk_of("grace").get(address_of(correction))

    seal = {"seal": page.context["seal"]}
    said = desk_of("grace").post(address_of(correction, "approve"), seal, follow=True)

    assert other.title in text_of(page)
    assert "Other places say the same: 1." in text_of(said)
    assert Version.objects.count() == 2


def test_no_is_recorded_with_who_said_it_and_why() -> None:
    _one, _other, correction = two_that_say_it()

    words = decided(correction, "no", reason="Another saying.")

    held = Elsewhere.objects.get()
    assert (held.decision, held.reason) == (Decision.NO, "Another saying.")
    assert "It stays as it is. Wilma: Another saying." in words


def test_yes_makes_a_proposal_that_is_approved_together_with_the_first() -> None:
    one, other, correction = two_that_say_it()
    decided(correction, "yes")
    second = Correction.objects.latest("pk")
    desk_of("wilma").post(address_of(second, "submit"))
    address = f"/admin/corrections/correction/incident/{second.incident}/"
    desk = desk_of("grace")
    shown = desk.get(address).context["joined"]
    sent: dict[str, Any] = {"approve": [str(row["correction"].pk) for row in shown]}
    sent |= {f"seal-{row['correction'].pk}": row["seal"] for row in shown}

    words = text_of(desk.post(address, sent, follow=True))

    assert "Published as correction 1, version 2." in words
    assert "Published as correction 2, version 2." in words
    incidents = {
        Version.objects.of(article.pk).latest("number").members["explanation"]["incident"]
        for article in (one, other)
    }
    assert incidents == {str(second.incident)}
    assert list(verify()) == []


def test_one_that_can_not_be_published_keeps_its_reason_and_stops_no_other() -> None:
    _one, other, correction = two_that_say_it()
    decided(correction, "yes")
    second = Correction.objects.latest("pk")
    desk_of("wilma").post(address_of(second, "submit"))
    address = f"/admin/corrections/correction/incident/{second.incident}/"
    desk = desk_of("grace")
    shown = desk.get(address).context["joined"]
    sent: dict[str, Any] = {"approve": [str(row["correction"].pk) for row in shown]}
    sent |= {f"seal-{row['correction'].pk}": row["seal"] for row in shown}
    sent[f"seal-{correction.pk}"] = "stale"

    words = text_of(desk.post(address, sent, follow=True))

    assert "This is not what you saw" in words
    assert "Published as correction 1, version 2." in words
    states = dict(Correction.objects.values_list("article", "state"))
    assert states[other.pk] == State.PUBLISHED


def test_a_place_that_was_not_on_the_page_is_not_decided_about() -> None:
    _one, _other, correction = two_that_say_it()

    sent = {"decision-0123456789abcdef": "no", "decision-": "no"}
    desk_of("wilma").post(address_of(correction, "elsewhere"), sent)

    assert not Elsewhere.objects.exists()
