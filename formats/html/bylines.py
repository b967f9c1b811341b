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
    shown_names,
    stated_names,
)
from formats.html.elements import name_words, parted_words, short_words
from formats.html.page_headings import OwnLines
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
    authors: tuple[str, ...],
    houses: Iterable[str],
) -> tuple[str, ...]:
    """The authors: people before houses, what machines are told before what is shown.

    `authors` are those of the page's data, `own` is what tells of the text, `houses` are the names
    of the site.
    """
    names = frozenset(houses)
    ways = list(_stated_and_shown(meta, own, authors))
    people = [tuple(name for name in way if not is_house(name, names)) for way in ways]
    first = next(filter(None, people), ())
    return _in_full(first, people) if first else next(filter(None, ways), ())


def _in_full(names: tuple[str, ...], others: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """`names`, or where it is one first name or one to log in with, the whole name elsewhere."""
    if len(names) != 1 or " " in names[0]:
        return names
    whole = (other for other in others if len(other) == 1 and is_of(names[0], other[0]))
    return next(whole, names)


def _stated_and_shown(
    meta: dict[str, list[str]], own: OwnLines, authors: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """What may be the authors, the surest first: of `meta` elements what the page shows too."""
    yield _stated(authors)
    stated = [_stated(meta.get(name, ())) for name in _AUTHORS]
    stated.append(_stated(_labelled(meta)))
    shown = folded(" ".join(short_words(element, _LONGEST) for element in own.near))
    yield from (names for names in stated if any(folded(name) in shown for name in names))
    yield from _marked(own.near)
    yield from stated
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
    authors = (element for element in elements if "author" in _words(element, "itemprop"))
    yield _named(map(_name_in, authors))
    links = [element for element in elements if tag_of(element) == "a"]
    yield _named(_line_of(link) for link in links if "author" in _words(link, "rel"))
    bylines = list(filter(_is_byline, elements))[:_MOST]
    for first in bylines:
        beside = [byline for byline in bylines if byline.getparent() is first.getparent()]
        yield _named(map(_byline_in, beside))
    yield _named(map(_line_of, list(filter(_is_profile, links))[:1]))


def _is_byline(element: HtmlElement) -> bool:
    if tag_of(element) in ("body", "article", "main", "img", "label", "input"):
        return False
    names = name_words(element) | set((element.get("data-testid") or "").lower().split("-"))
    is_named = any(map(_BYLINES.fullmatch, names)) or {"by", "line"} <= names
    is_other = any(map(_NO_BYLINES.fullmatch, names))
    return tag_of(element) == "byline" or (is_named and not is_other)


def _byline_in(element: HtmlElement) -> str:
    """The words of a byline: of the links to authors in it, if there are any, else of names."""
    profiles = filter(_is_profile, [element, *element.iter("a", "span")])
    names = list(dict.fromkeys(filter(None, map(shown_names, map(_line_of, profiles)))))
    text = ", ".join(names) or parted_words(element, _LONGEST)
    is_exact = tag_of(element) == "byline" or bool(name_words(element) & _EXACT)
    return text if names or is_exact or could_name(shown_names(text)) else ""


def _is_profile(element: HtmlElement) -> bool:
    """Whether `element` links to the page of an author on the site, or is a name of hCard."""
    address = element.get("href") or ""
    is_page = _PROFILE.search(address) and not _NETWORKS.search(address)
    return bool(is_page) or "fn" in _words(element, "class")


def _lines(near: list[HtmlElement]) -> Iterator[tuple[str, ...]]:
    """Lines near the heading that begin as bylines do: "By Ada Mora"."""
    for element in near:
        head = " ".join((element.text or "").split())
        is_line = head or tag_of(element) in ("p", "address") or len(element) <= _FEW
        if is_line and (text := parted_words(element, _LONGEST)):
            yield _named([text, dated_name(text)], led=True)


def _named(texts: Iterable[str], *, led: bool = False) -> tuple[str, ...]:
    return authors_in(name for text in texts if (name := shown_names(text, led=led)))


def _stated(texts: Iterable[str]) -> tuple[str, ...]:
    return authors_in(filter(None, map(stated_names, texts)))


def _name_in(element: HtmlElement) -> str:
    """The name in what microdata call an author: an inner name, else all of it."""
    inner = [name for name in element.iter("*") if "name" in _words(name, "itemprop")]
    names = [text for name in inner if (text := name.get("content") or words_of(name))]
    return (", ".join(names) or element.get("content") or _line_of(element))[:_LONGEST]


def _line_of(element: HtmlElement) -> str:
    return parted_words(element, _LONGEST) or words_of(element)[:_LONGEST]


def _words(element: HtmlElement, name: str) -> list[str]:
    """The words of an attribute, in small letters."""
    return (element.get(name) or "").lower().split()
