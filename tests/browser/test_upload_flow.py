"""Bringing explainers in, in a real browser: sent, left, come back to, read, chosen, taken."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from articles.models import Article
from corrections.models import Correction
from imports.models import Upload
from tests.admin.cast import PASSWORD
from tests.admin.corrections_cast import desk_of, person
from tests.browser.test_correction_flow import Enter, enter
from tests.imports.uploads_cast import TIDES, read, taken, zipped

__all__ = ["enter"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MANY = {f"more/{n:03}.md": f"# Explainer {n:03}\n\nWords {n}.\n" for n in range(210)}


def a_zip(folder: Path, **more: str) -> str:
    """An archive with a good, a changed and a broken file."""
    ada = desk_of("ada")
    taken(ada, read(ada, {"tides.md": TIDES}, publishes="yes"))
    files: dict[str, str | bytes] = {
        "tides.md": TIDES.replace("rises and falls", "rises twice a day"),
        "rivers.md": "# Where do rivers end?\n\nIn the sea.\n",
        "broken.md": b"# Broken\n\nA \x00 sign.\n",
        **more,
    }
    path = folder / "all.zip"
    path.write_bytes(zipped(files))
    return str(path)


def test_a_zip_is_sent_looked_at_chosen_and_taken(enter: Enter, tmp_path: Path) -> None:
    page = enter("ada")
    file = a_zip(tmp_path)
    page.goto("/admin/articles/article/")
    page.get_by_role("link", name="Import…").click()
    page.get_by_label("Files").set_input_files(file)
    page.get_by_label("Topics of all").fill("Sea")
    page.get_by_role("button", name="Send and look").click()

    expect(page.get_by_role("heading", name="What would become of them")).to_be_visible()
    expect(page.get_by_text("2 ticked")).to_be_visible()
    expect(page.locator(".item-refused")).to_contain_text("Line 3: found binary data")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="What would change").click()
    expect(popup.value.locator(".passages")).to_contain_text("twice a day")
    with popup.value.expect_navigation():
        popup.value.get_by_role("link", name="The whole page as it would read").click()
    expect(popup.value.get_by_text("The sea rises twice a day.")).to_be_visible()
    popup.value.close()

    page.get_by_label("What are tides?").uncheck()
    expect(page.get_by_text("1 ticked")).to_be_visible()
    page.get_by_role("button", name="Take the ticked ones…").click()
    page.get_by_role("button", name="Take them in").click()

    expect(page.get_by_role("heading", name="What was taken in")).to_be_visible()
    page.get_by_role("link", name="Where do rivers end?").click()
    expect(page.get_by_role("textbox", name="Lead")).to_have_value("In the sea.")
    assert not Correction.objects.exists()

    page.go_back()
    page.get_by_role("link", name="Delete the drafts that this import made…").click()
    page.get_by_role("button", name="Delete 1 draft").click()
    expect(page.get_by_text("Draft deleted again")).to_be_visible()
    assert [one.slug for one in Article.objects.all()] == ["what-are-tides"]


def test_sending_goes_on_after_a_lost_connection_and_after_coming_back(
    browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    page = logged_in(browser, live_server)
    path = tmp_path / "long.md"
    section = "## A part\n\n" + "Words and words. " * 5_000 + "\n\n"
    path.write_text("# A long one\n\n" + 31 * section)
    pieces: list[str] = []

    def lossy(route: Route) -> None:
        """The second piece is lost, once; the third leads nowhere."""
        pieces.append(route.request.url.partition("?")[2])
        if len(pieces) == 2 or len(pieces) >= 4:
            route.abort()
        else:
            route.continue_()

    page.route("**/files/**", lossy)
    page.goto("/admin/uploads/upload/add/")
    page.get_by_label("Files").set_input_files(str(path))
    page.get_by_role("button", name="Send and look").click()
    expect(page.get_by_text("The connection is lost. Trying again")).to_be_visible()
    expect(page.locator("progress")).to_have_js_property("value", 2_000_000)
    page.close(run_before_unload=False)

    page = page.context.new_page()
    page.goto("/admin/uploads/upload/")
    page.get_by_role("link", name="long.md", exact=True).click()
    expect(page.get_by_text("2 MB of 2.6 MB here")).to_be_visible()
    page.get_by_label("Files").set_input_files(str(path))
    page.get_by_role("button", name="Go on sending").click()
    expect(page.get_by_role("heading", name="What would become of them")).to_be_visible()

    assert pieces[:3] == ["start=0", "start=1000000", "start=1000000"]
    (item,) = Upload.objects.get().items.all()
    assert item.title == "A long one"
    page.context.close()


def test_reading_goes_on_when_somebody_comes_back(enter: Enter, tmp_path: Path) -> None:
    page = enter("ada")
    file = a_zip(tmp_path, **MANY)
    page.goto("/admin/uploads/upload/add/")
    page.get_by_label("Files").set_input_files(file)
    page.route("**/step/", lambda _route: None)
    page.get_by_role("button", name="Send and look").click()
    expect(page.get_by_text("0 of 213 read")).to_be_visible()
    page.get_by_role("link", name="Leave it for now").click()

    page.unroute("**/step/")
    page.get_by_role("link", name="all.zip", exact=True).click()

    expect(page.get_by_role("heading", name="What would become of them")).to_be_visible()
    expect(page.get_by_text("212 ticked")).to_be_visible()
    page.get_by_role("button", name="5", exact=True).click()
    expect(page.locator(".item")).to_have_count(13)


def test_all_of_it_works_without_scripts(
    browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    file = a_zip(tmp_path)
    page = logged_in(browser, live_server, java_script_enabled=False)
    page.goto("/admin/uploads/upload/add/")
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="Send and look").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What are tides?").uncheck()
    page.get_by_role("button", name="Refused 1").click()
    expect(page.locator(".item")).to_have_count(1)
    page.get_by_role("button", name="Take the ticked ones…").click()
    page.get_by_role("button", name="Take them in").click()
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("heading", name="What was taken in")).to_be_visible()
    assert Article.objects.drafts().get().title == "Where do rivers end?"
    page.context.close()


def logged_in(browser: Browser, live_server: Any, **how: Any) -> Page:
    """Ada's desk, in a browser of which one may expect complaints about lost connections."""
    person("ada")
    page = browser.new_context(base_url=live_server.url, **how).new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page
