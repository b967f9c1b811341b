"""An approval that doesn't stand any more: who changed what, and one press to go on."""

from dataclasses import replace
from typing import Any

import pytest

from articles import rows
from articles.models import Article
from articles.publishing import publish
from articles.rows import write_draft
from corrections.models import Correction, Elsewhere, State
from documents.document import Document, Question, Section
from record.models import Version
from record.verification import verify
from tests.admin.cast import text_of
from tests.admin.corrections_cast import (
    address_of,
    approval,
    correcting,
    desk_of,
    sent_to_review,
    signer,
    typed,
)

pytestmark = pytest.mark.django_db
BODY = "Rain falls in drops. Snow falls in flakes.\n\nHail falls in stones."
WEATHER = Document(
    "What falls from the sky?",
    lead="Water, mostly.",
    sections=(Section("s1", "What it is", BODY), Section("s2", "When", "In winter and summer.")),
    faqs=(Question("q1", "Is it wet?", "Yes, as a rule."),),
)


def weather(slug: str = "what-falls") -> Article:
    """A published explainer."""
    article = Article(slug=slug)
    write_draft(article, replace(WEATHER, title=f"{WEATHER.title} ({slug})"))
    publish(article, by=signer("petra"))
    article.refresh_from_db()
    return article


def said_in(article: Article, old: str, new: str) -> Document:
    """What readers have, with words of the first section replaced."""
    document = rows.document_of(Article.objects.get(pk=article.pk))
    first = document.sections[0]
    assert (first.body or "").count(old) == 1
    first = replace(first, body=(first.body or "").replace(old, new))
    return replace(document, sections=(first, *document.sections[1:]))


def proposed(article: Article, old: str, new: str, by: str = "wilma") -> Correction:
    """A correction of the first section, typed on the desk and sent to review."""
    return sent_to_review(article, by=by, document=said_in(article, old, new))


def pressed(correction: Correction, step: str, by: str, **sent: Any) -> Any:
    """The answer to a button of the review page."""
    return desk_of(by).post(address_of(correction, step), sent, follow=True)


def go_on(page: Any, correction: Correction, by: str, step: str = "approve") -> Any:
    """Presses the button of the page that asks for one more look, as it stands there."""
    return pressed(correction, step, by, seal=page.context["seal"])


def test_three_corrections_of_one_version_are_published_one_after_another() -> None:
    article = weather()
    tabs = [
        (correction, approval(correction))
        for correction in (
            proposed(article, "in drops", "in big drops"),
            proposed(article, "in flakes", "in soft flakes"),
            proposed(article, "in stones", "in hard stones"),
        )
    ]
    looks = 0
    for correction, seal in tabs:
        answer = pressed(correction, "approve", "grace", **seal)
        while answer.context.get("void"):
            looks += 1
            answer = go_on(answer, correction, "grace")
        assert "Published as correction" in text_of(answer)
    body = rows.document_of(Article.objects.get(pk=article.pk)).sections[0].body
    assert looks == 1
    assert (
        body == "Rain falls in big drops. Snow falls in soft flakes.\n\nHail falls in hard stones."
    )
    assert Version.objects.latest("serial").members["explanation"]["base"] == 1
    assert list(verify(rendering=True)) == []


def voided(article: Article) -> tuple[Correction, Any]:
    """A proposal, and the answer to an approval of it after another was published there."""
    correction = proposed(article, "in flakes", "in soft flakes")
    seal = approval(correction)
    other = proposed(article, "in drops", "in big drops")
    pressed(other, "approve", "ada", **approval(other, "ada"))
    return correction, pressed(correction, "approve", "grace", **seal)


def test_the_page_says_who_changed_what_and_shows_both() -> None:
    _correction, page = voided(weather())

    words = text_of(page)
    assert page.status_code == 409
    assert "Section “What it is”: correction 1 changed this paragraph" in words
    assert "What was published there since you looked" in words
    assert "big" in words
    assert "What this proposal changes of that" in words
    assert "soft" in words
    assert Version.objects.count() == 2


def test_one_press_goes_on_and_decisions_about_other_places_are_kept() -> None:
    article = weather()
    weather("another")
    correction = proposed(article, "in flakes", "in soft flakes")
    page = desk_of("grace").get(address_of(correction))
    decisions = {f"decision-{question.name}": "no" for question in page.context["asked"]}
    assert decisions
    pressed(correction, "elsewhere", "grace", **decisions)
    seal = approval(correction)
    other = proposed(article, "in drops", "in big drops")
    asked = desk_of("ada").get(address_of(other)).context["asked"]
    pressed(other, "elsewhere", "ada", **{f"decision-{one.name}": "no" for one in asked})
    pressed(other, "approve", "ada", **approval(other, "ada"))

    page = pressed(correction, "approve", "grace", **seal)
    assert page.context["void"]
    done = go_on(page, correction, "grace")

    assert "Published as correction 2" in text_of(done)
    assert Elsewhere.objects.filter(correction=correction, decided_by=signer("grace")).count() == 1


