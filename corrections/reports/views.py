"""Reporting an error, and the private page on which its reporter sees what becomes of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
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
from corrections.reports.reporting import report
from documents.document import WHOLE, Document
from documents.quotations import readable_texts
from record.models import Version
from record.numbers import whole_number


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
            made = report(article, version=version.number, **form.report_fields)
            return HttpResponseRedirect(made.get_absolute_url(), status=303)
        response = _shown(request, article, version, form, {"until": until}, status=429)
        response["Retry-After"] = http_date(until.timestamp())
        return response
    return _shown(request, article, version, form, {}, status=200)


@require_safe
@cache_control(private=True, no_store=True)
def outcome(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a report; only whoever has its address finds it."""
    reports = ErrorReport.objects.select_related(
        "article", "correction", "duplicate_of__correction"
    ).filter(token=token)
    reported = reports.first() if "\0" not in token else None
    if reported is None:
        raise Http404("there is no such report")
    since = Correction.objects.published().filter(number=reported.corrected_by).first()
    context = {
        "report": reported,
        "article": reported.article,
        "outcome": outcome_of(reported),
        "since": since,
        "address": absolute(reported.get_absolute_url()),
    }
    response = render(request, "corrections/report_outcome.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    # Who follows a link from here must not carry the address along.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _version(article: Article, number: str) -> Version:
    """The version that is reported about; the newest where none, or none with words, is named."""
    versions = Version.objects.of(article.pk)
    typed = whole_number(number)
    asked = versions.filter(number=typed).first() if typed else None
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


_HOUR = timedelta(hours=1)
#: Whoever has one IPv6 address has all that share these bits.
_ONE_CLIENT = 64


def limited_until(request: HttpRequest) -> datetime | None:
    """Counts this report; when its client may send the next one, or None where it may send this.

    Without a cache nothing is counted: a lost report is worse than one too many.
    """
    ends = _end_of_hour(timezone.now())
    hashed = salted_hmac("corrigenda.reports", _client(request), algorithm="sha256").hexdigest()
    key = f"reports:{int(ends.timestamp())}:{hashed[:32]}"
    cache.add(key, 0, timeout=int(_HOUR.total_seconds()))
    try:
        count = cache.incr(key)
    except ValueError:
        return None
    return ends if count > settings.REPORTS_PER_HOUR else None


def _end_of_hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + _HOUR


def _client(request: HttpRequest) -> str:
    """The network address that the report comes from: the last that a trusted proxy has added."""
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY:
        forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded.rpartition(",")[2].strip() or address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        # Where the server listens on both, every IPv4 client has such an address.
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), _ONE_CLIENT), strict=False))
