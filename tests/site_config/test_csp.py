"""What browsers are told that a page may do."""

import re
from pathlib import Path

import django.contrib.admin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from site_config.headers import ContentSecurityPolicyMiddleware, build_policy

ADMIN_TEMPLATES = sorted(Path(django.contrib.admin.__file__).parent.glob("templates/**/*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\b(?:src|type=\"application/json\"))[^>]*>|<style\b|\sstyle=|\son[a-z]+=",
    re.IGNORECASE,
)


def plain_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


def test_a_policy_is_its_directives_and_their_sources() -> None:
    policy = {"default-src": ["'none'"], "img-src": ["'self'", "data:"]}
    assert build_policy(policy) == "default-src 'none'; img-src 'self' data:"


def test_each_response_says_what_its_page_may_load(rf: RequestFactory) -> None:
    response = ContentSecurityPolicyMiddleware(plain_page)(rf.get("/"))
    assert response["Content-Security-Policy"] == build_policy(settings.SECURE_CSP)
    assert "camera=()" in response["Permissions-Policy"]


def test_a_response_that_brings_its_own_policy_keeps_it(rf: RequestFactory) -> None:
    def strict_page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    response = ContentSecurityPolicyMiddleware(strict_page)(rf.get("/"))
    assert response["Content-Security-Policy"] == "sandbox"


def test_nothing_is_allowed_but_what_the_site_itself_serves() -> None:
    sources = {source for sources in settings.SECURE_CSP.values() for source in sources}
    assert sources == {"'none'", "'self'"}
    assert settings.SECURE_CSP["default-src"] == ["'none'"]


def test_the_admin_of_django_needs_no_inline_script_or_style() -> None:
    found = {path.name: INLINE.findall(path.read_text("utf-8")) for path in ADMIN_TEMPLATES}
    # the one there is belongs to lists that show their actions neither above nor below
    assert {name: inline for name, inline in found.items() if inline} == {
        "change_list.html": ["<style"]
    }
