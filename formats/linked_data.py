"""JSON-LD in the words of schema.org: the article, its questions, its corrections."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from formats.metadata import (
    About,
    authors_in,
    first_date,
    identity_of,
    language_of,
    one_line,
    texts_in,
    topics_in,
)

ARTICLES = frozenset(
    [
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "ScholarlyArticle",
        "TechArticle",
        "AnalysisNewsArticle",
        "BackgroundNewsArticle",
        "ReportageNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "MedicalWebPage",
        "HowTo",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "Guide",
    ]
)
_PAGES = frozenset(("WebPage", "ItemPage", "FAQPage", "QAPage", "AboutPage"))
# What old rules for XHTML put around a script, and what people leave behind it.
_OPENS = re.compile(r"(?:(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?|<!--)")
_CLOSES = re.compile(r"(?:(?://|/\*)?\s*\]\]>|-->|;)[\s*/]*$")
_LONGEST_CLOSE = 100
_AUTHORS = ("author", "creator")
_ORGANISATIONS = frozenset(
    ["Organization", "NewsMediaOrganization", "Corporation", "NGO", "WebSite", "Brand"]
)
_DEEPEST, _MOST, _MOST_AUTHORS = 12, 5_000, 50


def things_in(texts: Iterable[str]) -> list[dict[str, Any]]:
    """All objects of JSON-LD in `texts`, outer ones first; what is no JSON counts as none."""
    things: list[dict[str, Any]] = []
    for text in texts:
        try:
            parsed = json.loads(_unwrapped(text.strip()), strict=False)
        except (ValueError, RecursionError):
            continue
        things += objects_in(parsed)
    return things[:_MOST]


def _unwrapped(text: str) -> str:
    """A script without what is put around it; its end is looked for there alone."""
    text = _OPENS.sub("", text, count=1) if _OPENS.match(text) else text
    return text[:-_LONGEST_CLOSE] + _CLOSES.sub("", text[-_LONGEST_CLOSE:])


def objects_in(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects in a value of JSON, outer ones first, to a depth that no honest file has."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for member in list(inner)[:_MOST]:
        if isinstance(member, dict | list):
            yield from objects_in(member, depth + 1)


def types_of(thing: dict[str, Any]) -> set[str]:
    """The names of a thing's types, without the address of the vocabulary."""
    return {text.rpartition("/")[2].rpartition(":")[2] for text in texts_in(thing.get("@type"))}


def article_in(things: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The first article among `things`, or else the first page."""
    known = list(things)
    for kinds in (ARTICLES, _PAGES):
        article = next((thing for thing in known if types_of(thing) & kinds), None)
        if article is not None:
            return article
    return None


def resolved(thing: dict[str, Any], things: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """`thing` with the authors that it only refers to (`{"@id": …}`), as `things` name them."""
    named = {
        person["@id"]: person
        for person in things
        if isinstance(person.get("@id"), str) and "name" in person
    }

    def followed(value: Any) -> Any:
        if isinstance(value, list):
            return [followed(author) for author in value[:_MOST_AUTHORS]]
        is_reference = isinstance(value, dict) and "name" not in value
        key = value.get("@id") if is_reference else None
        return named.get(key, value) if isinstance(key, str) else value

    return {**thing, **{name: followed(thing[name]) for name in _AUTHORS if name in thing}}


def organisations_in(things: Iterable[dict[str, Any]]) -> set[str]:
    """The names of the sites and organisations among `things`."""
    return {
        name
        for thing in things
        if types_of(thing) & _ORGANISATIONS
        for name in _texts(thing, "name")
    }


def about_thing(thing: dict[str, Any]) -> About:
    """What an article says about itself."""
    return About(
        title=_first(thing, "headline", "name"),
        standfirst=_first(thing, "alternativeHeadline", "description", "abstract"),
        date=first_date(_texts(thing, "datePublished", "dateCreated")),
        language=language_of(_texts(thing, "inLanguage")),
        identity=identity_of(_addresses(thing)),
        authors=authors_in(_texts(thing, "author") or _texts(thing, "creator")),
        topics=topics_in(_topics(thing)),
        past=tuple(corrections_in(thing)),
    )


def questions_in(things: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Questions with their answers, which may be HTML; an answer of nothing is ""."""
    for thing in things:
        if "Question" in types_of(thing):
            question = _first(thing, "name", "text")
            answers = thing.get("acceptedAnswer") or thing.get("suggestedAnswer") or ""
            first = answers[0] if isinstance(answers, list) and answers else answers
            answer = first.get("text", "") if isinstance(first, dict) else first
            if question:
                yield question, answer if isinstance(answer, str) else ""


def corrections_in(thing: dict[str, Any]) -> Iterator[tuple[str | None, str]]:
    """The notes under `correction`: `(partial date or None, note)`; mere addresses are none."""
    given = thing.get("correction")
    for note in given if isinstance(given, list) else [given]:
        date = (
            first_date(_texts(note, "datePublished", "dateCreated"))
            if isinstance(note, dict)
            else None
        )
        for text in texts_in(note, names=("text", "description", "name")):
            if text and not text.startswith(("http://", "https://")):
                yield date, text[:2_000]


def _texts(thing: dict[str, Any], *names: str) -> list[str]:
    inner = ("name", "@id", "@value", "alternateName")
    texts = (text for name in names for text in texts_in(thing.get(name), names=inner))
    return [one_line(unescape(text)) for text in texts if text]


def _first(thing: dict[str, Any], *names: str) -> str | None:
    return next(iter(_texts(thing, *names)), None)


def _topics(thing: dict[str, Any]) -> list[str]:
    """The sections and keywords; one text may hold several behind commas."""
    keywords = thing.get("keywords")
    split = (
        unescape(keywords).split(",") if isinstance(keywords, str) else _texts(thing, "keywords")
    )
    return [*_texts(thing, "articleSection"), *map(one_line, split)]


def _addresses(thing: dict[str, Any]) -> Iterator[str]:
    for name in ("mainEntityOfPage", "url", "@id", "identifier"):
        yield from texts_in(thing.get(name), names=("@id", "url", "value"))
