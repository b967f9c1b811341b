"""Reporting an error, and the private page on which its reporter sees what becomes of it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.reading import document_at
from articles.views.finding import absolute, explainer_view
from corrections.answering import outcome_of
from corrections.models import LONGEST_QUOTE, Correction, ErrorReport
from corrections.reports.forms import ReportForm
from corrections.reports.limit import limited_until
from corrections.reports.reporting import report
from documents.document import WHOLE, Document
from documents.quotations import readable_texts
from record.models import Version


# Exempt from the CSRF check, which needs a cookie: the form is on public pages, which set none, and
# nothing here is done in the name of whoever may be logged in. Another site could send a report
# through its readers' browsers, but no more than it could send itself.
@csrf_exempt
@explainer_view("report", takes_posts=True)
def report_form(request: HttpRequest, article: Article) -> HttpResponse:
    """The form, with version, part and words as the address gives them; takes the report in."""
    given = request.POST if request.method == "POST" else request.GET
    version = _version(article, given.get("version", ""))
    document = document_at(version)
    form = _form(request, document)
    if request.method == "POST" and form.is_valid():
        until = limited_until(request)
        if until is None:
            made = report(article, version=version.number, **form.told)
            return HttpResponseRedirect(made.get_absolute_url(), status=303)
        response = _shown(request, article, version, form, {"until": until}, status=429)
        response["Retry-After"] = http_date(until.timestamp())
        return response
    return _shown(request, article, version, form, {}, status=200)


@require_safe
@cache_control(private=True, no_store=True)
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a report; only whoever has its address finds it."""
    found = ErrorReport.objects.select_related(
        "article", "correction", "duplicate_of__correction"
    ).filter(token=token)
    one = found.first() if "\0" not in token else None
    if one is None:
        raise Http404("there is no such report")
    since = Correction.objects.published().filter(number=one.corrected_by).first()
    context = {
        "report": one,
        "article": one.article,
        "outcome": outcome_of(one),
        "since": since,
        "address": absolute(one.get_absolute_url()),
    }
    response = render(request, "corrections/report_outcome.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Who follows a link from here must not carry the address along.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _version(article: Article, number: str) -> Version:
    """The version that is reported about; the newest where none, or none with words, is named."""
    versions = Version.objects.of(article.pk)
    asked = None
    if number.isascii() and number.isdigit() and len(number) < 10:
        asked = versions.filter(number=int(number)).first()
    return asked if asked and asked.members["document"] else versions.latest("serial")


def _form(request: HttpRequest, document: Document) -> ReportForm:
    if request.method == "POST":
        return ReportForm(request.POST, document=document)
    return ReportForm(initial=_asked(request.GET), document=document)


def _asked(given: Mapping[str, str]) -> dict[str, Any]:
    words = given.get("words", "").replace("\0", "")[:LONGEST_QUOTE]
    return {"part": given.get("part", WHOLE), "words": words}


def _shown(
    request: HttpRequest,
    article: Article,
    version: Version,
    form: ReportForm,
    more: Mapping[str, Any],
    status: int,
) -> HttpResponse:
    part = str(form["part"].value())
    context = {
        "article": article,
        "number": version.number,
        "is_newest": version.pk == article.version_id,
        "form": form,
        "passage": dict(readable_texts(document_at(version))).get(part, "")
        if part != WHOLE
        else "",
        **more,
    }
    response = render(request, "corrections/report_form.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
