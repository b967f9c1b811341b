"""Publishing asks on a page of its own, and says what went wrong in words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from articles.models import Article, Slug
from articles.publishing import publish
from record.models import Signer, Version
from tests.admin.cast import a_draft, account, desk_of, page_of, published, text_of

pytestmark = pytest.mark.django_db


def test_the_page_says_what_will_happen_and_who_signs() -> None:
    response = desk_of("ada").get(page_of(a_draft(), "publish"))

    words = text_of(response)
    assert "Is the moon made of cheese?" in words
    assert "/articles/moon-cheese/" in words
    assert "8 words, 2 sections, 1 question" in words
    assert "Signed byAda Lovelace" in words
    assert not Signer.objects.exists()


def test_confirming_publishes_and_links_to_the_live_page() -> None:
    draft = a_draft()

    response = desk_of("ada").post(
        page_of(draft, "publish"), {"edition": draft.edition}, follow=True
    )

    assert Version.objects.get().subject == draft.pk
    assert Signer.objects.get().name == "Ada Lovelace"
    assert 'href="/articles/moon-cheese/"' in response.content.decode()


def test_a_draft_that_changed_since_the_page_was_opened_is_not_published() -> None:
    draft = a_draft()

    response = desk_of("ada").post(page_of(draft, "publish"), {"edition": "0"}, follow=True)

    assert "Somebody has changed this draft since you opened it" in text_of(response)
    assert not Version.objects.exists()


def test_what_is_missing_is_listed_and_there_is_nothing_to_press() -> None:
    empty = Article.objects.create(title="Nothing yet", slug="nothing-yet")

    response = desk_of("ada").get(page_of(empty, "publish"))

    assert "There is no text yet" in text_of(response)
    assert "Publish now" not in text_of(response)


def test_a_draft_that_is_not_ready_is_refused_with_a_message() -> None:
    empty = Article.objects.create(title="Nothing yet", slug="nothing-yet")

    response = desk_of("ada").post(page_of(empty, "publish"), {"edition": "0"}, follow=True)

    assert "There is no text yet" in text_of(response)
    assert not Version.objects.exists()


def test_publishing_twice_says_that_it_is_published() -> None:
    article = published()

    response = desk_of("ada").post(page_of(article, "publish"), {"edition": "1"}, follow=True)

    assert "It is published already" in text_of(response)
    assert Version.objects.count() == 1


def test_a_clock_that_is_behind_the_record_is_a_message() -> None:
    published()
    draft = a_draft()

    with travel(timezone.now() - timedelta(hours=1)):
        response = desk_of("ada").post(
            page_of(draft, "publish"), {"edition": draft.edition}, follow=True
        )

    assert "set the clock right" in text_of(response)
    assert Version.objects.count() == 1


def test_an_address_that_was_given_away_is_a_message() -> None:
    draft, other = a_draft(), a_draft("Another", "another")
    Slug.objects.create(slug=draft.slug, article=other)

    response = desk_of("ada").post(
        page_of(draft, "publish"), {"edition": draft.edition}, follow=True
    )

    assert "belonged to another explainer" in text_of(response)


def test_a_draft_that_was_deleted_meanwhile_is_a_message() -> None:
    draft = a_draft()
    address = page_of(draft, "publish")
    draft.delete()

    response = desk_of("ada").post(address, {"edition": "1"}, follow=True)

    assert "Perhaps its draft was deleted." in text_of(response)


def test_who_has_no_rights_can_not_publish() -> None:
    draft = a_draft()

    response = desk_of("ben").post(page_of(draft, "publish"), {"edition": draft.edition})

    assert response.status_code == 403
    assert not Version.objects.exists()


def test_the_name_of_an_earlier_signature_is_used_again() -> None:
    first = a_draft()
    publish(first, by=Signer.of(account("ada")))
    Signer.objects.update(name="Standards desk")

    response = desk_of("ada").get(page_of(a_draft("Another", "another"), "publish"))

    assert "Standards desk" in text_of(response)
