"""An editor gives a published explainer another address."""

import pytest

from articles.models import Article
from record.models import Version
from tests.admin.cast import a_draft, desk_of, page_of, published, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_page_of_a_published_explainer_leads_there() -> None:
    article = published()
    page = desk_of("grace").get(page_of(article)).content.decode()
    assert page_of(article, "move") in page


def test_moving_changes_the_address_and_says_so() -> None:
    article = published()
    answer = desk_of("grace").post(page_of(article, "move"), {"slug": "the-sun"}, follow=True)
    assert "It has its new address" in text_of(answer)
    assert Article.objects.get(pk=article.pk).slug == "the-sun"


def test_looking_at_the_page_changes_nothing() -> None:
    article = published()
    assert desk_of("grace").get(page_of(article, "move")).status_code == 200
    assert Version.objects.count() == 1


def test_a_refused_address_stays_in_the_field_with_the_reason() -> None:
    article = published()
    a_draft(slug="taken-by-a-draft")
    answer = desk_of("grace").post(page_of(article, "move"), {"slug": "taken-by-a-draft"})
    assert "A draft has the address" in text_of(answer)
    assert 'value="taken-by-a-draft"' in answer.content.decode()
    assert Version.objects.count() == 1


def test_who_has_no_right_to_change_cannot_move_by_a_crafted_request() -> None:
    article = published()
    assert desk_of("ben").post(page_of(article, "move"), {"slug": "mine"}).status_code == 403
    assert Version.objects.count() == 1


def test_a_draft_is_moved_on_its_sheet() -> None:
    draft = a_draft()
    answer = desk_of("grace").get(page_of(draft, "move"), follow=True)
    assert "A draft’s address is changed on its sheet" in text_of(answer)
