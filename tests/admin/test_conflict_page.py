"""An overlap stops with three texts, and the editor goes on from there without retyping."""

from dataclasses import replace
from typing import Any

import pytest

from articles import rows
from articles.models import Article
from corrections.models import Correction, State
from record.models import Version
from record.verification import verify
from tests.admin.cast import published, text_of
from tests.admin.corrections_cast import (
    address_of,
    approval,
    desk_of,
    sent_to_review,
    signer,
    typed,
)

pytestmark = pytest.mark.django_db


def approved(correction: Correction, by: str = "grace") -> None:
    desk_of(by).post(address_of(correction, "approve"), approval(correction, by))


def overlapping() -> tuple[Article, Correction]:
    """Ada’s published correction of the lead, and Wilma’s proposal for it and for the title."""
    article = published()
    mine = sent_to_review(article, lead="No, never.", title="Is our sun a star?")
    approved(sent_to_review(article, by="ada", lead="No, hardly."))
    return article, mine


def chosen(correction: Correction, **texts: Any) -> dict[str, Any]:
    page = desk_of("wilma").get(address_of(correction, "conflict"))
    sent = {"newest": page.context["newest"].number, "edition": page.context["edition"]}
    return sent | {name.replace("__", "-"): text for name, text in texts.items()}


def test_all_three_texts_are_side_by_side() -> None:
    _article, mine = overlapping()

    page = desk_of("grace").get(address_of(mine), follow=True)

    words = text_of(page)
    assert "Before bothNo. What readers have nowNo[put in: , hardly]." in words
    assert "What the proposal saysNo[put in: , never]." in words


def test_what_she_writes_stands_on_the_newest_version_with_all_the_rest() -> None:
    article, mine = overlapping()

    sent = chosen(mine, explainer__lead="No, never, or hardly.")
    desk_of("wilma").post(address_of(mine, "conflict"), sent)

    mine.refresh_from_db()
    assert mine.base.number == 2
    assert (mine.state, mine.proposer) == (State.DRAFT, signer("wilma"))
    assert mine.document.title == "Is our sun a star?"
    assert mine.document.lead == "No, never, or hardly."
    assert mine.sources.count() == 1
    desk_of("wilma").post(address_of(mine, "submit"))
    approved(mine)
    held = rows.document_of(Article.objects.get(pk=article.pk))
    assert (held.title, held.lead) == ("Is our sun a star?", "No, never, or hardly.")
    assert list(verify()) == []


def test_it_voids_what_a_reviewer_saw_before() -> None:
    article = published()
    mine = sent_to_review(article, lead="No, never.")
    seal = approval(mine, "ada")
    approved(sent_to_review(article, by="ada", lead="No, hardly."))
    sent = chosen(mine, explainer__lead="No, never, or hardly.")
    desk_of("wilma").post(address_of(mine, "conflict"), sent)
    desk_of("wilma").post(address_of(mine, "submit"))

    desk_of("ada").post(address_of(mine, "approve"), seal)

    assert Version.objects.count() == 2


def test_what_was_written_for_an_older_version_is_kept_and_asked_again() -> None:
    article, mine = overlapping()
    sent = chosen(mine, explainer__lead="No, never, or hardly.")
    approved(sent_to_review(article, by="ada", lead="No, hardly ever."))

    page = desk_of("wilma").post(address_of(mine, "conflict"), sent)

    assert page.status_code == 409
    assert "A newer version was published meanwhile." in text_of(page)
    assert "No, never, or hardly." in page.content.decode()
    mine.refresh_from_db()
    assert mine.base.number == 1


def test_what_was_written_beside_a_changed_proposal_is_kept() -> None:
    article, mine = overlapping()
    sent = chosen(mine, explainer__lead="No, never, or hardly.")
    edit = typed(article, lead="No, nowhere.") | {"edition": mine.edition, "_save": ""}
    desk_of("ada").post(address_of(mine, "edit"), edit | {"base_number": 1})

    page = desk_of("wilma").post(address_of(mine, "conflict"), sent)

    assert page.status_code == 409
    assert "No, never, or hardly." in page.content.decode()


def test_a_text_that_can_not_be_is_refused_and_kept() -> None:
    _article, mine = overlapping()

    sent = chosen(mine, explainer__lead="No\u202e, never.")
    page = desk_of("wilma").post(address_of(mine, "conflict"), sent)

    assert page.status_code == 409
    assert "Nothing is saved yet:" in text_of(page)


@pytest.mark.parametrize(("choice", "stays"), [("mine", True), ("theirs", False)])
def test_a_part_that_one_took_out_and_the_other_changed(choice: str, stays: bool) -> None:
    article = published()
    held = rows.document_of(article)
    section = replace(held.sections[0], body="It is *plasma*.")
    mine = sent_to_review(article, document=replace(held, sections=(section, *held.sections[1:])))
    approved(sent_to_review(article, by="ada", document=replace(held, sections=held.sections[1:])))

    desk_of("wilma").post(address_of(mine, "conflict"), chosen(mine, s1__position=choice))

    mine.refresh_from_db()
    assert [one.key for one in mine.document.sections] == (["s1", "s2"] if stays else ["s2"])


def test_what_does_not_overlap_has_no_such_page() -> None:
    mine = sent_to_review(published(), lead="No, never.")

    page = desk_of("wilma").get(address_of(mine, "conflict"))

    assert page.headers["Location"] == address_of(mine)
