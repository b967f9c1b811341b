"""What an editor typed is kept when her session has ended: a page that holds it, to send it again.

The page holds a fresh token, so it is shown only for what this site's own pages sent: another site
must not be able to put words before an editor for her to send.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.csrf import csrf_failure as plain_failure
from django.views.decorators.cache import cache_control

#: Never shown again, wherever they were typed.
_SECRETS = ("csrfmiddlewaretoken", "password")


def is_kept(request: HttpRequest) -> bool:
    """Whether `request` brings what was typed at the desk, from a page of this site."""
    desk = reverse("admin:index")
    written = any(request.path.startswith(f"{desk}{one}/") for one in ("articles", "corrections"))
    return request.method == "POST" and written and _is_from_here(request)


@cache_control(private=True, no_store=True)
def kept_page(request: HttpRequest, *, logged_out: bool) -> HttpResponse:
    """All that was typed, and how to send it; nothing was saved yet."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not any(secret in name for secret in _SECRETS)
        for value in values
    ]
    context = {
        "title": "Nothing is lost",
        "fields": fields,
        "files": bool(request.FILES),
        "logged_out": logged_out,
        "site_header": settings.SITE_NAME,
        "site_title": f"{settings.SITE_NAME}: editors",
        "has_permission": False,
        "token": get_token(request),
        "address": request.get_full_path(),
    }
    return render(request, "admin/kept.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was typed before a new login, to be sent again; for all else Django's own refusal."""
    if is_kept(request):
        # The user isn't known yet where the token is checked, and the page doesn't need her.
        return kept_page(request, logged_out=False)
    return plain_failure(request, reason)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent it; saying nothing isn't enough."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return origin in (f"{request.scheme}://{request.get_host()}", settings.SITE_ORIGIN)
    return site == "same-origin"
