"""Proposing on the desk: the text is edited, what changed is computed, nothing typed is lost."""

from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from articles import rows
from articles.models import Article
from corrections.models import Correction, State
from corrections.proposing.drafting import withdraw
from documents.document import Question, Section
from record.models import Version
from tests.admin.cast import a_draft, page_of, published, text_of
from tests.admin.corrections_cast import (
    SOURCE,
    address_of,
    approval,
    correcting,
    desk_of,
    person,
    sent_to_review,
    signer,
    typed,
)

pytestmark = pytest.mark.django_db


def words_of(article: Article) -> tuple[str, ...]:
    held = rows.document_of(Article.objects.get(pk=article.pk))
    return (held.title, held.lead or "", *(one.body or "" for one in held.sections))


def test_a_published_explainer_offers_its_correction_in_the_admin_and_on_the_live_page() -> None:
    article = published()

    admin = desk_of("wilma").get(page_of(article)).content.decode()
    live = Client().get(article.get_absolute_url())

    assert f'href="{correcting(article)}"' in admin
    assert f'href="{correcting(article)}"' in live.content.decode()
    assert not live.cookies
    assert "public" in live["Cache-Control"]


def test_its_page_in_the_admin_says_what_is_proposed_already() -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")

    words = text_of(desk_of("grace").get(page_of(article)))

    assert f"Not decided yet: Correction, in review: {correction.right}" in words


def test_who_is_not_logged_in_comes_to_the_login_and_from_there_to_the_form() -> None:
    article = published()

    response = Client().get(correcting(article))

    assert response.headers["Location"] == f"/admin/login/?next={correcting(article)}"


def test_the_form_has_the_words_that_readers_have_and_saving_it_changes_none() -> None:
    article = published()

    page = desk_of("wilma").get(correcting(article))
    desk_of("wilma").post(correcting(article), typed(article) | {"_save": ""})

    assert page.context["sheet"].form["lead"].value() == "No."
    assert Correction.objects.get().document == rows.document_of(article)


def test_a_sentence_an_address_and_a_cause_are_enough_to_send_it_to_review() -> None:
    article = published()

    correction = sent_to_review(article, lead="Yes, it is.")

    assert correction.state == State.IN_REVIEW
    assert correction.document.lead == "Yes, it is."
    assert correction.sources.get().url == SOURCE["url"]
    assert correction.proposer == signer("wilma")
    assert words_of(article)[1] == "No."


def test_what_is_typed_is_compared_word_by_word_and_nothing_is_saved() -> None:
    article = published()

    seen = desk_of("wilma").post(
        correcting(article), typed(article, lead="No, never.", right="") | {"_see": ""}
    )

    assert "now: , never" in text_of(seen)
    assert "Say the right fact in one sentence." in text_of(seen)
    assert seen.context["sheet"].form["lead"].value() == "No, never."
    assert not Correction.objects.exists()


def test_what_is_more_than_a_small_edit_goes_to_review_as_a_minor_correction_in_one_press() -> None:
    article = published()
    told: dict[str, Any] = {"kind": "copy_edit", "right": "", "cause": "", "sources": []}
    sent = typed(article, lead="It hinders us.", **told)

    refused = desk_of("wilma").post(correcting(article), sent | {"_submit": ""})
    again = desk_of("wilma").post(correcting(article), sent | {"_minor": ""})

    assert 'name="_minor"' in refused.content.decode()
    assert again.status_code == 302
    correction = Correction.objects.get()
    assert (correction.kind, correction.severity, correction.cause, correction.state) == (
        "correction",
        "minor",
        "editing",
        State.IN_REVIEW,
    )
    assert "It says “It hinders us” now" in correction.right
    assert "no source is needed" in correction.no_source


def test_the_comparison_alone_can_be_asked_for() -> None:
    article = published()
    sent = typed(article, lead="No, never.") | {"_fragment": ""}

    part = desk_of("wilma").post(correcting(article), sent)

    assert part["X-Fragment"]
    assert "<html" not in part.content.decode()
    assert "Nothing keeps it from review." in text_of(part)


