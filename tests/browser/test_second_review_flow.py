"""What one person published alone is confirmed by another; publishers retract; readers’ phones."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from articles.models import Article
from corrections.models import Correction
from record.verification import verify
from tests.admin.cast import page_of, published
from tests.admin.corrections_cast import address_of, sent_to_review
from tests.browser.test_correction_flow import Enter, enter
from tests.corrections.reports_cast import a_report

__all__ = ["enter"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_one_published_alone_is_pending_until_another_confirms_it(
    enter: Enter, browser: Browser, live_server: Any
) -> None:
    article = published()
    alone = sent_to_review(article, by="ada", lead="Yes, it is.", severity="major")
    ada = enter("ada")
    ada.goto(address_of(alone))
    ada.get_by_text("Nobody else can be had?").click()
    ada.get_by_label("Why you publish it alone").fill("It is night.")
    ada.get_by_role("button", name="Publish alone").click()
    reader = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    reader.goto(article.get_absolute_url())
    expect(reader.locator("#note-1")).to_contain_text("second review pending")

    grace = enter("grace")
    grace.goto(address_of(alone))
    grace.get_by_role("button", name="Confirm it").click()
    reader.reload()
    expect(reader.locator("#note-1")).not_to_contain_text("second review pending")
    assert list(verify()) == []


def test_a_proposal_goes_back_with_a_comment_and_comes_again(enter: Enter) -> None:
    article = published()
    proposal = sent_to_review(article, lead="Yes, it is.")
    grace = enter("grace")
    grace.goto(address_of(proposal))
    grace.get_by_label("Or say what should be changed").fill("Name the source’s date.")
    grace.get_by_role("button", name="Send back").click()

    wilma = enter("wilma")
    wilma.get_by_role("link", name=article.title).first.click()
    expect(wilma.get_by_text("Name the source’s date.").first).to_be_visible()
    wilma.get_by_role("button", name="Send to review").click()
    expect(wilma.get_by_text("It waits for somebody else to review it.")).to_be_visible()


def test_a_publisher_retracts_and_readers_see_the_banner_first(
    enter: Enter, browser: Browser, live_server: Any
) -> None:
    article = published()
    retraction = sent_to_review(article, kind="retraction", by="ada")
    grace = enter("grace")
    grace.goto(address_of(retraction))
    expect(grace.get_by_text("Only publishers retract and reinstate.")).to_be_visible()

    petra = enter("petra")
    petra.goto(address_of(retraction))
    petra.get_by_role("button", name="Approve and publish").click()
    reader = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    reader.goto(article.get_absolute_url())
    assert reader.title().startswith("Retracted:")
    banner, title = reader.locator(".banner").first, reader.locator("h1")
    assert _top(banner) < _top(title)


def test_a_report_becomes_a_correction_that_its_reporter_can_follow(
    enter: Enter, browser: Browser, live_server: Any
) -> None:
    article = published()
    report = a_report(article, part="lead", words="No.", wrong="The sun is a star.")
    grace = enter("grace")
    grace.goto(page_of(article))
    grace.get_by_role("link", name="Reports").first.click()
    grace.get_by_role("link", name="No.").first.click()
    grace.get_by_role("button", name="Accept and write the correction").click()
    expect(grace.get_by_text("The sun is a star.").first).to_be_visible()
    reader = browser.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    reader.goto(report.get_absolute_url())
    expect(reader.get_by_text("a correction is being worked on")).to_be_visible()
    assert Correction.objects.get().proposer.name == "Grace Hopper"


def test_a_phone_s_first_screen_holds_title_standfirst_and_the_line_of_the_correction(
    browser: Browser, live_server: Any, enter: Enter
) -> None:
    article = published()
    major = sent_to_review(
        article, by="ada", lead="Yes, it is.", severity="major", standfirst="It is, and a big one."
    )
    grace = enter("grace")
    grace.goto(address_of(major))
    grace.get_by_role("button", name="Approve and publish").click()

    phone = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 700}
    ).new_page()
    phone.goto(Article.objects.get(pk=article.pk).get_absolute_url())
    for shown in ("h1", ".standfirst", ".correction-line"):
        found = phone.locator(shown).first
        box = found.bounding_box()
        assert box is not None, shown
        assert box["y"] + box["height"] <= 700, shown


def _top(found: Any) -> float:
    box = found.bounding_box()
    assert box is not None
    return float(box["y"])
