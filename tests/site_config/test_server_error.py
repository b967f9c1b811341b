"""What a reader gets when a page can't be made, whatever else is broken."""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from site_config import urls


def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of the machine")


handler500 = urls.handler500
urlpatterns = [path("broken/", broken)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def error_page() -> HttpResponse:
    response: Any = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert b"secret" not in response.content
    return response  # type: ignore[no-any-return]


def test_it_says_so_in_the_site_s_dress() -> None:
    html = error_page().content.decode()
    assert "This page could not be made" in html
    assert 'href="/static/css/site.css"' in html
    assert 'href="/"' in html


def test_under_a_path_it_finds_its_dress_and_the_first_page_there(settings: Any) -> None:
    settings.FORCE_SCRIPT_NAME = "/explainers"
    html = error_page().content.decode()
    assert 'href="/explainers/static/css/site.css"' in html
    assert 'href="/explainers/"' in html
    assert 'href="/static' not in html


def test_what_it_is_dressed_in_is_there() -> None:
    root = Path(__file__).resolve().parents[2]
    names = [
        line.partition("static/")[2].split('"')[0]
        for line in error_page().content.decode().splitlines()
        if "stylesheet" in line
    ]
    assert names
    assert [name for name in names if not (root / "static" / name).is_file()] == []


def test_without_its_template_it_is_a_line_of_text(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "500.html").write_text("{% nothing %}")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    response = error_page()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "could not be made" in response.content.decode()
