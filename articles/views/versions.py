"""The versions of an explainer: all of them, one of them, two of them side by side."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.decorations import history_of, since
from articles.imported import past_notes_of
from articles.kinds import KIND_LABELS, ROLE_LABELS
from articles.mementos import mementos_of
from articles.models import Article
from articles.reading import NoWords, body_of, document_at, head_of
from articles.views.days import as_it_stood, changed_since
from articles.views.finding import explainer_view, served, shown
from articles.views.linking import links_of_version, memento_datetime, set_links
from documents.comparison import changed_fields
from record.clock import moment
from record.format import WITHHELD
from record.models import Version
from record.removal.withholding import bodies


@explainer_view("articles:history")
def article_history(request: HttpRequest, article: Article) -> HttpResponse:
    """Every version, newest first.

    `?on=YYYY-MM-DD` finds the one that stood at that day's end, `?since=YYYY-MM-DD` what has
    changed since that day began.
    """
    explained = history_of(article.pk)
    versions = [
        described(article, one) | {"explained": explained.get(one.number)}
        for one in _versions(article).order_by("-number")
    ]
    context: dict[str, Any] = {"article": article, "versions": versions}
    if "on" in request.GET:
        context["on"] = as_it_stood(versions, request.GET["on"].strip())
    if "since" in request.GET:
        context["since"] = changed_since(versions, request.GET["since"].strip())
    context["past_notes"] = past_notes_of(article.pk)
    return render(request, "articles/article_history.html", context)


@explainer_view("articles:version")
def article_version(request: HttpRequest, article: Article, number: int) -> HttpResponse:
    """One version, which never changes, with a line that says whether it is old."""
    version = _version(article, number)
    try:
        document = document_at(version)
    except NoWords as error:
        raise Http404("this version has no words") from error
    newest = _versions(article).newest()
    head = head_of(version, document)
    context = {
        "article": article,
        "page": shown(head, body_of(document)),
        "newest_number": newest.number if newest else number,
        "is_newest": newest == version,
        "since": served(since(version)),
        "record_begins": moment(head.record_began),
    }
    response = render(request, "articles/article_version.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Memento-Datetime"] = memento_datetime(version)
    set_links(response, links_of_version(article, mementos_of(article.pk), version))
    return response


@explainer_view("articles:compare")
def article_compare(request: HttpRequest, article: Article, older: int, newer: int) -> HttpResponse:
    """What differs between two versions, word by word."""
    before, after = _version(article, older), _version(article, newer)
    try:
        changes = changed_fields(document_at(before), document_at(after))
    except NoWords as error:
        raise Http404("one of these versions has no words") from error
    context = {
        "article": article,
        "older": described(article, before),
        "newer": described(article, after),
        "changes": changes,
    }
    response = render(request, "articles/article_compare.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def described(article: Article, version: Version) -> dict[str, Any]:
    """A version as history lists it."""
    members = version.members
    names = bodies(one["name"]["text"] for one in members["signers"] if one["name"])
    return {
        "number": version.number,
        "serial": version.serial,
        "kind": version.kind,
        "kind_label": KIND_LABELS.get(version.kind, version.kind),
        "recorded_at": version.moment,
        "digest": version.digest,
        "signers": [
            {
                "name": (names.get(one["name"]["text"]) if one["name"] else None) or WITHHELD,
                "role_label": ROLE_LABELS[one["role"]],
                "at": moment(one["at"]),
            }
            for one in members["signers"]
        ],
        "url": reverse("articles:version", kwargs={"slug": article.slug, "number": version.number}),
    }


def _versions(article: Article) -> Any:
    return Version.objects.of(article.pk)


def _version(article: Article, number: int) -> Version:
    version: Version | None = _versions(article).filter(number=number).first()
    if version is None:
        raise Http404(f"there is no version {number}")
    return version
