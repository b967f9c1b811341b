"""An editor's day in a real browser: writing, moving, previewing, publishing, by mouse and keys.

Every page must come without a word in the console: a violation of the content security policy, or
an error of a script, fails the test.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from record.models import Version
from tests.admin.cast import PASSWORD, a_draft, account, page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, live_server: Any) -> Iterator[Page]:
    """Ada's browser at her desk; whatever its console says is a failure."""
    said: list[str] = []
    page.context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.context.on("weberror", lambda error: said.append(str(error.error)))
    account("ada")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    yield page
    # "verbose" is the browser's advice, neither a violation nor an error.
    assert [line for line in said if not line.startswith("verbose:")] == []


def headings(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator("input[id$='-heading']").all()]


def opened(page: Page, article: Article) -> Page:
    page.goto(page.url.split("/admin/")[0] + page_of(article))
    return page


def test_an_explainer_is_written_previewed_and_published(desk: Page) -> None:
    desk.get_by_role("link", name="Write an explainer").click()
    desk.get_by_label("Title").fill("Où est l’eau ?")
    desk.get_by_role("textbox", name="Lead").fill("Down *there*.")
    desk.locator("#id_sections-0-heading").fill("Wells")
    desk.get_by_role("button", name="Add a section").click()
    desk.keyboard.type("Rivers")
    with desk.expect_popup() as opening:
        desk.get_by_role("button", name="Preview").click()
    expect(opening.value.get_by_role("note")).to_contain_text("nobody else sees this")
    expect(opening.value.get_by_role("heading", name="Rivers")).to_be_visible()
    assert desk.get_by_label("Address").input_value() == "ou-est-leau"

    desk.get_by_role("button", name="Publish…").click()
    desk.get_by_role("button", name="Publish now").click()
    desk.get_by_role("link", name="Read it as readers see it").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Où est l’eau ?")
    assert Version.objects.count() == 1


def test_a_section_is_moved_with_the_keyboard_and_keeps_the_focus(desk: Page) -> None:
    draft = a_draft()
    opened(desk, draft)

    up = desk.get_by_role("button", name="Move this section up").nth(1)
    up.focus()
    desk.keyboard.press("Enter")

    assert headings(desk) == ["The saying", "Samples"]
    expect(desk.get_by_role("button", name="Move this section up").first).to_be_focused()
    expect(desk.locator("#said")).to_have_text("Now 1 of 2")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("The draft is saved.")).to_be_visible()
    assert list(draft.sections.values_list("key", flat=True)) == ["s2", "s1"]


def test_a_section_is_dragged_to_its_place(desk: Page) -> None:
    opened(desk, a_draft())
    grip = desk.locator(".parts-sections .grip").nth(1)
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    goal = desk.locator(".parts-sections .part").first.bounding_box()
    assert start is not None
    assert goal is not None

    desk.mouse.move(start["x"] + 10, start["y"] + 10)
    desk.mouse.down()
    desk.mouse.move(goal["x"] + 20, goal["y"] + 5, steps=12)
    desk.mouse.up()

    assert headings(desk) == ["The saying", "Samples"]
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("The draft is saved.")).to_be_visible()


def test_the_markdown_buttons_wrap_what_is_selected(desk: Page) -> None:
    opened(desk, a_draft())
    lead = desk.get_by_label("Lead", exact=True)
    lead.select_text()

    desk.get_by_role("toolbar", name="Markdown for Lead").get_by_role("button", name="Bold").click()

    assert lead.input_value() == "**No.**"
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("The draft is saved.")).to_be_visible()


def test_a_section_that_is_ticked_away_goes_with_the_next_save(desk: Page) -> None:
    draft = a_draft()
    opened(desk, draft)

    desk.locator(".parts-sections").get_by_label("Remove").first.check()
    expect(desk.locator("#id_sections-0-heading")).to_be_hidden()
    desk.get_by_role("button", name="Save", exact=True).click()

    expect(desk.get_by_text("The draft is saved.")).to_be_visible()
    assert list(draft.sections.values_list("key", flat=True)) == ["s2"]


def test_the_whole_desk_is_silent_in_the_console_and_fits_a_phone(desk: Page) -> None:
    draft = a_draft()
    desk.set_viewport_size({"width": 390, "height": 800})
    root = desk.url.split("/admin/")[0]
    pages = ["/admin/", "/admin/articles/article/", "/admin/articles/topic/add/"]
    pages += ["/admin/articles/asset/", "/admin/articles/asset/add/", "/admin/password_change/"]
    pages += [page_of(draft, step) for step in ("change", "publish", "schedule", "delete")]

    for address in pages:
        desk.goto(root + address)
        width = desk.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, address
