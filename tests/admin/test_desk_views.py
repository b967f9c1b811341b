"""What every page of the desk does alike, tried on two pages that do nothing else."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from articles.admin.desk import DeskAdmin, DeskView
from articles.models import Article
from articles.publishing import NotReady
from record.refusals import UserFacing
from site_config.urls import urlpatterns as of_the_site
from tests.admin.cast import a_draft, account, desk_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.admin.test_desk_views")]
LOGGER = "articles.admin.desk"
OUTCOMES: dict[str, Exception] = {
    "phrase": UserFacing("the moon is “not” here"),
    "several": NotReady(["Give it a title.", "Give it a text."]),
    "bug": ValueError("a fault of ours"),
    "broken": OperationalError("no such table"),
}


class StampPage(DeskView[Article]):
    """A step that ends as it is asked to."""

    def act(self) -> HttpResponse:
        outcome = OUTCOMES.get(self.request.POST["outcome"])
        if outcome:
            raise outcome
        self.log("Stamped.")
        self.tell("It is stamped.")
        return self.to("changelist")


class LookPage(DeskView[Article]):
    """A page that shows again what was typed."""

    permission = "view_or_change"

    def refused(self, refusal: UserFacing) -> HttpResponse:
        return HttpResponse(f"{refusal.sentence} You typed {self.request.POST['typed']}")

    def act(self) -> HttpResponse:
        raise UserFacing("no")


class ReadPage(DeskView[Article]):
    """A page to be read."""


class StampAdmin(DeskAdmin):
    gone = "This explainer isn’t here."
    pages = (
        ("<uuid:pk>/stamp/", "stamp", StampPage),
        ("<uuid:pk>/look/", "look", LookPage),
        ("<uuid:pk>/read/", "read", ReadPage),
    )


urlpatterns = [
    path("desk/", include(StampAdmin(Article, admin.site).get_urls()[:3])),
    *of_the_site,
]


def posted(article: Article, page: str = "stamp", by: str = "ada", **sent: str) -> Any:
    return desk_of(by).post(f"/desk/{article.pk}/{page}/", sent, follow=True)


def lines_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the desk has written to the log."""
    return [record.getMessage() for record in caplog.records if record.name == LOGGER]


def test_what_was_done_is_a_message_and_a_line_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    draft = a_draft()

    assert "It is stamped." in text_of(posted(draft, outcome="done"))
    assert lines_in(caplog) == [
        f"desk.done page=StampPage object={draft.pk} user={account('ada').pk}"
    ]


def test_what_is_gone_is_said_on_the_list() -> None:
    page = desk_of("ada").post(f"/desk/{uuid4()}/stamp/", {"outcome": "done"}, follow=True)

    assert page.redirect_chain == [("/admin/articles/article/", 302)]
    assert "This explainer isn’t here." in text_of(page)


def test_without_the_right_nobody_learns_whether_it_is_there() -> None:
    assert posted(a_draft(), by="ben", outcome="done").status_code == 403
    assert desk_of("ben").post(f"/desk/{uuid4()}/stamp/").status_code == 403


def test_whoever_is_not_logged_in_is_asked_to_log_in() -> None:
    answer = Client().post(f"/desk/{a_draft().pk}/stamp/", {"outcome": "done"})

    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]


def test_a_step_without_a_page_of_its_own_leads_back() -> None:
    draft = a_draft()

    answer = desk_of("ada").get(f"/desk/{draft.pk}/stamp/")

    assert answer.headers["Location"] == f"/admin/articles/article/{draft.pk}/change/"


def test_a_page_that_does_nothing_takes_no_post() -> None:
    assert posted(a_draft(), "read").status_code == 405


def test_a_refusal_is_a_sentence_for_the_editor_and_a_line_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    draft = a_draft()

    page = posted(draft, outcome="phrase")

    assert "The moon is “not” here." in text_of(page)
    assert lines_in(caplog) == [
        f"desk.refused page=StampPage object={draft.pk} user={account('ada').pk} refusal=UserFacing"
    ]


def test_a_refusal_for_several_reasons_says_each() -> None:
    page = posted(a_draft(), outcome="several")

    assert [str(one) for one in page.context["messages"]] == ["Give it a title.", "Give it a text."]


def test_a_page_may_answer_a_refusal_with_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    assert text_of(posted(a_draft(), "look", typed="a poem")) == "No. You typed a poem"
    assert len(lines_in(caplog)) == 1
    assert "poem" not in caplog.text


@pytest.mark.parametrize("outcome", ["bug", "broken"])
def test_what_nobody_foresaw_is_an_error_page_and_a_traceback_in_the_log(
    outcome: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_of("ada")
    desk.raise_request_exception = False

    answer = desk.post(f"/desk/{a_draft().pk}/stamp/", {"outcome": outcome})

    assert answer.status_code == 500
    assert str(OUTCOMES[outcome]) not in answer.content.decode()
    assert f"{type(OUTCOMES[outcome]).__name__}: {OUTCOMES[outcome]}" in caplog.text
