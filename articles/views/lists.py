"""Lists of explainers: all of them, by topic, by author."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Topic
from articles.views.finding import absolute, by_slug, topic_asked_for

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
