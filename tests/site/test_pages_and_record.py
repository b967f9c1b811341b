"""A stranger compares the pages of a running site with its record (verify_record.py --pages)."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django.live_server_helper import LiveServer

from articles import rows
from articles.following import move
from articles.models import Article
from corrections.removal import Order
from corrections.removing import remove_article, remove_words
from record.removal.words import Sought
from tests.articles.cast import DOCUMENT, a_published, ada, grace
from tests.corrections.cast import publish_one, with_section

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_record.py"
BAD_TEMPLATE = "tests.site.test_pages_and_record.BadTemplate"


class BadTemplate:
    """A template, or somebody in between, that changes something on the way to the reader."""

    old, new = "", ""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Changes it on pages of explainers only."""
        response = self.get_response(request)
        if request.path.startswith("/articles/"):
            response.content = response.content.replace(self.old.encode(), self.new.encode())
        return response


@pytest.fixture
def explainers() -> None:
    """An explainer that had corrections of several kinds, and one that had none."""
    article, _version = a_published()
    publish_one(article)
    held = rows.document_of(Article.objects.get(pk=article.pk))
    publish_one(article, with_section(held, "last article", "last  article", 1), kind="minor_fix")
    publish_one(article, kind="retraction", document=rows.document_of(Article.objects.get()))
    order = Order(because="privacy", by=ada(), approver=grace())
    remove_words(Sought("parliament"), order)
    lead = "Here[^1]  &amp; `there`  \nis:\n\n- one\n- *two*\n\n[^1]: A note."
    a_published(replace(DOCUMENT, title="Another & more", lead=lead))


@pytest.fixture
def site(explainers: None, live_server: LiveServer) -> str:
    """The address of a site with these explainers."""
    return live_server.url


@pytest.fixture
def altered(explainers: None, settings: Any) -> Iterator[str]:
    """The same site behind a bad template; a server of its own, which reads the settings anew."""
    settings.MIDDLEWARE = [BAD_TEMPLATE, *settings.MIDDLEWARE]
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def run(site: str, *arguments: str) -> tuple[int, str]:
    """The exit status of the script, and what it prints."""
    command = [sys.executable, "-I", str(SCRIPT), site, "--pages", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_the_pages_of_a_whole_site_say_what_its_record_says(site: str) -> None:
    status, told = run(site)
    assert status == 0, told
    assert "2 pages compared with the record." in told


def test_the_page_at_the_newest_address_is_compared(site: str) -> None:
    move(Article.objects.get(slug="what-is-a-treaty"), "treaties", by=ada())
    status, told = run(site, "treaties")
    assert (status, "1 page compared" in told) == (0, True), told
    status, told = run(site, "what-is-a-treaty")
    assert (status, "no explainer has the address 'what-is-a-treaty'" in told) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("written down", "spoken", "page of what-is-a-treaty, lead: the page shows other words"),
        ("through people", "without people", "page of what-is-a-treaty, s1: the page shows other"),
        ("What is a treaty?</h1>", "What is it?</h1>", "page of what-is-a-treaty, title: the page"),
        ('"identifier": "1"', '"identifier": "7"', "corrections: found '3,4,7'; expected 1,3,4"),
        ('data-part="conclusion"', "", "page of what-is-a-treaty, conclusion: the page shows"),
        ('data-part="conclusion"', 'data-part="s9"', "what-is-a-treaty, s9: is on the page and"),
    ],
)
def test_a_page_that_was_altered_by_a_bad_template_is_found(
    altered: str, monkeypatch: pytest.MonkeyPatch, old: str, new: str, found: str
) -> None:
    monkeypatch.setattr(BadTemplate, "old", old)
    monkeypatch.setattr(BadTemplate, "new", new)
    status, told = run(altered)
    assert (status, found in told) == (1, True), told
    assert "version 5, page of what-is-a-treaty" in told


def test_a_removed_explainer_must_be_gone(site: str) -> None:
    order = Order("law", by=ada(), approver=grace())
    remove_article(Article.objects.get(slug="what-is-a-treaty"), order)
    status, told = run(site)
    assert status == 0, told


def test_pages_are_those_of_a_site_and_not_of_a_file(tmp_path: Path) -> None:
    status, told = run(str(tmp_path / "versions.ndjson"))
    assert (status, "--pages needs the address of a site" in told) == (2, True)
