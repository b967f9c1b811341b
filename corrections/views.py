"""The public log of corrections, one correction, and how this site corrects."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Topic
from articles.views.finding import absolute, topic_asked_for
from corrections.kinds import KINDS, rules
from corrections.models import (
    CAUSE_CHOICES,
    KIND_CHOICES,
    SEVERITY_CHOICES,
    Correction,
    CorrectionQuerySet,
)
from corrections.notes.notes import is_shown_on_page, note_of
from corrections.notes.statistics import by_month, delays, months_of, report_figures

PER_PAGE = 20
_FIXED = {"kind": KIND_CHOICES, "severity": SEVERITY_CHOICES, "cause": CAUSE_CHOICES}


@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    """Every correction, newest first; filters by kind, severity, cause, topic and month."""
    published = Correction.objects.published()
    months = months_of(published)
    topic = topic_asked_for(request)
    asked = _asked(request, months) | ({"topic": topic.slug} if topic else {})
    narrowed = _narrowed(published, asked)
    listed = narrowed.select_related("article", "published_in")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "asked": asked,
        "carried": urlencode(asked),
        "choices": _choices(months),
        "by_month": by_month(months_of(narrowed) if asked else months),
        "delays": delays(narrowed),
        "reports": report_figures(),
        "canonical": absolute(reverse("corrections:list")),
    }
    return render(request, "corrections/correction_list.html", context)


def _asked(request: HttpRequest, months: Sequence[tuple[date, int]]) -> dict[str, str]:
    """The filters in the address that name something; others are as if they weren't there."""
    known = {name: {value for value, _label in choices} for name, choices in _FIXED.items()}
    known["month"] = {f"{month:%Y-%m}" for month, _count in months}
    given = {name: request.GET.get(name, "") for name in known}
    return {name: value for name, value in given.items() if value in known[name]}


def _narrowed(corrections: CorrectionQuerySet, asked: Mapping[str, str]) -> CorrectionQuerySet:
    narrowed = corrections.filter(**{name: asked[name] for name in _FIXED if name in asked})
    if "month" in asked:
        year, month = asked["month"].split("-")
        narrowed = narrowed.filter(published_at__year=year, published_at__month=month)
    return narrowed.filter(article__topics__slug=asked["topic"]) if "topic" in asked else narrowed


def _choices(months: Sequence[tuple[date, int]]) -> list[dict[str, Any]]:
    """The filters of the form: name, label and what can be chosen."""
    named = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month, _count in months]
    topics = [(topic.slug, topic.name) for topic in Topic.objects.in_use()]
    filters = [
        ("kind", _("Kind"), KIND_CHOICES),
        ("severity", _("Severity"), SEVERITY_CHOICES),
        ("cause", _("Cause"), CAUSE_CHOICES),
        ("topic", _("Topic"), topics),
        ("month", _("Month"), named),
    ]
    return [{"name": name, "label": label, "options": all_} for name, label, all_ in filters]


@require_safe
def correction_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One correction, with its explanation and both texts."""
    correction = _correction(number)
    assert correction.published_in is not None  # noqa: S101 - it is published
    note = note_of(correction.published_in)
    context: dict[str, Any] = {
        "article": correction.article,
        "note": note,
        "rule": KINDS[note.kind],
        "is_on_page": is_shown_on_page(note),
        "amended_by": correction.amended_by.exclude(version=None).order_by("number"),
        "canonical": absolute(reverse("corrections:detail", args=[number])),
    }
    return render(request, "corrections/correction_detail.html", context)


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Leads to the explainer that says how this site corrects; without one, the built-in rules."""
    written = Article.objects.published().filter(
        slugs__slug=settings.POLICY_SLUG, slugs__version__isnull=False
    )
    if own := written.first():
        return redirect(own)
    context = {"rules": rules(), "canonical": absolute(reverse("corrections:policy"))}
    return render(request, "corrections/policy.html", context)


def _correction(number: int) -> Correction:
    published = Correction.objects.published().select_related("article", "published_in", "amends")
    correction = published.filter(number=number).first() if number < 2**31 else None
    if correction is None:
        raise Http404(f"there is no correction {number}")
    return correction
