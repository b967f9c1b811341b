"""The versions of an explainer: all of them, those of a day, one of them, two side by side."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article
from articles.notices import KIND_LABELS, ROLE_LABELS, history_of, since
from articles.reading import DocumentGone, body_of, document_at, head_of
from articles.sealed import past_notes_of
from articles.views.finding import explainer_view, served, shown
from articles.views.machines import links_of_version, memento_datetime, mementos_of, set_links
from documents.comparison import changed_fields
from documents.partial_dates import is_partial_date
from record.clock import moment, stamp
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
        described(article, version) | {"explained": explained.get(version.number)}
        for version in _versions(article).order_by("-number")
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
    except DocumentGone as error:
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
    except DocumentGone as error:
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
    names = bodies(signer["name"]["text"] for signer in members["signers"] if signer["name"])
    return {
        "number": version.number,
        "serial": version.serial,
        "kind": version.kind,
        "kind_label": KIND_LABELS.get(version.kind, version.kind),
        "recorded_at": version.moment,
        "digest": version.digest,
        "signers": [
            {
                "name": (names.get(signer["name"]["text"]) if signer["name"] else None) or WITHHELD,
                "role_label": ROLE_LABELS[signer["role"]],
                "at": moment(signer["at"]),
            }
            for signer in members["signers"]
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


#: Versions as history lists them, newest first.
Listed = Sequence[dict[str, Any]]


def as_it_stood(versions: Listed, asked: str) -> dict[str, Any]:
    """Which of `versions` stood at the end of the day `asked`, or why that can't be said."""
    day = _day(asked)
    if isinstance(day, str):
        return {"asked": asked[:40], "error": day}
    stood = _before(versions, day + timedelta(days=1))
    if stood:
        return {"asked": asked, "stood": stood[0], "today": day == timezone.localdate()}
    first = date_format(timezone.localdate(versions[-1]["recorded_at"]), "j F Y")
    message = _("Our record of this explainer begins on %(day)s.")
    return {"asked": asked, "error": message % {"day": first}}


def changed_since(versions: Listed, asked: str) -> dict[str, Any]:
    """The versions that came since the day `asked` began, and the one that they followed.

    So what changed on that day counts, whenever on it somebody has read the explainer. Where the
    record begins later, its first version is what they followed, and `begins` says so.
    """
    day = _day(asked)
    if isinstance(day, str):
        return {"asked": asked[:40], "error": day}
    stood = _before(versions, day)
    base = stood[0] if stood else versions[-1]
    later = [version for version in versions if version["number"] > base["number"]]
    begins = None if stood else versions[-1]["recorded_at"]
    return {"asked": asked, "base": base, "later": later, "begins": begins, "newest": versions[0]}


def _before(versions: Listed, day: date) -> Listed:
    return [
        version for version in versions if stamp(version["recorded_at"]) < stamp(_begin_of(day))
    ]


def _day(asked: str) -> date | str:
    """The day that `asked` names, or what is wrong with it in a sentence."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", asked) or not is_partial_date(asked):
        return _("Write the day as YYYY-MM-DD, like 2026-11-24.")
    day = date.fromisoformat(asked)
    return _("This day is yet to come.") if day > timezone.localdate() else day


def _begin_of(day: date) -> datetime:
    """The beginning of `day` in the zone that the site shows its times in, in UTC."""
    midnight = datetime.combine(day, time.min, timezone.get_default_timezone())
    try:
        return midnight.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)
