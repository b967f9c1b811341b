"""Review on the desk: who may decide, what an approval is bound to, what a reader sees then."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Page
from articles.reading import words_of
from corrections.models import Correction, State
from corrections.proposing.drafting import propose
from corrections.removal import Order
from corrections.removing import remove_article
from record.models import Signer, Version
from record.verification import verify
from tests.admin.cast import a_draft, account, page_of, published, sheet_of, text_of
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
STEPS = ("approve", "alone", "send_back", "reject", "withdraw", "submit", "confirm", "elsewhere")


def desk_of_ben() -> Client:
    """A browser of somebody who may log in and has no right."""
    client = Client()
    client.force_login(account("ben"))
    return client


def posted(correction: Correction, step: str, by: str, **sent: Any) -> Any:
    return desk_of(by).post(address_of(correction, step), sent, follow=True)


def test_a_reviewer_sees_all_of_it_on_one_page_as_readers_will() -> None:
    correction = sent_to_review(published(), lead="No, never again.", why="We misread it.")

    page = desk_of("grace").get(address_of(correction))

    words = text_of(page)
    assert "now: , never again" in words
    assert "The sun is a star of middle age." in words
    assert "We misread it." in words
    assert 'class="mark"' in page.content.decode()
    assert 'href="https://example.org/sun"' in page.content.decode()
    assert "No other live explainer was found to say it." in words


def test_what_a_second_person_approves_is_what_readers_have() -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")

    said = posted(correction, "approve", "grace", **approval(correction))

    assert "Published as correction 1, version 2." in text_of(said)
    live = Client().get(article.get_absolute_url()).content.decode()
    assert "Yes, it is." in live
    assert 'id="note-1"' in live
    assert list(verify()) == []


@pytest.mark.parametrize("seal", ["", "wrong", None])
def test_an_approval_without_the_seal_of_what_was_seen_is_void(seal: str | None) -> None:
    correction = sent_to_review(published(), lead="Yes, it is.")

    said = posted(correction, "approve", "grace", **({} if seal is None else {"seal": seal}))

    assert "This is not what you saw: look at it again" in text_of(said)
    assert Version.objects.count() == 1


@pytest.mark.parametrize("edit", [{"lead": "Yes, perhaps."}, {"why": "Another reason."}])
def test_any_edit_after_she_looked_voids_her_approval(edit: dict[str, str]) -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")
    seen = approval(correction)
    fields: dict[str, Any] = {"lead": "Yes, it is.", **edit}
    sent = typed(article, **fields)
    sent |= {"edition": correction.edition, "_submit": ""}
    desk_of("wilma").post(address_of(correction, "edit"), sent)

    said = posted(correction, "approve", "grace", **seen)

    assert "This is not what you saw" in text_of(said)
    assert Version.objects.count() == 1


def test_a_seal_is_good_once_and_for_its_own_correction_only() -> None:
    article = published()
    one = sent_to_review(article, lead="Yes, it is.")
    other = sent_to_review(article, title="Is the sun one star?")
    seal = approval(one)

    crossed = posted(other, "approve", "grace", **seal)
    posted(one, "approve", "grace", **seal)
    again = posted(one, "approve", "grace", **seal)

    assert "This is not what you saw" in text_of(crossed)
    assert "only one in review can be published" in text_of(again)
    assert Version.objects.count() == 2


def test_a_change_of_the_next_sentence_leaves_what_she_saw_standing() -> None:
    article = published()
    one = sent_to_review(article, lead="Yes, it is.")
    seal = approval(one, "ada")
    other = sent_to_review(article, title="Is the sun one star?")
    posted(other, "approve", "grace", **approval(other))

    posted(one, "approve", "ada", **seal)

    assert Version.objects.count() == 3


def test_the_proposer_does_not_approve_herself_by_any_crafted_post() -> None:
    correction = sent_to_review(published(), by="ada", lead="Yes, it is.")
    seal = desk_of("grace").get(address_of(correction)).context["seal"]

    said = posted(correction, "approve", "ada", seal=seal, alone="crafted", reason="crafted")

    assert "You proposed this, so somebody else must approve it." in text_of(said)
    assert Version.objects.count() == 1


def test_she_does_not_approve_together_what_she_proposed_either() -> None:
    correction = sent_to_review(published(), by="ada", lead="Yes, it is.")
    incident = "11111111-2222-4333-8444-555555555555"
    Correction.objects.update(incident=incident)
    seal = desk_of("grace").get(address_of(correction)).context["seal"]
    sent = {"approve": str(correction.pk), f"seal-{correction.pk}": seal}

    desk_of("ada").post(f"/admin/corrections/correction/incident/{incident}/", sent)

    assert Version.objects.count() == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_decides_nothing_by_a_crafted_post(step: str) -> None:
    correction = sent_to_review(published(), by="ada", lead="Yes, it is.")
    seal = desk_of("grace").get(address_of(correction)).context["seal"]

    posted(correction, step, "wilma", seal=seal, reason="crafted")

    correction.refresh_from_db()
    assert correction.state == State.IN_REVIEW
    assert Version.objects.count() == 1


def test_a_writer_does_not_publish_drafts_nor_review_dates_but_writes_them() -> None:
    draft, article = a_draft(), published()
    desk = desk_of("wilma")

    steps = [desk.post(page_of(draft, step), {}).status_code for step in ("publish", "schedule")]
    review = desk.post(page_of(article, "review"), {"reviewed_on": "2026-11-01"})
    saved = desk.post(page_of(draft), sheet_of(draft, lead="Wilma’s."))

    assert [*steps, review.status_code, saved.status_code] == [403, 403, 403, 302]
    assert "Publish…" not in desk.get(page_of(draft)).content.decode()
    assert Version.objects.count() == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_get_changes_nothing(step: str) -> None:
    correction = sent_to_review(published(), lead="Yes, it is.")
    before = Correction.objects.values().get()

    desk_of("grace").get(address_of(correction, step))
    desk_of("grace").get(address_of(correction))

    assert Correction.objects.values().get() == before
    assert Version.objects.count() == 1


def test_it_goes_back_with_a_comment_that_its_proposer_sees_and_comes_again() -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")

    without = posted(correction, "send_back", "grace", reason=" ")
    posted(correction, "send_back", "grace", reason="Which sun?")

    assert "Say what should be changed." in text_of(without)
    assert "Which sun?" in text_of(desk_of("wilma").get(address_of(correction)))
    assert "Which sun?" in text_of(desk_of("wilma").get("/admin/"))
    sent = typed(article, lead="Yes, ours.") | {"edition": correction.edition, "_submit": ""}
    desk_of("wilma").post(address_of(correction, "edit"), sent)
    correction.refresh_from_db()
    assert (correction.state, correction.comment) == (State.IN_REVIEW, "")


def test_it_is_rejected_with_a_reason_and_kept() -> None:
    correction = sent_to_review(published(), lead="Yes, it is.")

    posted(correction, "reject", "grace", reason="It was right.")

    page = desk_of("wilma").get(address_of(correction))
    assert "Why it was rejected: It was right." in text_of(page)
    assert Version.objects.count() == 1


def test_only_its_proposer_withdraws_it() -> None:
    correction = sent_to_review(published(), lead="Yes, it is.")

    posted(correction, "withdraw", "grace")
    kept = Correction.objects.get().state
    posted(correction, "withdraw", "wilma")

    assert (kept, Correction.objects.get().state) == (State.IN_REVIEW, State.WITHDRAWN)


def test_publishing_alone_needs_a_reason_and_another_person_confirms_it() -> None:
    article = published()
    correction = sent_to_review(article, by="ada", lead="Yes, it is.")
    seal = approval(correction, "ada")

    without = posted(correction, "alone", "ada", **seal)
    posted(correction, "alone", "ada", **seal, reason="Nobody else is awake.")
    pending = Page.objects.get(article=article).html
    herself = posted(correction, "confirm", "ada")
    listed = text_of(desk_of("grace").get("/admin/"))
    posted(correction, "confirm", "grace")

    assert "Say why nobody else can approve it" in text_of(without)
    assert "second review pending" in pending
    assert "You published this, so somebody else must confirm it." in text_of(herself)
    assert "1 Second review pending" in listed
    assert "second review pending" not in Page.objects.get(article=article).html
    newest = Version.objects.of(article.pk).newest()
    assert newest is not None
    assert (newest.kind, newest.members["confirms"]) == ("confirmation", 1)
    assert list(verify()) == []


def test_publishing_alone_is_for_proposers() -> None:
    correction = sent_to_review(published(), lead="Yes, it is.")

    said = posted(correction, "alone", "grace", **approval(correction), reason="In a hurry.")

    assert "Somebody else proposed this" in text_of(said)
    assert Version.objects.count() == 1


def test_what_was_typed_beside_a_button_is_given_back_when_it_fails() -> None:
    correction = sent_to_review(published(), by="ada", lead="Yes, it is.")

    page = posted(correction, "alone", "ada", seal="stale", reason="Nobody else is awake.")

    assert "Nobody else is awake." in page.content.decode()


def test_a_minor_fix_is_published_by_the_one_who_proposed_it() -> None:
    article = published()
    correction = sent_to_review(
        article,
        by="ada",
        kind="minor_fix",
        title="Is the sun  a star?",
        right="",
        cause="",
        sources=[],
    )

    posted(correction, "approve", "ada", **approval(correction, "ada"))

    assert Article.objects.get(pk=article.pk).title == "Is the sun  a star?"


def a_copy_edit() -> tuple[Article, Correction]:
    """An explainer with two slips in its lead, and the copy edit of them, in review."""
    article = published()
    slips = sent_to_review(article, lead="It definately shines. It is the the nearest star.")
    posted(slips, "approve", "grace", **approval(slips))
    mended = "It definitely shines. It is the nearest star."
    told: dict[str, Any] = {"kind": "copy_edit", "right": "", "cause": "", "sources": []}
    return article, sent_to_review(article, lead=mended, **told)


def test_who_approves_a_copy_edit_says_of_each_pair_that_it_says_the_same() -> None:
    _article, correction = a_copy_edit()
    seal = approval(correction)

    page = text_of(desk_of("grace").get(address_of(correction)))
    refused = posted(correction, "approve", "grace", **seal, same="1")
    before = Correction.objects.get(pk=correction.pk).state
    posted(correction, "approve", "grace", **seal, same=["1", "2"])

    assert "definately → definitely" in page
    assert "the the nearest → the nearest" in page
    assert "Tick each small change" in text_of(refused)
    assert before == State.IN_REVIEW
    assert Correction.objects.get(pk=correction.pk).state == State.PUBLISHED


def test_small_edits_stand_folded_at_the_foot_of_the_page() -> None:
    article, correction = a_copy_edit()
    posted(correction, "approve", "grace", **approval(correction), same=["1", "2"])

    page = Client().get(article.get_absolute_url()).content.decode()

    folded = page.partition('id="small-edits"')[2].partition("</details>")[0]
    assert "1 small edit" in folded
    assert "definately" in folded
    assert "definitely" in folded


def test_only_publishers_retract_and_reinstate() -> None:
    article = published()
    correction = sent_to_review(article, kind="retraction")
    seal = approval(correction)

    refused = desk_of("grace").post(address_of(correction, "approve"), seal)
    posted(correction, "approve", "petra", **seal)
    article.refresh_from_db()
    status = article.status
    back = sent_to_review(article, kind="reinstatement", by="ada")
    posted(back, "approve", "petra", **approval(back, "petra"))

    assert refused.status_code == 403
    assert status == "retracted"
    assert Article.objects.get(pk=article.pk).status == "live"
    assert list(verify()) == []


def test_a_correction_of_a_correction_is_begun_from_it_and_both_stay() -> None:
    article = published()
    first = sent_to_review(article, lead="Yes, it is.")
    posted(first, "approve", "grace", **approval(first))
    first.refresh_from_db()

    page = desk_of("wilma").get(address_of(first)).content.decode()
    form = desk_of("wilma").get(f"{correcting(article)}?amends=1").context["sheet"]
    second = sent_to_review(article, lead="Yes, it is one.", amends=str(first.pk))
    posted(second, "approve", "grace", **approval(second))

    assert f'href="{correcting(article)}?amends=1"' in page
    assert form.explanation["amends"].value() in (first, first.pk)
    assert "Amended by correction 2" in text_of(Client().get("/corrections/1/"))


def test_a_correction_of_another_explainer_can_not_be_amended() -> None:
    one, other = published(), published("Other", "other")
    first = sent_to_review(one, lead="Yes, it is.")
    posted(first, "approve", "grace", **approval(first))

    sent = typed(other, lead="Yes.", amends=str(first.pk)) | {"_save": ""}
    response = desk_of("wilma").post(correcting(other), sent)

    assert "amends" in response.context["sheet"].explanation.errors


def test_who_has_no_rights_is_kept_out_of_every_page() -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")
    addresses = [correcting(article), "/admin/corrections/correction/"]
    names = ("change", "edit", "preview", "conflict", *STEPS)
    addresses += [address_of(correction, name) for name in names]

    answers = {desk_of_ben().get(one).status_code for one in addresses}
    crafted = {desk_of_ben().post(one, {"seal": "x"}).status_code for one in addresses[2:]}

    assert (answers, crafted) == ({403}, {403})


def test_the_list_finds_what_stands_where_and_asks_no_more_for_more_rows(
    django_assert_num_queries: Any,
) -> None:
    article = published()
    for number in range(3):
        sent_to_review(article, lead=f"Yes, it is {number}.")
    desk, address = desk_of("grace"), "/admin/corrections/correction/?standing=in_review"
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    expected = len(few)
    for number in range(3, 9):
        sent_to_review(article, lead=f"Yes, it is {number}.")

    with django_assert_num_queries(expected):
        page = desk.get(address)

    assert page.content.decode().count("tag-in-review") == 9


@pytest.mark.parametrize(
    ("standing", "found"), [("mine", 1), ("withdrawn", 1), ("rejected", 0), ("published", 0)]
)
def test_the_list_is_narrowed_by_standing(standing: str, found: int) -> None:
    article = published()
    sent_to_review(article, lead="Yes, it is.")
    gone = sent_to_review(article, lead="Yes, it is one.")
    posted(gone, "withdraw", "wilma")

    page = desk_of("wilma").get(f"/admin/corrections/correction/?standing={standing}")

    assert page.context["cl"].result_count == found


def test_the_signers_are_those_who_acted() -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")
    posted(correction, "approve", "grace", **approval(correction))

    newest = Version.objects.of(article.pk).newest()
    assert newest is not None
    signed = {one["role"]: one["id"] for one in newest.members["signers"]}
    assert signed == {
        "proposer": str(signer("wilma").pk),
        "approver": str(Signer.objects.get(user__username="grace").pk),
    }


@pytest.mark.parametrize("kind", ["correction", "reinstatement"])
def test_a_proposal_of_an_explainer_that_was_removed_can_still_be_looked_at(kind: str) -> None:
    article = published()
    correction = sent_to_review(article, lead="No, never again.")
    order = Order("privacy", signer("ada"), approver=signer("grace"))
    remove_article(Article.objects.get(pk=article.pk), order)
    if kind == "reinstatement":
        words = words_of(Version.objects.of(article.pk).latest("serial"))
        correction = propose(article, words, by=signer("wilma"), kind=kind)
    for step in ("change", "preview"):
        assert desk_of("petra").get(address_of(correction, step)).status_code == 200


def test_a_removed_explainer_comes_back_by_the_desk() -> None:
    article = published()
    order = Order("privacy", signer("ada"), approver=signer("grace"))
    remove_article(Article.objects.get(pk=article.pk), order)

    page = desk_of("petra").get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    back = sent_to_review(article, kind="reinstatement", by="ada")
    posted(back, "approve", "petra", **approval(back, "petra"))

    assert "Reinstate it" in page
    assert Article.objects.get(pk=article.pk).status == "live"
    assert list(verify()) == []


def test_nothing_but_coming_back_is_offered_for_a_removed_explainer() -> None:
    article = published()
    order = Order("privacy", signer("ada"), approver=signer("grace"))
    remove_article(Article.objects.get(pk=article.pk), order)
    form = desk_of("petra").get(correcting(article)).context["sheet"]
    offered = [name for _answer, names in form.explanation["kind"].field.choices for name in names]
    assert [name for name, _label in offered] == ["reinstatement"]


def test_nobody_hands_in_what_another_is_still_writing() -> None:
    article = published()
    response = desk_of("wilma").post(
        correcting(article), typed(article, lead="Half of a sen") | {"_save": ""}
    )
    assert response.status_code == 302
    draft = Correction.objects.get()
    page = desk_of("grace").post(address_of(draft, "submit"), follow=True)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert "Only who wrote at a proposal sends it to review." in text_of(page)
    desk_of("wilma").post(address_of(draft, "submit"))
    draft.refresh_from_db()
    assert draft.state == State.IN_REVIEW
