"""The preview: a draft as readers would see it, made by what makes their page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from articles.decorations import Decoration
from articles.models import Article
from articles.previews import head_of_draft
from articles.reading import Head, body_of
from articles.views.finding import shown
from documents.document import Document
from record import clock


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
