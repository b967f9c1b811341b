"""What a page says about itself: JSON-LD, OpenGraph, microdata, `meta`, `time` and its headings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import dropwhile, islice

from lxml.html import HtmlElement
from rapidfuzz.fuzz import ratio

from articles.readers.about import (
    About,
    authors_in,
    first_date,
    identity_of,
    language_of,
    one_line,
    topics_in,
)
from articles.readers.divisions import folded
from articles.readers.inline import words_of
from articles.readers.linked_data import about_thing, article_in, things_in
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
_AUTHORS = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
]
_TOPICS = ("article:section", "article:tag", "parsely-section", "dc.subject", "dcterms.subject")
_KEYWORDS = ("news_keywords", "keywords", "parsely-tags")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|author-?name|author__name|article__author|writer)(?:$|\s)"
)
_PROFILE = re.compile(
    r"/(?:authors?|auteurs?|autor(?:es|i|en)?|people|by|contributors?)/[^/]+", re.I
)
_LONGEST_BYLINE = 100
_MOST_WORDS = 14
#: So many elements behind its heading a page still tells of the text, and not of others.
_NEAR = 150
#: Small words in names and between them.
_SMALL = frozenset(
    [
        "and",
        "&",
        "und",
        "et",
        "y",
        "e",
        "i",
        "en",
        "og",
        "och",
        "by",
        "von",
        "van",
        "de",
        "der",
        "den",
        "da",
        "di",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
    ]
)
_NO_NAMES = re.compile(r"\d|\b(?:more|all|full|bio|follow|posted|written|staff only|see)\b", re.I)
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
_ALIKE = 80
_SHORT_TITLE = 20
_FEWEST_WORDS = 4


def page_about(root: HtmlElement) -> About:
    """All that the page tells; each thing from where it is told most exactly."""
    thing = article_in(things_in(_scripts(root)))
    said = about_thing(thing) if thing else About()
    meta = _metas(root)
    identity = identity_of([*_links(root, "canonical"), *meta.get("og:url", ())]) or said.identity
    return replace(
        said,
        title=_title(root, said, meta),
        standfirst=None,
        date=said.date or first_date(_dates(root, meta)),
        language=said.language or _language(root, meta),
        identity=identity,
        base=identity or "",
        authors=said.authors or authors_in(_authors(root, meta)),
        topics=said.topics or topics_in(_topics(root, meta)),
    )


def linked_things(root: HtmlElement) -> list[dict[str, object]]:
    """The objects of JSON-LD in a page."""
    return things_in(_scripts(root))


def with_class(root: HtmlElement, *names: str) -> Iterator[HtmlElement]:
    """The elements that have one of the classes."""
    wanted = frozenset(names)
    for element in root.iter("*"):
        if wanted & set((element.get("class") or "").casefold().split()):
            yield element


def _scripts(root: HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            yield script.text or ""


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for one in root.iter("meta"):
        name = (one.get("property") or one.get("name") or one.get("itemprop") or "").lower()
        content = one_line(one.get("content") or "")
        if name and content:
            metas.setdefault(name, []).append(content)
    return metas


def _links(root: HtmlElement, kind: str) -> Iterator[str]:
    for one in root.iter("link"):
        if kind in (one.get("rel") or "").lower().split():
            yield (one.get("href") or "").strip()


def _title(root: HtmlElement, said: About, meta: dict[str, list[str]]) -> str | None:
    """The heading that readers see, if the page's data agree with it; else what the data say."""
    headings = [text for one in root.iter("h1") if (text := words_of(one)) and not _leads_home(one)]
    title = next((words_of(one) for one in root.iter("title")), "")
    named = [said.title or "", *meta.get("og:title", ()), *meta.get("twitter:title", ())]
    stated = [one_line(text) for text in named if text.strip()]
    for told in filter(None, [*stated, title]):
        agreeing = [one for one in headings if _agree(one, told)]
        if agreeing:
            return agreeing[0]
    if len(headings) == 1 and any(_tells_the_same(headings[0], told) for told in [*stated, title]):
        return headings[0]
    site = next(iter(meta.get("og:site_name", ())), "") or _host(root, meta)
    return next((_without_site(text, site) for text in [*stated, title, *headings] if text), None)


def _leads_home(heading: HtmlElement) -> bool:
    """Whether a heading is the name of the site, which links to its first page."""
    around = [*heading.iter("a"), *heading.iterancestors("a")]
    return any(re.fullmatch(r"(?:https?://[^/]+)?/?", one.get("href") or "x") for one in around)


