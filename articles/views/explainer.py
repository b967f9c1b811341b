"""One explainer: as it stands, as Markdown, and its pictures."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.models import Article, Asset
from articles.pages import head_from
from articles.reading import document_at
from articles.structured import linked_data
from articles.views.finding import absolute, explainer_view, shown
from articles.views.linking import links_of_live, set_links
from documents.comparison import throughout
from formats.markdown.writing import written
from record.clock import moment
from record.models import Version


@explainer_view("articles:detail")
def article_detail(request: HttpRequest, article: Article) -> HttpResponse:
    """The explainer as it stands, from its stored page: two queries, whatever its size."""
    if request.GET.get("changes") == "1":
        return _with_changes(request, article)
    head = head_from(article.page.head)
    context = {
        "article": article,
        "page": shown(head, article.page.html),
        "topics": article.topics.all(),
        "linked_data": linked_data(
            head,
            address=absolute(article.get_absolute_url()),
            publisher=settings.SITE_NAME,
            retracted=article.status == "retracted",
        ),
        "record_begins": moment(head.record_began),
        "canonical": absolute(article.get_absolute_url()),
    }
    response = render(request, "articles/article_detail.html", context)
    response["Last-Modified"] = http_date(_changed(article))
    set_links(response, links_of_live(article))
    return response


def _with_changes(request: HttpRequest, article: Article) -> HttpResponse:
    """The whole text with all that was put in and taken out since version 1."""
    first = Version.objects.of(article.pk).filter(number=1).get()
    context = {
        "article": article,
        "number": article.published_version.number,
        "texts": throughout(document_at(first), document_at(article.published_version)),
        "canonical": absolute(article.get_absolute_url()),
    }
    response = render(request, "articles/article_changes.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@explainer_view("articles:markdown")
def article_markdown(_request: HttpRequest, article: Article) -> HttpResponse:
    """The words of the explainer as it stands, as Markdown."""
    text = written(document_at(article.published_version), absolute(article.get_absolute_url()))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Last-Modified"] = http_date(article.published_version.moment.timestamp())
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def asset_detail(_request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A picture. Its address holds the hash of its bytes, so it never changes."""
    asset = get_object_or_404(Asset, pk=sha256)
    try:
        response = FileResponse(asset.file.open("rb"), filename=f"{sha256[:12]}.{asset.suffix}")
    except FileNotFoundError as error:
        raise Http404("the picture's file is missing") from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _changed(article: Article) -> float:
    """When anything on the page last changed, in seconds since 1970: words, topics, review."""
    return float(max(article.published_version.moment, article.touched_at).timestamp())