def test_the_reason_of_who_publishes_alone_is_kept_for_the_one_press() -> None:
    article = weather()
    correction = proposed(article, "in flakes", "in soft flakes", by="ada")
    seal = approval(correction, "ada")
    other = proposed(article, "in drops", "in big drops")
    pressed(other, "approve", "grace", **approval(other))

    page = pressed(correction, "alone", "ada", **seal, reason="Nobody else is awake.")

    assert 'name="reason" value="Nobody else is awake."' in page.content.decode()
    go_on_alone = {"seal": page.context["seal"], "reason": "Nobody else is awake."}
    assert "Published as correction 2" in text_of(
        pressed(correction, "alone", "ada", **go_on_alone)
    )


def test_a_tab_that_was_left_open_approves_nothing_that_it_didn_t_show() -> None:
    article = weather()
    correction = proposed(article, "in flakes", "in soft flakes")
    old_tab = approval(correction)
    sent = typed(article, document=said_in(article, "in stones", "in pebbles"))
    desk_of("wilma").post(
        address_of(correction, "edit"), sent | {"edition": correction.edition, "_submit": ""}
    )
    new_tab = approval(correction)

    page = pressed(correction, "approve", "grace", **old_tab)

    assert "This is not what you saw: look at it again" in text_of(page)
    assert Version.objects.count() == 1
    assert "Published as correction 1" in text_of(
        pressed(correction, "approve", "grace", **new_tab)
    )


def test_two_tabs_that_overlap_lead_to_all_three_texts() -> None:
    article = weather()
    one, two = proposed(article, "in flakes", "in bits"), proposed(article, "in flakes", "in stars")
    seals = approval(one), approval(two)
    pressed(one, "approve", "grace", **seals[0])

    page = pressed(two, "approve", "grace", **seals[1])

    assert "What readers have now" in text_of(page)
    assert Version.objects.count() == 2


# ---- Who wrote at it ----


def overlapping(article: Article) -> Correction:
    """A proposal by Wilma that overlaps with what was published."""
    one, two = proposed(article, "in flakes", "in bits"), proposed(article, "in flakes", "in stars")
    pressed(one, "approve", "grace", **approval(one))
    return two


def gone_on_with(correction: Correction, by: str) -> Any:
    """What comes of saying what shall stand where it overlaps."""
    page = desk_of(by).get(address_of(correction, "conflict"))
    sent = {"newest": page.context["newest"].number, "edition": page.context["edition"]}
    sent |= {shown.name: "Rain, snow: all of it falls." for shown in page.context["conflicts"]}
    return desk_of(by).post(address_of(correction, "conflict"), sent, follow=True)


def test_who_goes_on_with_an_overlap_contributes_and_its_proposer_still_finds_it() -> None:
    correction = overlapping(weather())

    gone_on_with(correction, "ada")

    correction.refresh_from_db()
    assert correction.proposer == signer("wilma")
    assert correction.is_by(signer("ada"))
    for name in ("wilma", "ada"):
        front = desk_of(name).get("/admin/")
        assert [one.pk for one in front.context["queue"]["mine"]] == [correction.pk]
        listed = desk_of(name).get("/admin/corrections/correction/?standing=mine")
        assert [one.pk for one in listed.context["cl"].result_list] == [correction.pk]
    assert not desk_of("grace").get("/admin/").context["queue"]["mine"]


def test_what_two_wrote_is_sent_to_review_by_either_and_approved_by_a_third(
    mailoutbox: list[Any],
) -> None:
    correction = overlapping(weather())
    gone_on_with(correction, "ada")
    for name in ("grace", "petra"):
        desk_of(name)
    mailoutbox.clear()
    pressed(correction, "submit", "ada")
    correction.refresh_from_db()
    assert correction.state == State.IN_REVIEW

    for name in ("ada",):
        page = desk_of(name).get(address_of(correction))
        assert "You wrote at this proposal too" in text_of(page)
        seal = page.context["seal"]
        for step in ("approve", "alone"):
            pressed(correction, step, name, seal=seal, reason="Nobody else is awake.")
    assert Version.objects.count() == 2
    pressed(correction, "approve", "grace", **approval(correction))

    roles = [signed["role"] for signed in Version.objects.latest("serial").members["signers"]]
    assert roles == ["proposer", "contributor", "approver"]
    assert list(verify()) == []


def test_a_reviewer_who_saves_it_first_doesn_t_confirm_nor_approve_it() -> None:
    article = weather()
    correction = proposed(article, "in flakes", "in stars")
    sent = typed(article, document=said_in(article, "in flakes", "in stars"))
    desk_of("grace").post(
        address_of(correction, "edit"), sent | {"edition": correction.edition, "_submit": ""}
    )
    page = desk_of("grace").get(address_of(correction))

    assert "somebody else must approve it" in text_of(page)
    answer = pressed(correction, "approve", "grace", seal=page.context["seal"])
    assert "You wrote at this proposal, so somebody else must approve it." in text_of(answer)
    assert Version.objects.count() == 1
    assert correcting(article)
