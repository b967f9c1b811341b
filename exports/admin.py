"""Taking explainers out, from their list: those that are ticked, or all."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from articles.admin import ArticleAdmin
from articles.models import Article
from exports.exporting import archived
from exports.portable.files import Format

_FORMATS: dict[str, Format] = {"json": "json", "markdown": "markdown"}


class Exporting(ArticleAdmin):
    """The action and the page that asks how."""

    actions = ["export_selected", *ArticleAdmin.actions]

    def get_urls(self) -> list[URLPattern]:
        """With the page for all."""
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="articles_article_export"), *super().get_urls()]

    @admin.action(permissions=["view"], description="Export the selected explainers…")
    def export_selected(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponseBase:
        """Asks how; then sends the archive."""
        selected = {
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
        }
        return self._export(request, queryset, selected)

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """The same for all explainers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._export(request, Article.objects.all(), {})

    def _export(
        self, request: HttpRequest, wanted: QuerySet[Any], context: dict[str, Any]
    ) -> HttpResponseBase:
        # With the long texts and without topics at once, whatever the list needs.
        pks = wanted.order_by().values("pk")
        published = Article.objects.filter(pk__in=pks, version__isnull=False).order_by("pk")
        # Whoever sees the list sees drafts in it; they go along where they are asked for.
        drafts = Article.objects.drafts().filter(pk__in=pks).order_by("pk")
        format_name = _FORMATS.get(request.POST.get("format", ""))
        if request.method != "POST" or format_name is None:
            return self._ask(request, published.count(), drafts.count(), context)
        if request.POST.get("drafts") != "yes":
            drafts = drafts.none()
        articles = published.iterator(200)
        history = request.POST.get("history") == "yes"
        name = f"explainers-{timezone.localdate():%Y-%m-%d}-{format_name}.zip"
        return StreamingHttpResponse(
            archived(articles, format_name, history=history, drafts=drafts.iterator(200)),
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _ask(
        self, request: HttpRequest, published: int, drafts: int, context: dict[str, Any]
    ) -> TemplateResponse:
        context = {
            **self.context(request, None, "Export explainers"),
            "published": published,
            "drafts": drafts,
            **context,
        }
        return TemplateResponse(request, "admin/articles/article/export.html", context)
