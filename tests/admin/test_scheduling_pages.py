"""Scheduling: the moment is the site's, the schedule can be changed, taken off, and is never lost
without a word."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from articles.models import Article
from articles.scheduling import publish_due, schedule
from record.models import Signer, Version
from tests.admin.cast import LIST, a_draft, account, desk_of, page_of, sheet_of, text_of

pytestmark = pytest.mark.django_db


def a_scheduled(by: str = "ada", **away: int) -> Article:
    draft = a_draft()
    at = timezone.now() + timedelta(**away or {"days": 3})
    schedule(draft, at=at, by=Signer.of(account(by)))
    draft.refresh_from_db()
    return draft


def moment(article: Article, day: str, time: str) -> dict[str, Any]:
    return {"day": day, "time": time, "edition": article.edition}


@override_settings(TIME_ZONE="Europe/Berlin")
def test_the_moment_is_in_the_time_zone_of_the_site() -> None:
    draft = a_draft()
    desk = desk_of("ada")

    shown = desk.get(page_of(draft, "schedule"))
    desk.post(page_of(draft, "schedule"), moment(draft, "2051-07-02", "09:30"))

    assert "In the time zone of this site, Europe/Berlin." in text_of(shown)
    assert Article.objects.get().publish_at == datetime(2051, 7, 2, 7, 30, tzinfo=UTC)


@override_settings(TIME_ZONE="Europe/Berlin")
def test_a_time_that_the_clocks_skip_is_refused() -> None:
    draft = a_draft()

    response = desk_of("ada").post(page_of(draft, "schedule"), moment(draft, "2051-03-26", "02:30"))

    assert "couldn’t be interpreted" in text_of(response)
    assert Article.objects.get().publish_at is None


def test_a_past_moment_is_refused_beside_its_field() -> None:
    draft = a_draft()

    response = desk_of("ada").post(page_of(draft, "schedule"), moment(draft, "2020-01-01", "09:30"))

    assert "That moment has passed." in text_of(response)


def test_a_scheduled_draft_shows_when_and_by_whom() -> None:
    draft = a_scheduled("grace")

    words = text_of(desk_of("ada").get(page_of(draft)))

    assert "signed by Grace Hopper" in words
    assert "Take off the schedule" in words
    assert "Change the time" in words


def test_a_schedule_can_be_changed() -> None:
    draft = a_scheduled()

    desk_of("ada").post(page_of(draft, "schedule"), moment(draft, "2051-07-02", "09:30"))

    assert Article.objects.get().publish_at == datetime(2051, 7, 2, 9, 30, tzinfo=UTC)


def test_a_schedule_can_be_taken_off_after_asking() -> None:
    draft = a_scheduled()
    desk = desk_of("ada")

    asked = desk.get(page_of(draft, "unschedule"))
    still = Article.objects.get().publish_at
    desk.post(page_of(draft, "unschedule"))

    assert "Leave it scheduled" in text_of(asked)
    assert still is not None
    assert Article.objects.get().publish_at is None


def test_another_editors_edit_takes_the_schedule_off_and_says_so() -> None:
    draft = a_scheduled("grace")

    response = desk_of("ada").post(page_of(draft), sheet_of(draft, lead="New."), follow=True)

    assert "It is no longer scheduled" in text_of(response)
    assert Article.objects.get().publish_at is None


def test_the_signers_own_edit_keeps_the_schedule() -> None:
    draft = a_scheduled("ada")

    desk_of("ada").post(page_of(draft), sheet_of(draft, lead="New."))

    held = Article.objects.get()
    assert (held.lead, held.publish_at) == ("New.", draft.publish_at)


def test_a_look_by_another_editor_that_changes_nothing_keeps_the_schedule() -> None:
    draft = a_scheduled("grace")

    desk_of("ada").post(page_of(draft), sheet_of(draft))

    assert Article.objects.get().publish_at == draft.publish_at


def test_a_parked_draft_says_why_it_was_not_published() -> None:
    draft = a_scheduled()
    Article.objects.filter(pk=draft.pk).update(lead="![x](https://example.org/x.png)")
    publish_due(timezone.now() + timedelta(days=4))

    desk = desk_of("ada")

    assert "It was scheduled, but could not be published" in text_of(desk.get(page_of(draft)))
    assert "Parked" in text_of(desk.get(LIST))


def test_a_parked_draft_that_was_mended_is_a_draft_again() -> None:
    draft = a_draft()
    Article.objects.filter(pk=draft.pk).update(publish_problem="There is no text yet.")

    desk_of("ada").post(page_of(draft), sheet_of(draft, lead="Text."))

    assert Article.objects.get().publish_problem == ""


def test_a_scheduled_draft_that_became_unfit_is_said_at_once() -> None:
    draft = a_scheduled()
    sheet = sheet_of(draft, lead="", sections=[], questions=[])

    response = desk_of("ada").post(page_of(draft), sheet, follow=True)

    assert "It is scheduled, but could not be published like this." in text_of(response)
    assert not Version.objects.exists()
