"""Taking explainers out, from their list: those that are ticked, or all."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles.admin.desk import DeskAdmin, DeskView
from articles.models import Article
from exports.exporting import archived
from exports.portable.files import Format
from record.events import log_event

_FORMATS: dict[str, Format] = {"json": "json", "markdown": "markdown"}


class ExportPage(DeskView[QuerySet[Article]]):
    """Asks how, then sends the archive: of all explainers, or of those that are ticked."""

    permission = "view"

    def fetch(self) -> QuerySet[Article]:
        """All of them."""
        return Article.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The question."""
        return self.ask()

    def act(self) -> HttpResponseBase:
        """The archive, or the question, where no format was chosen yet."""
        sent = self.request.POST
        format_name = _FORMATS.get(sent.get("format", ""))
        if format_name is None:
            return self.ask()
        published, drafts = self._parted()
        if sent.get("drafts") != "yes":
            drafts = drafts.none()
        history = sent.get("history") == "yes"
        by = self.request.user.pk
        log_event("export.sent", by=by, format=format_name, history=history, drafts=drafts.exists())
        name = f"explainers-{timezone.localdate():%Y-%m-%d}-{format_name}.zip"
        articles, drafted = published.iterator(200), drafts.iterator(200)
        return StreamingHttpResponse(
            archived(articles, format_name, history=history, drafts=drafted),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def ask(self) -> HttpResponseBase:
        """The page that asks how; it sends the same explainers again."""
        published, drafts = self._parted()
        return self.render(
            "admin/articles/article/export.html",
            "Export explainers",
            published=published.count(),
            drafts=drafts.count(),
            selected=self.request.POST.getlist(ACTION_CHECKBOX_NAME),
            select_across=self.request.POST.get("select_across", "0"),
        )

    def _parted(self) -> tuple[QuerySet[Article], QuerySet[Article]]:
        """Those that readers have seen, and drafts, which go along where they are asked for.

        With the long texts and without topics at once, whatever the list needs.
        """
        pks = self.object.order_by().values("pk")
        published = Article.objects.filter(pk__in=pks, version__isnull=False)
        drafts = Article.objects.drafts().filter(pk__in=pks)
        return published.order_by("pk"), drafts.order_by("pk")


@admin.action(permissions=["view"], description="Export the selected explainers…")
def export_selected(
    desk: DeskAdmin, request: HttpRequest, queryset: QuerySet[Article]
) -> HttpResponseBase:
    """Asks how; then sends the archive of those that are ticked."""
    page = ExportPage(model_admin=desk)
    page.setup(request)
    page.object = queryset
    return page.post(request)
