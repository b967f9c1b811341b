"""The index of every published question."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Topic
from articles.views.finding import served, topic_asked_for
from documents.markdown import html_of
from faq.models import FAQ

PER_PAGE = 30
LONGEST_QUERY = 200


@require_safe
def faq_list(request: HttpRequest) -> HttpResponse:
    """Questions grouped by explainer, newest first; `?q=` searches them, `?topic=` narrows."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    questions = FAQ.objects.published().matching(query)
    topic = topic_asked_for(request)
    if topic is not None:
        questions = questions.filter(article__topics=topic)
    page = Paginator(questions.in_reading_order(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "groups": _groups(list(page.object_list)),
        "query": query,
        "topic": topic,
        "topics": Topic.objects.in_use(),
    }
    return render(request, "faq/faq_list.html", context)


def _groups(questions: Sequence[FAQ]) -> list[dict[str, Any]]:
    return [
        {"article": article, "questions": [_shown(question) for question in group]}
        for article, group in groupby(questions, key=lambda question: question.article)
    ]


def _shown(row: FAQ) -> dict[str, Any]:
    # Several explainers stand on one page, so the anchors of footnotes name theirs as well.
    part = f"{row.key}-{row.article_id.hex[:8]}"
    return {
        "key": part,
        "question": row.question,
        "html": served(html_of(row.answer, part, headings_from=4)),
        "url": f"{row.article.get_absolute_url()}#{row.key}",
    }
