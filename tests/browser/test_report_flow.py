"""Reporting an error in a real browser: without scripts, and with the words that were selected."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from corrections.models import ErrorReport
from tests.articles.cast import a_published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/articles/what-is-a-treaty/"


def test_without_scripts_an_error_is_reported_and_followed(
    browser: Browser, live_server: Any
) -> None:
    a_published()
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + ADDRESS)

    page.get_by_role("link", name="Report an error in this section: Who makes one").click()
    expect(page.get_by_text("through people with full powers")).to_be_visible()
    page.get_by_label("The words that are wrong").fill("with full powers")
    page.get_by_label("What is wrong with them?").fill("It is one power.")
    page.get_by_role("button", name="Send the report").click()

    expect(page.get_by_role("heading", name="Received")).to_be_visible()
    expect(page.get_by_text("they stand in the text")).to_be_visible()
    assert ErrorReport.objects.get().part == "s1"
    page.context.close()


def test_the_selected_words_are_passed_on(page: Page, live_server: Any) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    a_published()
    page.goto(live_server.url + ADDRESS)

    page.locator("[data-part=s2] p").select_text()
    page.get_by_role("link", name="Report an error", exact=True).first.click()

    words = page.get_by_label("The words that are wrong")
    expect(words).to_have_value("When it enters into force, as its last article says.")
    expect(page.get_by_label("Where is it?")).to_have_value("s2")
    assert said == []


@pytest.mark.parametrize("width", [390, 1280])
def test_form_and_outcome_fit_the_window(page: Page, live_server: Any, width: int) -> None:
    a_published()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}{ADDRESS}report/?version=1&part=s1&words=full+powers")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("What is wrong with them?").fill("It is one power.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", name="Your report")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