def _agree(heading: str, text: str) -> bool:
    """Whether a heading says what the title `text` says, with or without the name of the site."""
    one, other = folded(heading), folded(text)
    if not one or not other:
        return False
    if other.startswith(one):
        return len(one) > _SHORT_TITLE or len(one) * 3 > len(other)
    return one.startswith(other) or ratio(one, other) >= _ALIKE


def _tells_the_same(heading: str, told: str) -> bool:
    """Whether the only heading of a page and a title written for machines share a word."""
    words, others = (set(re.findall(r"\w{4,}", text.casefold())) for text in (heading, told))
    return len(heading.split()) >= _FEWEST_WORDS and bool(words & others)


def _host(root: HtmlElement, meta: dict[str, list[str]]) -> str:
    """The name of the site in the page's address: "example" of "https://www.example.org/a"."""
    for address in [*_links(root, "canonical"), *meta.get("og:url", ())]:
        found = re.match(r"https?://(?:www\.)?([a-z0-9-]+)\.", address)
        if found:
            return found[1]
    return ""


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site behind it."""
    parts = re.split(r"\s+[|–—·•»:-]\s+", title)
    if site and len(parts) > 1 and _joined(parts[-1]) == _joined(site):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»:-")
    return parts[0] if len(parts) == 2 and "|" in title and len(parts[0]) > 15 else title


def _joined(text: str) -> str:
    return folded(text).replace(" ", "")


def _dates(root: HtmlElement, meta: dict[str, list[str]]) -> Iterator[str]:
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
    for address in [*_links(root, "canonical"), *meta.get("og:url", ())]:
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
        if len(text) <= _LONGEST_BYLINE and not _CHANGED.match(text):
            yield from filter(None, (element.get("datetime"), _LEADING.sub("", text)))


def _is_publication(time: HtmlElement) -> bool:
    classes = (time.get("class") or "").lower()
    return any(
        name in classes for name in ("publish", "entry-date", "posted", "post-date", "pubdate")
    )


def _language(root: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    page = next(root.iter("html"), root)
    given = [page.get("lang") or "", page.get("{http://www.w3.org/XML/1998/namespace}lang") or ""]
    named = [*given, *meta.get("content-language", ()), *meta.get("og:locale", ())]
    return language_of(named)


def _authors(root: HtmlElement, meta: dict[str, list[str]]) -> Iterable[str]:
    for name in _AUTHORS:
        if authors_in(meta.get(name, ())):
            return meta[name]
    marked = [one for one in root.iter("*") if "author" in (one.get("itemprop") or "").split()]
    named = [_name_in(one) for one in marked]
    if any(named):
        return named
    linked = [words_of(one) for one in root.iter("a") if "author" in (one.get("rel") or "").split()]
    bylines = (words_of(one) for one in root.iter("*") if _BYLINE.search(one.get("class") or ""))
    return [one for one in linked if one and not _NO_NAMES.search(one)] or [
        *(text for text in bylines if _could_name(text)),
        *_profiles(root),
    ][:1]


def _could_name(text: str) -> bool:
    """Whether a line may be the names of people: few words, each with a capital or without case."""
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS or len(text) > _LONGEST_BYLINE or _NO_NAMES.search(text):
        return False
    return not any(word[0].islower() and word.lower() not in _SMALL for word in words)


def _profiles(root: HtmlElement) -> list[str]:
    """The first words that link to an author's page, where nothing else names one."""
    links = (one for one in root.iter("a") if _PROFILE.search(one.get("href") or ""))
    return [text for one in links if _could_name(text := words_of(one)) and len(text) < 60][:1]


def _name_in(element: HtmlElement) -> str:
    inner = [one for one in element.iter("*") if "name" in (one.get("itemprop") or "").split()]
    return (element.get("content") or words_of(inner[0] if inner else element))[:200]


def _topics(root: HtmlElement, meta: dict[str, list[str]]) -> list[str]:
    topics = [text for name in _TOPICS for text in meta.get(name, ())]
    topics += [words_of(one) for one in root.iter("a") if "tag" in (one.get("rel") or "").split()]
    if topics:
        return topics
    keywords = next((meta[name] for name in _KEYWORDS if name in meta), [])
    return [one for text in keywords for one in text.split(",")]
