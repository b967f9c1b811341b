"""Explainers as readers see them: one as it stands, its pictures, and the lists of them."""

import json
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import http_date
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles.models import Article, Asset, Author, Topic
from articles.pages import head_from
from articles.reading import PageHead, document_at
from articles.views.finding import absolute, by_slug, explainer_view, shown, topic_asked_for
from articles.views.machines import links_of_live, set_links
from documents.comparison import throughout
from formats.markdown_writer import written
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


# As in Django's `json_script`: nothing in the data can end the element or open a comment.
_ESCAPES = [(sign, f"\\u{ord(sign):04X}") for sign in "<>&\u2028\u2029"]


def linked_data(head: PageHead, *, address: str, publisher: str, retracted: bool) -> SafeString:
    """The JSON of the page of `head`, safe to stand in a `<script>` element."""
    published = head.first_published if head.imported else head.published
    members: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": f"Retracted: {head.title}" if retracted else head.title,
        "description": head.standfirst,
        "inLanguage": head.language,
        "url": address,
        "datePublished": published,
        "dateModified": head.changed,
        "version": head.number,
        "author": [{"@type": "Person", "name": author["name"]} for author in head.authors],
        "publisher": {"@type": "Organization", "name": publisher},
        "creativeWorkStatus": "Retracted" if retracted else None,
        "correction": [{"@type": "CorrectionComment", **comment} for comment in head.comments],
    }
    present = {name: value for name, value in members.items() if value}
    text = json.dumps(present, ensure_ascii=False)
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return SafeString(text)


PER_PAGE = 20


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    """Published explainers, newest first; `?topic=` and `?page=`."""
    articles = Article.objects.published()
    topic = topic_asked_for(request)
    if topic is not None:
        articles = articles.filter(topics=topic)
    context = {
        "page_obj": paged(request, articles.prefetch_related("topics")),
        "topic": topic,
        "topics": Topic.objects.in_use(),
    }
    return render(request, "articles/article_list.html", context)


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """Every topic that has a published explainer."""
    return render(request, "articles/topic_list.html", {"topics": Topic.objects.in_use()})


@require_safe
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic and its explainers."""
    topic = by_slug(Topic, slug)
    articles = Article.objects.published().filter(topics=topic).prefetch_related("topics")
    context = {
        "topic": topic,
        "page_obj": paged(request, articles),
        "canonical": absolute(topic.get_absolute_url()),
    }
    return render(request, "articles/topic_detail.html", context)


@require_safe
def author_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An author and what they signed."""
    author = by_slug(Author, slug)
    articles = Article.objects.published().filter(
        bylines__author=author, bylines__version__isnull=False
    )
    # An author without a published explainer is an editor's draft: nobody's business yet.
    get_object_or_404(articles[:1])
    context = {
        "author": author,
        "page_obj": paged(request, articles.prefetch_related("topics")),
        "canonical": absolute(author.get_absolute_url()),
    }
    return render(request, "articles/author_detail.html", context)


def paged(request: HttpRequest, articles: "QuerySet[Article]") -> Page[Article]:
    """The page that was asked for; the nearest one where it doesn't exist."""
    return Paginator(articles, PER_PAGE).get_page(request.GET.get("page"))
