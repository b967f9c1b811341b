"""The preview: a draft as readers would see it, made by what makes their page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from articles.decorations import Decoration
from articles.document import Document
from articles.models import Article
from articles.reading import Head, body_of
from articles.reading import contents as contents_of
from articles.views.finding import shown
from record import clock
from record.models import Version


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
    published, head = head is not None, head or _head(document, article)
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


def _head(document: Document, article: Article) -> Head:
    now = clock.stamp(clock.now())
    oldest = Version.objects.oldest()
    return Head(
        title=document.title,
        standfirst=document.standfirst,
        # Without links to the authors' pages, which need not exist before publication.
        authors=[{"id": one.id, "name": one.name, "slug": None} for one in document.authors],
        language=document.language,
        first_published=document.first_published,
        imported=article.imported,
        published=now,
        changed=now,
        recorded=now,
        record_began=oldest.recorded_at if oldest else now,
        number=1,
        serial=0,
        digest="not sealed yet",
        toc=contents_of(document),
    )