@pytest.mark.parametrize(
    ("told", "place", "message"),
    [
        ({"right": ""}, "right", "Say the right fact"),
        ({"cause": ""}, "cause", "Say where the error came from"),
        ({"discovered": "2099"}, "discovered", "yet to come"),
        ({"kind": "minor_fix"}, "kind", "choose a copy edit"),
        ({"kind": "update", "world_changed": ""}, "world_changed", "Say since when"),
        ({"kind": "editors_note"}, "kind", "Choose another"),
    ],
)
def test_a_guard_stands_beside_its_field_and_all_that_was_typed_is_there(
    told: dict[str, Any], place: str, message: str
) -> None:
    article = published()
    sent = typed(article, lead="Yes, it is.", **told) | {"_submit": ""}

    response = desk_of("wilma").post(correcting(article), sent)

    errors = response.context["sheet"].explanation.errors
    assert message in " ".join(errors[place])
    assert response.context["sheet"].form["lead"].value() == "Yes, it is."
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ([], "Give at least one source"),
        ([{"url": "javascript:alert(1)"}], "An address begins with https://"),
    ],
)
def test_sources_are_asked_for_where_they_are_listed(
    sources: list[dict[str, str]], message: str
) -> None:
    article = published()
    sent = typed(article, lead="Yes.", sources=sources) | {"_submit": ""}

    response = desk_of("wilma").post(correcting(article), sent)

    assert message in " ".join(response.context["sheet"].lists["sources"].non_form_errors())


def test_a_correction_without_change_is_refused() -> None:
    article = published()

    response = desk_of("wilma").post(correcting(article), typed(article) | {"_submit": ""})

    assert "Nothing is changed." in text_of(response)


def test_parts_are_added_moved_and_removed_and_keep_their_keys() -> None:
    article = published()
    held = rows.document_of(article)
    document = replace(
        held,
        sections=(*held.sections, Section("s9", "New", "Words.")),
        faqs=(*held.faqs, Question("q9", "Is it hot?", "Yes.")),
    )
    sent = typed(article, document) | {"sections-INITIAL_FORMS": 2, "questions-INITIAL_FORMS": 1}
    for place, number in enumerate((3, 1, 2)):
        sent[f"sections-{place}-ORDER"] = number
    sent |= {"sections-2-key": "", "questions-1-key": "", "questions-0-DELETE": "on"}

    desk_of("wilma").post(correcting(article), sent | {"_save": ""})

    proposed = Correction.objects.get().document
    assert [one.key for one in proposed.sections] == ["s2", "s3", "s1"]
    assert [one.key for one in proposed.faqs] == ["q2"]


def test_a_part_that_was_taken_out_stays_on_the_form_ticked_and_can_come_back() -> None:
    article = published()
    sent = typed(article) | {"sections-0-DELETE": "on", "_save": ""}
    desk_of("wilma").post(correcting(article), sent)
    correction = Correction.objects.get()
    assert [one.key for one in correction.document.sections] == ["s2"]

    form = desk_of("wilma").get(address_of(correction)).context["sheet"]
    back = typed(article) | {"edition": correction.edition, "_save": ""}
    desk_of("wilma").post(address_of(correction, "edit"), back)

    assert form.lists["sections"].forms[0]["DELETE"].value() is True
    correction.refresh_from_db()
    assert [one.key for one in correction.document.sections] == ["s1", "s2"]


def test_language_date_and_address_are_not_taken_from_a_crafted_form() -> None:
    article = published()
    crafted: dict[str, Any] = {
        "language": "fr",
        "first_published": "1999",
        "slug": "crafted",
        "state": "published",
    }

    desk_of("wilma").post(correcting(article), typed(article, **crafted) | {"_save": ""})

    correction = Correction.objects.get()
    assert (correction.document.language, correction.document.first_published) == ("en", None)
    assert correction.state == State.DRAFT


