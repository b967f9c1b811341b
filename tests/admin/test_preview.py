"""The preview is the page that readers will see, and saves nothing."""

import pytest

from articles.models import Article
from tests.admin.cast import a_draft, a_sheet, desk_of, page_of, sheet_of, text_of

pytestmark = pytest.mark.django_db
NEW = "/admin/articles/article/add/preview/"


def test_what_is_typed_is_shown_as_readers_see_it_and_not_saved() -> None:
    draft = a_draft()

    response = desk_of("ada").post(
        page_of(draft, "preview"), sheet_of(draft, lead="It is **new**.")
    )

    assert "<strong>new</strong>" in response.content.decode()
    assert "Preview: nobody else sees this." in text_of(response)
    assert "articles/article_detail.html" in [one.name for one in response.templates]
    assert Article.objects.get().lead == "No."


def test_a_new_explainer_can_be_previewed_before_it_is_saved() -> None:
    response = desk_of("ada").post(NEW, a_sheet(lead="Wet."))

    assert "Is water wet?" in text_of(response)
    assert not Article.objects.exists()


def test_the_saved_draft_can_be_read_too() -> None:
    response = desk_of("ada").get(page_of(a_draft(), "preview"))

    assert "Is the moon made of cheese?" in text_of(response)


def test_no_cache_keeps_a_preview_and_no_index_lists_it() -> None:
    response = desk_of("ada").get(page_of(a_draft(), "preview"))

    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_what_can_not_be_shown_says_why() -> None:
    sheet = a_sheet(title="", sections=[{"heading": "x" * 501}])

    response = desk_of("ada").post(NEW, sheet)

    assert "Title: This field is required." in text_of(response)
    assert "Section 1, Heading: Ensure this value has at most 500" in text_of(response)


def test_a_stranger_sees_no_preview() -> None:
    draft = a_draft()

    response = desk_of("ben").get(page_of(draft, "preview"))

    assert response.status_code == 403
