"""Two editors never overwrite each other, and nothing that was typed is lost."""

import pytest

from articles.models import Article
from articles.publishing import publish
from record.models import Signer
from tests.admin.cast import ADD, a_draft, account, desk_of, page_of, published, sheet_of, text_of

pytestmark = pytest.mark.django_db


def test_the_second_save_is_refused_with_all_that_was_typed() -> None:
    draft = a_draft()
    adas, graces = sheet_of(draft, lead="Ada’s words."), sheet_of(draft, lead="Grace’s words.")
    desk_of("grace").post(page_of(draft), graces)

    response = desk_of("ada").post(page_of(draft), adas)

    assert response.status_code == 409
    assert "Grace Hopper has changed this draft" in text_of(response)
    assert "Ada’s words." in text_of(response)
    assert Article.objects.get().lead == "Grace’s words."


def test_a_section_that_the_other_removed_is_still_on_the_page() -> None:
    draft = a_draft()
    adas = sheet_of(draft) | {"sections-1-body": "What Ada typed there."}
    graces = sheet_of(draft) | {"sections-1-DELETE": "on"}
    desk_of("grace").post(page_of(draft), graces)

    response = desk_of("ada").post(page_of(draft), adas)

    assert "What Ada typed there." in text_of(response)


def test_replacing_the_others_text_needs_a_tick() -> None:
    draft = a_draft()
    adas = sheet_of(draft, lead="Ada’s words.")
    desk_of("grace").post(page_of(draft), sheet_of(draft, lead="Grace’s words."))
    seen = Article.objects.get().edition

    without = desk_of("ada").post(page_of(draft), adas | {"seen": seen})
    ticked = desk_of("ada").post(page_of(draft), adas | {"seen": seen, "replace": "on"})

    assert (without.status_code, ticked.status_code) == (409, 302)
    assert Article.objects.get().lead == "Ada’s words."


def test_the_tick_is_for_the_edition_that_was_seen_only() -> None:
    draft = a_draft()
    adas = sheet_of(draft, lead="Ada’s words.")
    for words in ("Grace’s words.", "More of Grace’s."):
        desk_of("grace").post(page_of(draft), sheet_of(draft, lead=words))
    old = Article.objects.get().edition - 1

    response = desk_of("ada").post(page_of(draft), adas | {"seen": old, "replace": "on"})

    assert response.status_code == 409
    assert Article.objects.get().lead == "More of Grace’s."


def test_a_sheet_without_its_edition_overwrites_nothing() -> None:
    draft = a_draft()
    sheet = sheet_of(draft, lead="Crafted.") | {"edition": ""}

    response = desk_of("ada").post(page_of(draft), sheet)

    assert response.status_code == 409
    assert Article.objects.get().lead == "No."


def test_a_draft_published_meanwhile_shows_what_was_typed_and_changes_nothing() -> None:
    draft = a_draft()
    adas = sheet_of(draft, lead="Ada’s words.")
    publish(draft, by=Signer.of(account("grace")))

    response = desk_of("ada").post(page_of(draft), adas)

    assert response.status_code == 409
    assert "published while you wrote" in text_of(response)
    assert "Ada’s words." in text_of(response)
    assert Article.objects.get().lead == "No."


def test_a_draft_deleted_meanwhile_can_be_kept_as_a_new_one() -> None:
    draft = a_draft()
    adas = sheet_of(draft, lead="Ada’s words.")
    desk_of("grace").post(page_of(draft, "delete"), {"post": "yes"})

    response = desk_of("ada").post(page_of(draft), adas)
    desk_of("ada").post(ADD, adas)

    assert "deleted while you wrote, by Grace Hopper" in text_of(response)
    assert f'action="{ADD}"' in response.content.decode()
    assert Article.objects.get().lead == "Ada’s words."


def test_topics_that_another_changed_meanwhile_are_not_overwritten() -> None:
    article = published()
    touched = article.touched_at.isoformat()
    desk = desk_of("ada")
    desk.post(page_of(article, "review"), {"touched": touched, "reviewed_on": "2026-11-01"})

    desk.post(page_of(article, "review"), {"touched": touched, "reviewed_on": ""})

    assert str(Article.objects.get().reviewed_on) == "2026-11-01"
