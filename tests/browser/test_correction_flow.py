"""From the live page to the reader’s mark, in a real browser, by people with their group’s rights.

Every page must come without a word in the console, as in the flows of the desk.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from corrections.models import Correction, State
from record.verification import verify
from tests.admin.cast import PASSWORD, page_of, published
from tests.admin.corrections_cast import address_of, person, sent_to_review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]


@pytest.fixture
def enter(browser: Browser, live_server: Any) -> Iterator[Enter]:
    """Opens the desk of one of the cast, in a browser of her own."""
    said: list[str] = []

    def entered(name: str) -> Page:
        person(name)
        page = browser.new_context(base_url=live_server.url).new_page()
        page.context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.context.on("weberror", lambda error: said.append(str(error.error)))
        page.goto("/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        return page

    yield entered
    for context in browser.contexts:
        context.close()
    assert [line for line in said if not line.startswith("verbose:")] == []


def test_a_writer_proposes_an_editor_publishes_and_a_reader_sees_the_mark(
    enter: Enter, browser: Browser, live_server: Any
) -> None:
    article = published()
    wilma = enter("wilma")
    wilma.goto(article.get_absolute_url())
    wilma.get_by_role("link", name="For editors: correct this").click()
    wilma.get_by_role("textbox", name="Lead").fill("Yes, it is.")
    expect(wilma.locator("#changes")).to_contain_text("Yes, it is.")
    wilma.get_by_role("button", name="Send to review").click()
    expect(wilma.get_by_text("Say the right fact in one sentence.")).to_be_visible()
    expect(wilma.get_by_role("textbox", name="Lead")).to_have_value("Yes, it is.")

    wilma.get_by_label("The right fact").fill("The sun is a star.")
    wilma.get_by_role("textbox", name="Address").fill("https://example.org/sun")
    wilma.get_by_label("Where did the error come from?").select_option("misreading")
    wilma.get_by_role("button", name="Send to review").click()
    expect(wilma.get_by_text("It waits for somebody else to review it.")).to_be_visible()
    expect(wilma.get_by_role("button", name="Approve and publish")).to_have_count(0)

    grace = enter("grace")
    grace.get_by_role("link", name=article.title).first.click()
    expect(grace.locator(".passages")).to_contain_text("Yes, it is.")
    grace.get_by_role("button", name="Approve and publish").click()
    grace.get_by_role("link", name="Read it as readers see it").click()

    reader = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    reader.goto(article.get_absolute_url())
    expect(reader.locator("ins.mark")).to_contain_text("Yes, it is.")
    reader.locator(".mark-link").first.click()
    expect(reader.locator("#note-1")).to_contain_text("The sun is a star.")
    assert list(verify()) == []


def test_all_of_it_works_without_javascript(
    browser: Browser, live_server: Any, enter: Enter
) -> None:
    article = published()
    correction = sent_to_review(article, by="ada", lead="Yes, it is.")
    grace = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    person("grace")
    grace.goto(page_of(article))
    grace.get_by_label("Username").fill("grace")
    grace.get_by_label("Password").fill(PASSWORD)
    grace.get_by_role("button", name="Log in").click()
    grace.get_by_role("link", name="Correct this").click()
    grace.locator("#id_title").fill("Is our sun a star?")
    grace.get_by_role("button", name="See what changes").click()
    expect(grace.locator("#changes")).to_contain_text("our")
    grace.get_by_role("button", name="Save as a draft").click()
    expect(grace.get_by_text("Readers see nothing of it.")).to_be_visible()

    grace.goto(address_of(correction))
    grace.get_by_role("button", name="Approve and publish").click()
    expect(grace.get_by_text("Published as correction 1, version 2.")).to_be_visible()
    assert Article.objects.get(pk=article.pk).lead == "Yes, it is."


def test_an_overlap_is_resolved_from_three_texts(enter: Enter) -> None:
    article = published()
    mine = sent_to_review(article, lead="No, never.")
    other = sent_to_review(article, by="ada", lead="No, hardly.")
    grace = enter("grace")
    grace.goto(address_of(other))
    grace.get_by_role("button", name="Approve and publish").click()
    wilma = enter("wilma")

    wilma.goto(address_of(mine))
    expect(wilma.get_by_role("heading", name="What readers have now")).to_be_visible()
    wilma.get_by_role("textbox", name="What shall stand").fill("No, hardly ever.")
    wilma.get_by_role("button", name="Go on with this").click()
    wilma.get_by_role("button", name="Send to review").click()

    expect(wilma.get_by_text("It waits for somebody else to review it.")).to_be_visible()
    mine = Correction.objects.get(pk=mine.pk)
    assert (mine.state, mine.document.lead) == (State.IN_REVIEW, "No, hardly ever.")


def test_every_page_of_it_fits_a_phone(enter: Enter) -> None:
    article = published()
    open_one = sent_to_review(article, by="ada", lead="No, never.")
    done = sent_to_review(article, by="ada", lead="No, hardly.")
    grace = enter("grace")
    grace.set_viewport_size({"width": 390, "height": 800})
    grace.goto(address_of(open_one))
    pages = [address_of(open_one), address_of(open_one, "edit"), "/admin/corrections/correction/"]
    grace.goto(address_of(done))
    grace.get_by_role("button", name="Approve and publish").click()
    pages += [address_of(done), address_of(open_one, "conflict"), "/admin/"]

    for address in pages:
        grace.goto(address)
        width = grace.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, address
