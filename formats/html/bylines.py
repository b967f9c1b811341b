"""Who wrote a page: in what it tells machines, in its byline, in links to pages of authors.

What names people goes before what names the site or a house: those stay where they are alone.
"""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import tag_of
from formats.html.byline_words import (
    begins_as_byline,
    could_name,
    dated_name,
    is_house,
    is_of,
    named_in,
    told_in,
)
from formats.html.element_names import name_words
from formats.html.near_heading import OwnLines, parted_words, short_words
from formats.metadata import authors_in

_AUTHORS = [
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article_author",
    "article.author",
    "cxenseparse:author",
    "analyticsattributes.author",
    "byl",
    "byline",
]
#: Words in the names of what shows the authors, and of what shows something else about them.
_BYLINES = re.compile(
    r"bylines?|authors?|autor(?:en)?|auteurs?|writer|username|contributors?|authorname|itemposter"
)
_NO_BYLINES = re.compile(
    r"comments?|avatar|image|photo|picture|bio|social|description|role|title|job|box|card|info"
    r"|share|follow|form|label|button|count"
)
_EXACT = frozenset(("author", "authors", "username", "autor", "auteur"))
_PROFILE = re.compile(
    r"/(?:authors?|auteurs?|autor(?:es|i|en|in)?|contributors?|profile?|redaktion|staff|users?|writers?"
    r"|editors|newsteam|journalists?|journalisten|reporters?|columnists?|people)/[^/]+|/author-\w+|/user[\w-]*(?:/|\.php)\?",
    re.IGNORECASE,
)
_NETWORKS = re.compile(r"//(?:\w+\.)?(?:youtube|facebook|twitter|instagram|linkedin|x)\.com/", re.I)
_LONGEST = 150
_MOST, _FEW = 50, 2


def authors_of(
    meta: dict[str, list[str]],
    own: OwnLines,
    told: tuple[str, ...],
    houses: Iterable[str],
) -> tuple[str, ...]:
    """The authors: people before houses, what machines are told before what is shown.

    `told` are those of the page's data, `own` is what tells of the text, `houses` are the names of
    the site.
    """
    names = frozenset(houses)
    ways = list(_told_and_shown(meta, own, told))
    people = [tuple(one for one in way if not is_house(one, names)) for way in ways]
    found = next(filter(None, people), ())
    return _in_full(found, people) if found else next(filter(None, ways), ())


def _in_full(found: tuple[str, ...], others: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """`found`, or where it is one first name or one to log in with, the name said elsewhere."""
    if len(found) != 1 or " " in found[0]:
        return found
    whole = (one for one in others if len(one) == 1 and is_of(found[0], one[0]))
    return next(whole, found)


def _told_and_shown(
    meta: dict[str, list[str]],
    own: OwnLines,
    told: tuple[str, ...],
) -> Iterator[tuple[str, ...]]:
    """What may be the authors, the surest first: of `meta` elements what the page shows too."""
    yield _told(told)
    said = [_told(meta.get(name, ())) for name in _AUTHORS]
    said.append(_told(_labelled(meta)))
    shown = folded(" ".join(short_words(one, _LONGEST) for one in own.near))
    yield from (one for one in said if any(folded(name) in shown for name in one))
    yield from _marked(own.near)
    yield from said
    yield from _lines(own.near)
    yield from _marked(own.all)


def _labelled(meta: dict[str, list[str]]) -> Iterator[str]:
    """What cards for social networks label as the author."""
    for number in "12":
        labels = meta.get(f"twitter:label{number}", ())
        if any(map(begins_as_byline, labels)):
            yield from meta.get(f"twitter:data{number}", ())


def _marked(elements: list[HtmlElement]) -> Iterator[tuple[str, ...]]:
    """What is marked as the authors, by microdata first, by the address of a link at last."""
    yield _named(_name_in(one) for one in elements if "author" in _words(one, "itemprop"))
    links = [one for one in elements if tag_of(one) == "a"]
    yield _named(_said(one) for one in links if "author" in _words(one, "rel"))
    bylines = [one for one in elements if _is_byline(one)][:_MOST]
    for first in bylines:
        beside = [one for one in bylines if one.getparent() is first.getparent()]
        yield _named(map(_byline_in, beside))
    yield _named([_said(one) for one in links if _is_profile(one)][:1])


def _is_byline(element: HtmlElement) -> bool:
    if tag_of(element) in ("body", "article", "main", "img", "label", "input"):
        return False
    names = name_words(element) | set((element.get("data-testid") or "").lower().split("-"))
    is_named = any(map(_BYLINES.fullmatch, names)) or {"by", "line"} <= names
    is_other = any(map(_NO_BYLINES.fullmatch, names))
    return tag_of(element) == "byline" or (is_named and not is_other)


def _byline_in(element: HtmlElement) -> str:
    """The words of a byline: of the links to authors in it, if there are any, else of names."""
    inner = [element, *element.iter("a", "span")]
    names = [text for one in inner if _is_profile(one) and (text := named_in(_said(one)))]
    text = ", ".join(dict.fromkeys(names)) if names else parted_words(element, _LONGEST)
    is_exact = tag_of(element) == "byline" or bool(name_words(element) & _EXACT)
    return text if names or is_exact or could_name(named_in(text)) else ""


def _is_profile(element: HtmlElement) -> bool:
    """Whether `element` links to the page of an author on the site, or is a name of hCard."""
    address = element.get("href") or ""
    is_page = _PROFILE.search(address) and not _NETWORKS.search(address)
    return bool(is_page) or "fn" in _words(element, "class")


def _lines(near: list[HtmlElement]) -> Iterator[tuple[str, ...]]:
    """Lines near the heading that begin as bylines do: "By Ada Mora"."""
    for one in near:
        head = " ".join((one.text or "").split())
        is_line = head or tag_of(one) in ("p", "address") or len(one) <= _FEW
        if is_line and (text := parted_words(one, _LONGEST)):
            yield _named([text, dated_name(text)], led=True)


def _named(texts: Iterable[str], *, led: bool = False) -> tuple[str, ...]:
    return authors_in(name for text in texts if (name := named_in(text, led=led)))


def _told(texts: Iterable[str]) -> tuple[str, ...]:
    return authors_in(name for text in texts if (name := told_in(text)))


def _name_in(element: HtmlElement) -> str:
    inner = [one for one in element.iter("*") if "name" in _words(one, "itemprop")]
    named = [text for one in inner if (text := one.get("content") or words_of(one))]
    return (", ".join(named) or element.get("content") or _said(element))[:_LONGEST]


def _said(element: HtmlElement) -> str:
    return parted_words(element, _LONGEST) or words_of(element)[:_LONGEST]


def _words(element: HtmlElement, name: str) -> list[str]:
    return (element.get(name) or "").lower().split()