def test_a_proposal_is_written_on_the_version_that_its_editor_had_before_her() -> None:
    article = published()
    old = typed(article, lead="No, not at all.")
    other = sent_to_review(article, title="Is the sun a star at all?")
    desk_of("grace").post(address_of(other, "approve"), approval(other))

    desk_of("ada").post(correcting(article), old | {"_save": ""})

    correction = Correction.objects.latest("pk")
    assert correction.base.number == 1
    assert Version.objects.of(article.pk).count() == 2


def test_the_second_of_two_editors_of_a_proposal_is_refused_with_all_that_she_typed() -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")
    edition = {"edition": correction.edition, "_save": ""}
    desk_of("grace").post(address_of(correction, "edit"), typed(article, lead="Grace’s.") | edition)

    late = desk_of("wilma").post(
        address_of(correction, "edit"), typed(article, lead="Wilma’s.") | edition
    )

    assert late.status_code == 409
    assert "Grace Hopper has changed this proposal" in text_of(late)
    assert late.context["sheet"].form["lead"].value() == "Wilma’s."
    held = Correction.objects.get()
    assert (held.document.lead, held.proposer) == ("Grace’s.", signer("wilma"))
    assert held.is_by(signer("grace"))
    ticked = typed(article, lead="Wilma’s.", seen=held.edition, replace="on") | edition
    desk_of("wilma").post(address_of(correction, "edit"), ticked)
    assert Correction.objects.get().document.lead == "Wilma’s."


def test_what_was_typed_on_a_proposal_that_was_decided_can_be_kept_as_a_new_one() -> None:
    article = published()
    correction = sent_to_review(article, lead="Yes, it is.")
    withdraw(correction, by=signer("wilma"))
    sent = typed(article, lead="More.", edition=correction.edition) | {"_save": ""}

    late = desk_of("wilma").post(address_of(correction, "edit"), sent)
    desk_of("wilma").post(late.context["form_url"], sent)

    assert late.status_code == 409
    assert "More." in late.content.decode()
    assert Correction.objects.latest("pk").document.lead == "More."


def test_the_preview_shows_the_page_with_its_mark_and_its_note_and_saves_nothing() -> None:
    article = published()

    page = desk_of("wilma").post(
        f"{correcting(article)}preview/", typed(article, lead="No, never again.")
    )

    html = page.content.decode()
    assert 'class="mark"' in html
    assert "The sun is a star of middle age." in html
    assert "no-store" in page["Cache-Control"]
    assert not Correction.objects.exists()


def test_drafts_are_edited_and_not_corrected() -> None:
    draft = a_draft()

    response = desk_of("wilma").get(correcting(draft), follow=True)

    assert "no reader has seen it" in text_of(response)


def test_a_retraction_is_proposed_without_a_change_of_words() -> None:
    article = published()
    form = desk_of("wilma").get(f"{correcting(article)}?kind=retraction").context["sheet"]

    correction = sent_to_review(article, kind="retraction")

    assert form.explanation["kind"].value() == "retraction"
    assert correction.kind == "retraction"


def test_who_can_review_is_told_by_mail_and_the_proposer_is_not(
    django_capture_on_commit_callbacks: Any,
) -> None:
    article = published()
    for name in ("ada", "grace", "petra"):
        person(name)
    with django_capture_on_commit_callbacks(execute=True):
        correction = sent_to_review(article, by="ada", lead="Yes, it is.")

    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "grace@example.org",
        "petra@example.org",
    ]
    assert address_of(correction) in mail.outbox[0].body
    assert "Yes, it is." not in mail.outbox[0].body


def test_a_mail_server_that_fails_breaks_nothing(
    django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    article = published()
    person("grace")
    settings.EMAIL_BACKEND = "tests.admin.nowhere.Backend"
    with django_capture_on_commit_callbacks(execute=True):
        correction = sent_to_review(article, lead="Yes, it is.")

    assert correction.state == State.IN_REVIEW
