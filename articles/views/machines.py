"""An explainer for machines: what stood here when (RFC 7089), its links, its part of the record.

Relations of versions are those of RFC 5829, relations of moments those of RFC 7089, whose mementos
are the versions. HTTP counts in whole seconds: a version counts from the second in which it was
recorded, and of two that were recorded in one second the later is what stood here then.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date

from articles.models import Article
from articles.views.finding import absolute, explainer_view
from record import export
from record.clock import stamp
from record.models import SiteIdentity, Version

LINK_FORMAT = "application/link-format"


def address(article: Article, view: str, **rest: object) -> str:
    """The public address of the view `articles:<view>` of an explainer."""
    return absolute(reverse(f"articles:{view}", kwargs={"slug": article.slug, **rest}))


def link(target: str, relation: str, **attributes: str) -> str:
    """One link of the header, or of a document of `application/link-format`."""
    given = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{target}>; rel="{relation}"{given}'


def memento_link(article: Article, version: Version, relation: str = "memento") -> str:
    """The link to a version, with the second from which it stood here."""
    target = address(article, "version", number=version.number)
    return link(target, relation, datetime=memento_datetime(version))


def memento_datetime(version: Version) -> str:
    """When a version began to stand here, as HTTP writes dates."""
    return http_date(version.moment.timestamp())


def set_links(response: HttpResponse, links: Iterable[str]) -> None:
    """Has the response say `links`."""
    response["Link"] = ", ".join(links)


def links_of_live(article: Article) -> Iterator[str]:
    """The links of the explainer as it stands, which is no memento: it changes."""
    version = article.published_version
    yield from _around(article)
    yield memento_link(article, version, "memento last")
    # What a reinstatement follows may have no words to lead to.
    if version.number > 1 and version.kind != "reinstatement":
        before = address(article, "version", number=version.number - 1)
        yield link(before, "predecessor-version")


def links_of_version(
    article: Article, mementos: Sequence[Version], version: Version
) -> Iterator[str]:
    """The links of one version: to what it is a version of, and to those around it."""
    yield link(address(article, "detail"), "original latest-version")
    yield from _around(article)
    place = mementos.index(version)
    for relation, other in (("prev", place - 1), ("next", place + 1)):
        if 0 <= other < len(mementos):
            which = "predecessor" if relation == "prev" else "successor"
            target = mementos[other]
            yield memento_link(article, target, f"memento {relation} {which}-version")
    yield from links_of_ends(article, mementos)


def links_of_timegate(article: Article, mementos: Sequence[Version]) -> Iterator[str]:
    """The links of the redirect that the timegate answers with."""
    yield link(address(article, "detail"), "original")
    yield link(address(article, "timemap"), "timemap", type=LINK_FORMAT)
    yield from links_of_ends(article, mementos)


def links_of_timemap(article: Article, mementos: Sequence[Version]) -> Iterator[str]:
    """The lines of the timemap: every memento there is, oldest first."""
    first, last = memento_datetime(mementos[0]), memento_datetime(mementos[-1])
    yield link(address(article, "detail"), "original")
    own = {"type": LINK_FORMAT, "from": first, "until": last}
    yield link(address(article, "timemap"), "self", **own)
    yield link(address(article, "timegate"), "timegate")
    for version in mementos:
        yield memento_link(article, version, _relation(version, mementos))


def links_of_ends(article: Article, mementos: Sequence[Version]) -> Iterator[str]:
    """The links to the first memento and the last, once where that is one and the same."""
    for version in dict.fromkeys((mementos[0], mementos[-1])):
        yield memento_link(article, version, _relation(version, mementos))


def _relation(version: Version, mementos: Sequence[Version]) -> str:
    ends = {"first": mementos[0], "last": mementos[-1]}
    return " ".join(["memento", *(name for name, end in ends.items() if end == version)])


def _around(article: Article) -> Iterator[str]:
    yield link(address(article, "timegate"), "timegate")
    yield link(address(article, "timemap"), "timemap", type=LINK_FORMAT)
    yield link(address(article, "history"), "version-history")


# The sealed bytes have one spelling and hold no words, so this is found nowhere else in them.
_WITHOUT_WORDS = '"document":null'


def mementos_of(subject: UUID) -> list[Version]:
    """The versions of an explainer that have words, oldest first, without their sealed bytes."""
    versions = Version.objects.of(subject).exclude(sealed__contains=_WITHOUT_WORDS)
    return list(versions.defer("sealed"))


def memento_at(mementos: Sequence[Version], asked: datetime) -> Version:
    """The one of `mementos` that stood here in the second `asked`.

    Before the first one that is the first: a redirect to it, whose own date is told, claims
    nothing for the time before the record begins (RFC 7089, section 4.5.3).
    """
    end = stamp(asked.replace(microsecond=0) + timedelta(seconds=1))
    stood = [version for version in mementos if version.recorded_at < end]
    return stood[-1] if stood else mementos[0]


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
