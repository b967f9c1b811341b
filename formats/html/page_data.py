"""What a page says about itself: JSON-LD, OpenGraph, microdata, `meta`, `time` and its headings."""

from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.html.bylines import authors_of
from formats.html.near_heading import own_lines
from formats.html.page_dates import dates_of
from formats.html.page_titles import site_of, title_of
from formats.linked_data import about_thing, article_in, organisations_in, resolved, things_in
from formats.metadata import (
    About,
    first_date,
    identity_of,
    language_of,
    links_of,
    metas_of,
    topics_in,
)

_TOPICS = ("article:section", "article:tag", "parsely-section", "dc.subject", "dcterms.subject")
_KEYWORDS = ("news_keywords", "keywords", "parsely-tags")


def page_about(root: HtmlElement) -> About:
    """All that the page tells; each thing from where it is told most exactly."""
    things = things_in(_scripts(root))
    thing = article_in(things)
    said = about_thing(resolved(thing, things)) if thing else About()
    meta = metas_of(root)
    identity = identity_of([*links_of(root, "canonical"), *meta.get("og:url", ())]) or said.identity
    title = title_of(root, said, meta)
    own = own_lines(root, title)
    return replace(
        said,
        title=title,
        standfirst=None,
        date=said.date or first_date(dates_of(root, meta, own)),
        language=said.language or _language(root, meta),
        identity=identity,
        base=identity or "",
        authors=authors_of(meta, own, said.authors, _houses(root, meta, things)),
        topics=said.topics or topics_in(_topics(root, meta)),
    )


def linked_things(root: HtmlElement) -> list[dict[str, object]]:
    """The objects of JSON-LD in a page."""
    return things_in(_scripts(root))


def descriptions_of(root: HtmlElement, things: list[dict[str, object]]) -> list[str]:
    """What the page's data say that it is about, in words that may stand on it too."""
    meta = metas_of(root)
    thing = article_in(things)
    said = about_thing(thing).standfirst if thing else None
    named = ("description", "og:description", "twitter:description", "dc.description")
    return [*(text for name in named for text in meta.get(name, ())), *filter(None, [said])]


def _scripts(root: HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            yield script.text or ""


def _houses(
    root: HtmlElement, meta: dict[str, list[str]], things: list[dict[str, object]]
) -> set[str]:
    """The names of the site and of who publishes it."""
    houses = organisations_in(things) | {site_of(root, meta)}
    for name in ("og:site_name", "application-name", "publisher", "dc.publisher", "copyright"):
        houses |= set(meta.get(name, ()))
    return {one for one in houses if one}


def _language(root: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    page = next(root.iter("html"), root)
    given = [page.get("lang") or "", page.get("{http://www.w3.org/XML/1998/namespace}lang") or ""]
    named = [*given, *meta.get("content-language", ()), *meta.get("og:locale", ())]
    return language_of(named)


def _topics(root: HtmlElement, meta: dict[str, list[str]]) -> list[str]:
    topics = [text for name in _TOPICS for text in meta.get(name, ())]
    topics += [words_of(one) for one in root.iter("a") if "tag" in (one.get("rel") or "").split()]
    if topics:
        return topics
    keywords = next((meta[name] for name in _KEYWORDS if name in meta), [])
    return [one for text in keywords for one in text.split(",")]
