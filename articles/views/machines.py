"""One explainer for machines: what stood here when (RFC 7089, pattern 2.1), and its record."""

import json
from datetime import UTC, datetime

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date

from articles.mementos import memento_at, mementos_of
from articles.models import Article
from articles.views.finding import explainer_view
from articles.views.linking import (
    LINK_FORMAT,
    address,
    links_of_timegate,
    links_of_timemap,
    set_links,
)
from record import export
from record.models import SiteIdentity

_EXPECTED = "expected a date such as Tue, 24 Nov 2026 12:00:00 GMT"


@explainer_view("articles:timegate")
def article_timegate(request: HttpRequest, article: Article) -> HttpResponse:
    """Leads to the version that stood here at `Accept-Datetime`, without it to the newest one.

    For a moment before the record begins that is the first version; its own `Memento-Datetime`
    says since when it is known to have stood here. What is no date is answered 400.
    """
    mementos = mementos_of(article.pk)
    asked = request.headers.get("Accept-Datetime")
    try:
        chosen = mementos[-1] if asked is None else memento_at(mementos, _moment(asked))
    except (ValueError, OverflowError):
        message = f"Accept-Datetime: found {(asked or '')[:40]!r}; {_EXPECTED}\n"
        return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")
    response = HttpResponseRedirect(address(article, "version", number=chosen.number))
    patch_vary_headers(response, ["accept-datetime"])
    set_links(response, links_of_timegate(article, mementos))
    return response


@explainer_view("articles:timemap")
def article_timemap(_request: HttpRequest, article: Article) -> HttpResponse:
    """Every version that has words, with the second from which it stood here."""
    lines = links_of_timemap(article, mementos_of(article.pk))
    response = HttpResponse(",\n".join(lines) + "\n", content_type=LINK_FORMAT)
    response["X-Robots-Tag"] = "noindex"
    return response


@explainer_view("articles:record")
def article_record(_request: HttpRequest, article: Article) -> HttpResponse:
    """The explainer's own part of the record: each version's sealed bytes, texts and salts.

    A version is written as in the whole record, see `docs/record-format.md`.
    """
    about = {"site": str(SiteIdentity.objects.get().uuid), "subject": str(article.pk)}
    versions = ",\n".join(line.rstrip("\n") for line in export.lines(subject=article.pk))
    text = f'{json.dumps(about, separators=(",", ":"))[:-1]},"versions":[\n{versions}\n]}}\n'
    response = HttpResponse(text, content_type="application/json")
    response["Last-Modified"] = http_date(article.published_version.moment.timestamp())
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


def _moment(date: str) -> datetime:
    return datetime.fromtimestamp(parse_http_date(date), UTC)
