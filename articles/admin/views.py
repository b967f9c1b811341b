"""What all pages of the desk about one explainer do alike: their frame, their words, a preview."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import cache_control

from articles.admin.desk import DeskView
from articles.models import Article
from articles.notices import Decoration
from articles.reading import PageHead, body_of, head_of_draft
from articles.views.finding import shown
from documents.document import Document
from record import clock


class ArticleView(DeskView[Article]):
    """A page about an explainer, or about one that is to be written."""

    @property
    def article(self) -> Article | None:
        """The explainer; None where it is to be written."""
        return None if self.object.pk is None else self.object

    def context(self, title: str, **more: Any) -> dict[str, Any]:
        """What every page about an explainer shows."""
        article = self.article
        may_delete = article and self.model_admin.has_delete_permission(self.request, article)
        return super().context(
            title,
            **{"article": article, "time_zone": settings.TIME_ZONE, "may_delete": bool(may_delete)},
            **more,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Acts; where somebody deleted the draft at this moment, it is gone."""
        try:
            return super().post(request, *args, **kwargs)
        except Article.DoesNotExist:
            if self.article is None or Article.objects.filter(pk=self.object.pk).exists():
                raise
            return self.gone()


def unwritten() -> Article:
    """What stands for an explainer that is to be written: it has no id yet."""
    return Article(id=None)


def standing(article: Article) -> str:
    """Where it stands, in a word or two."""
    if article.is_published:
        label: str = article.get_status_display()
        return "Published" if article.status == "live" else label
    if article.publish_at:
        local = timezone.localtime(article.publish_at)
        return f"Scheduled for {date_format(local, 'j F Y, H:i')}"
    return "Parked" if article.publish_problem else "Draft"


@cache_control(private=True, no_store=True)
def preview(
    request: HttpRequest,
    document: Document,
    article: Article,
    topics: Any,
    *,
    head: PageHead | None = None,
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
