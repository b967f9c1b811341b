"""What is published opens read-only, and nothing that is sent to the admin changes its words."""

from typing import Any

import pytest

from articles.models import Article, Topic
from record.models import Version
from tests.admin.cast import LIST, a_draft, desk_of, page_of, published, sheet_of, text_of

pytestmark = pytest.mark.django_db


def rows_of(article: Article) -> list[Any]:
    children = Article.objects.get(pk=article.pk)
    free = {"reviewed_on", "touched_at"}
    own = {name: value for name, value in vars(children).items() if name not in free}
    own.pop("_state")
    parts = [children.sections, children.faqs, children.bylines, children.slugs]
    return [own, *(list(part.order_by("pk").values()) for part in parts)]


def test_it_opens_with_kind_words_and_links_and_without_fields_for_its_words() -> None:
    article = published()

    response = desk_of("ada").get(page_of(article))

    page = response.content.decode()
    assert "Readers have seen these words" in text_of(response)
    for address in ("", "history/", "versions/1/"):
        assert f'href="/articles/sun-star/{address}"' in page
    assert 'name="title"' not in page
    assert "<textarea" not in page
    assert "Delete" not in page


def test_topics_and_review_can_be_changed_and_move_the_pages_date() -> None:
    article = published()
    topic = Topic.objects.create(name="Stars", slug="stars")
    sent = {
        "touched": article.touched_at.isoformat(),
        "topics": [str(topic.pk)],
        "reviewed_on": "2026-11-01",
    }

    desk_of("ada").post(page_of(article, "review"), sent)

    held = Article.objects.get()
    assert list(held.topics.all()) == [topic]
    assert str(held.reviewed_on) == "2026-11-01"
    assert held.touched_at > article.touched_at


def test_a_review_date_that_is_none_is_said_beside_its_field() -> None:
    article = published()
    sent = {"touched": article.touched_at.isoformat(), "reviewed_on": "soon"}

    response = desk_of("ada").post(page_of(article, "review"), sent)

    assert "Enter a valid date." in text_of(response)


@pytest.mark.parametrize(
    "step", ["change", "delete", "publish", "schedule", "unschedule", "review"]
)
def test_no_crafted_post_changes_it(step: str) -> None:
    article = published()
    before = rows_of(article)
    crafted = sheet_of(article, title="Crafted", slug="crafted", sections=[]) | {
        "post": "yes",
        "day": "2051-01-01",
        "time": "09:00",
        "touched": article.touched_at.isoformat(),
        "seen": article.edition,
        "replace": "on",
    }

    response = desk_of("ada").post(page_of(article, step), crafted)

    assert response.status_code in (302, 403, 409)
    assert rows_of(article) == before
    assert Version.objects.count() == 1


def test_deleting_a_published_one_is_refused_with_the_reason() -> None:
    article = published()

    response = desk_of("ada").post(page_of(article, "delete"), {"post": "yes"}, follow=True)

    assert "“Is the sun a star?” is published: readers have seen it." in text_of(response)


def test_a_selection_with_a_published_one_is_refused_as_a_whole() -> None:
    article, draft = published(), a_draft()
    sent = {
        "action": "delete_selected",
        "_selected_action": [str(article.pk), str(draft.pk)],
        "post": "yes",
    }

    response = desk_of("ada").post(LIST, sent, follow=True)

    assert "Nothing was deleted." in text_of(response)
    assert Article.objects.count() == 2


def test_drafts_are_deleted_by_selection_after_asking() -> None:
    drafts = [a_draft(), a_draft("Another", "another")]
    sent: dict[str, Any] = {
        "action": "delete_selected",
        "_selected_action": [str(draft.pk) for draft in drafts],
    }
    desk = desk_of("ada")

    asked = desk.post(LIST, sent)
    kept = Article.objects.count()
    desk.post(LIST, sent | {"post": "yes"})

    assert "Delete 2 drafts" in text_of(asked)
    assert (kept, Article.objects.count()) == (2, 0)


def test_a_draft_is_deleted_on_its_own_after_asking() -> None:
    draft = a_draft()
    desk = desk_of("ada")

    asked = desk.get(page_of(draft, "delete"))
    desk.post(page_of(draft, "delete"), {"post": "yes"})

    assert "Keep it" in text_of(asked)
    assert not Article.objects.exists()
