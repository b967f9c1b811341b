"""The date of a page: in what it tells machines, near its heading, at last in its address."""

import re
from collections.abc import Iterator
from itertools import dropwhile, islice

from lxml.html import HtmlElement

from articles.readers.inline import words_of
from articles.readers.page_marks import links_of
from articles.readers.tree import tag_of

_DATES = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "citation_date",
    "citation_publication_date",
    "article_date_original",
    "published",
    "published_at",
    "published_time",
    "published-date",
    "pub_date",
    "publishtime",
    "release_date",
    "created-date",
    "date",
]
#: So many elements behind its heading a page still tells of the text, and not of others.
_NEAR = 150
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|dates|published|pubdate|timestamp|posted|time)(?:$|[\s_-])"
)
_CHANGED = re.compile(r"updat|modif|chang", re.I)
_LEADING = re.compile(
    r"^(?:first |originally )?(?:published|posted|created|written|date|publié le|veröffentlicht"
    r"|publicado(?: el)?|pubblicato(?: il)?|stand|le|am|on|el|il)\b(?: on| at)?[ :：]*",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01]))?/")
_LONGEST = 100


def dates_of(root: HtmlElement, meta: dict[str, list[str]]) -> Iterator[str]:
    """Texts that may be the date of first publication, the most exact first."""
    for name in _DATES:
        yield from meta.get(name, ())
    for one in root.iter("*"):
        if "datepublished" in (one.get("itemprop") or "").lower().split():
            yield from filter(None, (one.get("datetime"), one.get("content"), words_of(one)))
    times = list(root.iter("time"))
    marked = [one for one in times if one.get("pubdate") is not None or _is_publication(one)]
    headed = [one for one in times if any(True for _ in one.iterancestors("header", "article"))]
    for one in [*marked, *headed[:1]]:
        yield from filter(None, (one.get("datetime"), words_of(one)))
    yield from _shown_dates(root)
    for address in [*links_of(root, "canonical"), *meta.get("og:url", ())]:
        found = _IN_ADDRESS.search(address)
        if found:
            yield "-".join(f"{int(part):02}" for part in found.groups() if part)


def _shown_dates(root: HtmlElement) -> Iterator[str]:
    """Dates that a page shows near its heading, in what is named as one."""
    behind = dropwhile(lambda one: tag_of(one) != "h1", root.iter("*"))
    for element in islice(behind, _NEAR):
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        is_time = tag_of(element) == "time" or _DATED.search(names)
        if not is_time or _CHANGED.search(names):
            continue
        text = words_of(element)
        if len(text) <= _LONGEST and not _CHANGED.match(text):
            yield from filter(None, (element.get("datetime"), _LEADING.sub("", text)))


def _is_publication(time: HtmlElement) -> bool:
    classes = (time.get("class") or "").lower()
    return any(
        name in classes for name in ("publish", "entry-date", "posted", "post-date", "pubdate")
    )
