"""The editors' admin site: what waits for them, and what they typed when a session had ended.

The page that holds what was typed has a fresh token, so it is shown only for what this site's own
pages sent: another site must not be able to put words before an editor for her to send.
"""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.csrf import csrf_failure as plain_failure
from django.views.decorators.cache import cache_control

from articles.models import Article
from corrections.models import Correction, ErrorReport

_SHOWN = 8


class EditorsSite(admin.AdminSite):
    """Django's admin under the site's name, with a first page that says what waits."""

    site_header = settings.SITE_NAME
    site_title = f"{settings.SITE_NAME}: editors"
    index_title = "Editors’ desk"
    password_change_template = "admin/password_change_form.html"  # noqa: S105 - a file’s name
    empty_value_display = "–"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Deleting by the dozen is offered where it can do no harm, and there alone.
        self.disable_action("delete_selected")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The view for those who may enter; what somebody typed before she was logged out is kept.

        Django would send her to the login, and everything that she typed would be gone.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_anonymous and is_kept(request):
                return kept_page(request, logged_out=True)
            return guarded(request, *args, **kwargs)

        return kept

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The desk: what is written, what is due, what went wrong, what is out."""
        may = request.user.has_perm
        context = {
            "desk": self._desk() if may("articles.view_article") else None,
            "queue": _queue(request) if may("corrections.view_correction") else None,
        }
        return super().index(request, {**context, **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The first page: a page for each app would say the same again."""
        return redirect("admin:index")

    def _desk(self) -> dict[str, Any]:
        drafts = Article.objects.drafts()
        scheduled = Article.objects.scheduled().select_related("publish_by")
        parked = drafts.exclude(publish_problem="")
        written = drafts.filter(publish_at__isnull=True, publish_problem="")
        published = Article.objects.filter(version__isnull=False)
        return {
            "counts": [
                ("draft", "Drafts", written.count()),
                ("scheduled", "Scheduled", scheduled.count()),
                ("parked", "Parked", parked.count()),
                ("published", "Published", published.count()),
            ],
            "parked": parked.order_by("-touched_at")[:_SHOWN],
            "scheduled": scheduled.order_by("publish_at")[:_SHOWN],
            "drafts": written.order_by("-touched_at")[:_SHOWN],
            "published": published.order_by("-published_at")[:_SHOWN],
        }


def _reports(request: HttpRequest) -> int | None:
    """How many reports of readers wait; None for who may not see them."""
    may: Any = request.user
    if not may.has_perm("corrections.view_errorreport"):
        return None
    return ErrorReport.objects.waiting().count()


def _queue(request: HttpRequest) -> dict[str, Any]:
    """What waits of corrections: for a reviewer, for this account, for a second person."""
    rows = Correction.objects.select_related("article", "proposer").defer("proposed", "written_on")
    waiting, mine = rows.waiting(), rows.open().of_account(request.user)
    unconfirmed = rows.unconfirmed()
    return {
        "counts": [
            ("in_review", "Waiting for review", waiting.count()),
            ("mine", "Mine, not decided", mine.count()),
            ("from_files", "From changed files", rows.from_files().count()),
            ("unconfirmed", "Second review pending", unconfirmed.count()),
        ],
        "reports": _reports(request),
        "waiting": waiting[:_SHOWN],
        "mine": mine.order_by("-pk")[:_SHOWN],
        "unconfirmed": unconfirmed[:_SHOWN],
    }


#: Never shown again, wherever they were typed.
_SECRETS = ("csrfmiddlewaretoken", "password")


def is_kept(request: HttpRequest) -> bool:
    """Whether `request` brings what was typed at the desk, from a page of this site."""
    desk = reverse("admin:index")
    written = any(request.path.startswith(f"{desk}{app}/") for app in ("articles", "corrections"))
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
