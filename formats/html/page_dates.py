"""The date of a page: in what it tells machines, near its heading, at last in its address."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import tag_of
from formats.html.near_heading import OwnLines
from formats.html.shown_dates import shown_dates, tells_change
from formats.metadata import links_of

_DATES = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date.published",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "publication_date",
    "publicationdate",
    "citation_date",
    "citation_publication_date",
    "citation_online_date",
    "article_date_original",
    "article.published",
    "published",
    "published_at",
    "published_time",
    "published-date",
    "pub_date",
    "publishtime",
    "release_date",
    "created-date",
    "datecreated",
    "date",
]
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01]))?/")


def dates_of(root: HtmlElement, meta: dict[str, list[str]], own: OwnLines) -> Iterator[str]:
    """Texts that may be the date of first publication, the most exact first.

    `own` is what tells of the text, and not of comments or other texts.
    """
    for name in _DATES:
        yield from meta.get(name, ())
    yield from _marked(own)
    yield from _times(own)
    yield from shown_dates(own.near)
    yield from _headed(own)
    for address in [*links_of(root, "canonical"), *meta.get("og:url", ())]:
        found = _IN_ADDRESS.search(address)
        if found:
            yield "-".join(f"{int(part):02}" for part in found.groups() if part)


def _marked(own: OwnLines) -> Iterator[str]:
    """What microdata call the date, that near the heading first, that of a comment never."""
    marked = [one for one in own.all if "datepublished" in _properties(one)]
    for one in [*_first(marked, own.near), *marked]:
        yield from filter(None, (*map(one.get, ("datetime", "content", "value")), words_of(one)))


def _times(own: OwnLines) -> Iterator[str]:
    times = [one for one in own.all if tag_of(one) == "time"]
    marked = [one for one in times if one.get("pubdate") is not None or _is_publication(one)]
    for one in [*_first(marked, own.near), *marked]:
        yield from filter(None, (one.get("datetime"), words_of(one)))


def _headed(own: OwnLines) -> Iterator[str]:
    """The first time in an article, whatever the makers of the site call it."""
    times = [one for one in own.all if tag_of(one) == "time"]
    headed = [one for one in times if any(True for _ in one.iterancestors("header", "article"))]
    for one in (one for one in headed[:1] if not tells_change(one)):
        yield from filter(None, (one.get("datetime"), words_of(one)))


def _first(marked: list[HtmlElement], near: list[HtmlElement]) -> list[HtmlElement]:
    """Those of the marked elements that are near the heading, the nearest first."""
    held = set(marked)
    return [one for one in near if one in held]


def _properties(element: HtmlElement) -> list[str]:
    return (element.get("itemprop") or "").lower().split()


def _is_publication(time: HtmlElement) -> bool:
    classes = (time.get("class") or "").lower()
    return any(
        name in classes for name in ("publish", "entry-date", "posted", "post-date", "pubdate")
    )
