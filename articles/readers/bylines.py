"""Who wrote a page: in what it tells machines, in its byline, in links to pages of authors."""

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from articles.readers.about import authors_in
from articles.readers.inline import words_of

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
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|authors?|author-?name|author__name|article__author|writer)(?:$|\s)"
)
_PROFILE = re.compile(
    r"/(?:authors?|auteurs?|autor(?:es|i|en)?|people|by|contributors?)/[^/]+", re.I
)
_MOST_WORDS = 14
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
_LONGEST = 100


def names_of_authors(root: HtmlElement, meta: dict[str, list[str]]) -> Iterable[str]:
    """Texts that name the authors, from the first place where a page does."""
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
    if not 2 <= len(words) <= _MOST_WORDS or len(text) > _LONGEST or _NO_NAMES.search(text):
        return False
    return not any(word[0].islower() and word.lower() not in _SMALL for word in words)


def _profiles(root: HtmlElement) -> list[str]:
    """The first words that link to an author's page, where nothing else names one."""
    links = (one for one in root.iter("a") if _PROFILE.search(one.get("href") or ""))
    return [text for one in links if _could_name(text := words_of(one)) and len(text) < 60][:1]


def _name_in(element: HtmlElement) -> str:
    inner = [one for one in element.iter("*") if "name" in (one.get("itemprop") or "").split()]
    return (element.get("content") or words_of(inner[0] if inner else element))[:200]
