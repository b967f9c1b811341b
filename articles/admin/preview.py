"""The preview: a draft as readers would see it, made by what makes their page. Saves nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from articles import rows
from articles.admin.sheet import Sheet
from articles.admin.views import ArticleView, unwritten
from articles.decorations import Decoration
from articles.models import Article
from articles.previews import head_of_draft
from articles.reading import Head, body_of
from articles.views.finding import shown
from documents.document import Document, DocumentError
from record import clock


class DraftPreview(ArticleView):
    """What is typed on a sheet, which may be that of a new draft; for GET the saved draft."""

    def fetch(self) -> Article | None:
        """The draft; of a new one there is nothing but what is typed."""
        if "pk" in self.kwargs:
            return super().fetch()
        return unwritten() if self.request.method == "POST" else None

    def is_allowed(self, fetched: Article | None) -> bool:
        """Whoever may write one or change this one."""
        desk, request = self.model_admin, self.request
        return bool(
            desk.has_add_permission(request) or desk.has_change_permission(request, fetched)
        )

    def gone(self) -> HttpResponseBase:
        """What is typed can be seen, even where its draft was deleted meanwhile."""
        if self.request.method != "POST":
            return super().gone()
        self.object = unwritten()
        return self.act()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The draft as it is saved."""
        try:
            document = rows.document_of(self.object)
        except DocumentError as error:
            return refused(request, [str(error)], self.context(""))
        return preview(request, document, self.object, self.object.topics.all())

    def act(self) -> HttpResponseBase:
        """The draft as it is typed."""
        sheet = Sheet(self.model_admin.part_kinds, self.article, self.request.POST)
        if not sheet.is_valid():
            return refused(self.request, sheet.messages(), self.context(""))
        typed = sheet.typed()
        stand_in = Article(slug=typed.slug, reviewed_on=typed.reviewed_on)
        stand_in.import_key = self.object.import_key
        return preview(self.request, typed.document(), stand_in, typed.topics)


@cache_control(private=True, no_store=True)
def preview(
    request: HttpRequest,
    document: Document,
    article: Article,
    topics: Any,
    *,
    head: Head | None = None,
    decoration: Decoration | None = None,
) -> HttpResponse:
    """The page of `document`, which nobody else sees and no cache keeps.

    `head` and `decoration` are those of a published explainer that would change.
    """
    published, head = head is not None, head or head_of_draft(document, imported=article.imported)
    context = {
        "article": article,
        "page": shown(head, body_of(document, decoration)) | {"serial": "–"},
        "is_published": published,
        "topics": topics,
        "record_begins": clock.moment(head.record_began),
    }
    return _unlisted(render(request, "admin/articles/article/preview.html", context))


@cache_control(private=True, no_store=True)
def refused(request: HttpRequest, problems: list[str], context: dict[str, Any]) -> HttpResponse:
    """Why there is nothing to preview yet."""
    context = {**context, "title": "No preview yet", "problems": problems}
    return _unlisted(render(request, "admin/articles/article/preview_refused.html", context))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
