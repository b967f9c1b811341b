"""The editors' admin site."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.models import Article
from corrections.models import Correction, ErrorReport
from site_config import keeping

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
            if request.user.is_anonymous and keeping.is_kept(request):
                return keeping.kept_page(request, logged_out=True)
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
