"""A session that ends while somebody writes loses nothing, and no other site can make use of it."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client

from articles.models import Article
from corrections.models import Correction
from tests.admin.cast import PASSWORD, a_draft, page_of, published, sheet_of, text_of
from tests.admin.corrections_cast import correcting, person, typed

pytestmark = pytest.mark.django_db
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
THERE = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}


def a_browser() -> Client:
    """A browser that checks tokens, in which Ada is logged in."""
    client = Client(enforce_csrf_checks=True)
    person("ada")
    log_in(client)
    return client


def log_in(client: Client) -> None:
    """Logs Ada in as a browser does, with a new token."""
    client.get("/admin/login/")
    sent = {"username": "ada", "password": PASSWORD, "csrfmiddlewaretoken": token(client)}
    assert client.post("/admin/login/", sent, headers=HERE).status_code == 302


def token(client: Client) -> str:
    return client.cookies["csrftoken"].value


def held(page: Any) -> dict[str, str]:
    """The fields that a page holds for sending them again."""
    html = page.content.decode()
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', html, re.S)
    fields = {name: unescape(value) for name, value in found}
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert secret
    return fields | {"csrfmiddlewaretoken": secret[1]}


def test_a_correction_that_was_typed_is_sent_again_after_a_new_login() -> None:
    article = published()
    browser = a_browser()
    sent = typed(article, lead='\n"Yes" & <so on>.\r\nMore.') | {"_save": ""}
    sent["csrfmiddlewaretoken"] = token(browser)
    Session.objects.all().delete()

    out = browser.post(correcting(article), sent, headers=HERE)
    log_in(browser)
    stale = browser.post(correcting(article), held(out), headers=HERE)
    done = browser.post(correcting(article), held(stale), headers=HERE)

    assert "You were logged out while you wrote." in text_of(out)
    assert "You have logged in anew" in text_of(stale)
    assert (out.status_code, stale.status_code, done.status_code) == (403, 403, 302)
    assert Correction.objects.get().document.lead == '\n"Yes" & <so on>.\nMore.'
    assert "no-store" in out["Cache-Control"]


def test_a_draft_that_was_typed_is_kept_as_well() -> None:
    draft = a_draft()
    browser = a_browser()
    sent = sheet_of(draft, lead="Typed for an hour.")
    sent["csrfmiddlewaretoken"] = token(browser)
    Session.objects.all().delete()

    out = browser.post(page_of(draft), sent, headers=HERE)
    log_in(browser)
    stale = browser.post(page_of(draft), held(out), headers=HERE)
    browser.post(page_of(draft), held(stale), headers=HERE)

    assert Article.objects.get().lead == "Typed for an hour."


@pytest.mark.parametrize("headers", [THERE, {}, {"Origin": "null"}, {"Sec-Fetch-Site": "none"}])
def test_what_another_site_sends_is_never_held_for_an_editor_to_send(
    headers: dict[str, str],
) -> None:
    article = published()
    browser = a_browser()

    logged_in = browser.post(correcting(article), typed(article) | {"_save": ""}, headers=headers)
    Session.objects.all().delete()
    out = browser.post(
        correcting(article),
        typed(article) | {"_save": "", "csrfmiddlewaretoken": token(browser)},
        headers=headers,
    )

    for answer in (logged_in, out):
        assert "Send it again" not in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_password_is_never_shown_again() -> None:
    browser = a_browser()
    user = get_user_model().objects.get(username="ada")

    answer = browser.post(
        "/admin/password_change/", {"old_password": PASSWORD, "new_password1": "x"}, headers=HERE
    )

    assert answer.status_code == 403
    assert PASSWORD not in answer.content.decode()
    assert user.check_password(PASSWORD)
