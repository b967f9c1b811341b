"""The heading of a page: the title that readers see, and the lines near it.

A title is told apart from names of sites and of campaigns; near the heading a page says who wrote
its text, and when.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement
from rapidfuzz.fuzz import ratio

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import tag_of
from formats.html.elements import holds, name_words, short_words
from formats.metadata import About, links_of, one_line

#: Words in the names of the line above a title, and of what is read out and not shown in it.
_KICKERS = frozenset(
    [
        "kicker",
        "overline",
        "dachzeile",
        "roofline",
        "spitzmarke",
        "eyebrow",
        "topic",
        "label",
        "subheadline",
        "subline",
        "subtitle",
        "invisible",
        "hidden",
        "visuallyhidden",
    ]
)
_ALIKE = 80
_SHORT_TITLE = 20
_FEWEST_WORDS = 4
_LONG_ENOUGH = 10
_SEPARATED = r"\s+[|–—·•»:-]\s+"
_HOME = re.compile(r"(?:https?://[^/]+)?/?")
_SITE = re.compile(r"https?://(?:www\.)?([a-z0-9-]+)\.")
#: So many elements behind and before its heading a page still tells of the text, not of others.
_BEHIND, _BEFORE = 150, 40
_TITLE_TAGS = ("h1", "h2", "h3")
_ELSEWHERE = frozenset(("nav", "form", "script", "style", "noscript", "template"))
#: What may hold the lines about a text as well as something else: believed if it is long.
_BESIDE = frozenset(("aside", "footer", "sidebar", "copyright"))
_LONG = 300
#: Words in the names of what tells of other texts, or of readers.
_OTHERS = frozenset(
    [
        "comment",
        "comments",
        "commentlist",
        "respond",
        "related",
        "recommended",
        "recommendations",
        "popular",
        "trending",
        "newsletter",
        "menu",
        "nav",
        "navigation",
        "navbar",
        "caption",
        "cookie",
        "search",
    ]
)
#: What a page calls its standfirst too; a teaser of another text links to it.
_TEASERS = frozenset(("teaser", "teasers"))


@dataclass(frozen=True, slots=True)
class OwnLines:
    """The elements in which a page may tell of its own text.

    `near` are those behind its heading, then those before it, nearest first; `all` are all that
    belong to no comment, no form and no other text.
    """

    near: list[HtmlElement]
    all: list[HtmlElement]


def own_lines(root: HtmlElement, title: str | None) -> OwnLines:
    """What tells of the text headed `title`."""
    heading = _heading(root, title or "")
    own = list(_own(root, set(heading.iterancestors()) if heading is not None else set()))
    place = next((at for at, element in enumerate(own) if element is heading), 0)
    before = own[max(0, place - _BEFORE) : place][::-1]
    return OwnLines([*own[place : place + _BEHIND], *before], own)


def _own(root: HtmlElement, holders: set[HtmlElement]) -> Iterator[HtmlElement]:
    """The elements of the body but those that tell of others, and all that is in these."""
    others: set[HtmlElement] = set()
    for body in root.iter("body"):
        for element in body.iter("*"):
            is_around = element is body or element in holders
            if element.getparent() in others or (not is_around and _tells_of_others(element)):
                others.add(element)
            else:
                yield element


def _heading(root: HtmlElement, title: str) -> HtmlElement | None:
    """The heading that says the title, else the first of the page."""
    wanted = folded(title)
    headings = [heading for tag in _TITLE_TAGS for heading in root.iter(tag)]
    for heading in headings:
        words = folded(words_of(heading))
        if words and (words in wanted or wanted in words) and 2 * len(words) > len(wanted):
            return heading
    return next((heading for heading in headings if tag_of(heading) == "h1"), None)


def _tells_of_others(element: HtmlElement) -> bool:
    tag, words = tag_of(element), name_words(element)
    if tag in _ELSEWHERE or words & _OTHERS or "widget" in (element.get("class") or "").split():
        return True
    if words & _TEASERS and holds(element, "a"):
        return True
    is_beside = tag in _BESIDE or bool(words & _BESIDE)
    return is_beside and not short_words(element, _LONG)


def title_of(root: HtmlElement, about: About, meta: dict[str, list[str]]) -> str | None:
    """The heading that readers see, if the page's data agree with it; else what the data say.

    `about` is what the page's data say, `meta` what its `meta` elements do.
    """
    named = [about.title or "", *meta.get("og:title", ()), *meta.get("twitter:title", ())]
    stated = [one_line(text) for text in named if text.strip()]
    stated.append(next((words_of(title) for title in root.iter("title")), ""))
    shown = [heading for heading in root.iter("h1") if not _leads_home(heading)]
    headings = [_stated_part(heading, stated) for heading in shown if words_of(heading)]
    agreeing = (words for text in stated if text for words in headings if _agree(words, text))
    if heading := next(agreeing, None):
        return heading
    if len(headings) == 1 and any(_shares_a_word(headings[0], text) for text in stated):
        return headings[0]
    site = next(iter(meta.get("og:site_name", ())), "") or site_of(root, meta)
    lower = [words_of(heading) for heading in root.iter("h2", "h3") if not _leads_home(heading)]
    part = _part_that_heads(stated, [*headings, *lower], site)
    return part or next((_without_site(text, site) for text in [*stated, *headings] if text), None)


def _part_that_heads(stated: list[str], headings: list[str], site: str) -> str | None:
    """The only heading that is a part of a title: what else the title says names the site."""
    for title in stated:
        parts = {folded(part) for part in re.split(_SEPARATED, title)} - {folded(site), ""}
        heads = [words for words in headings if folded(words) in parts]
        heads = [words for words in heads if len(words) >= _LONG_ENOUGH]
        if len(heads) == 1:
            return heads[0]
    return None


def _stated_part(heading: HtmlElement, stated: list[str]) -> str:
    """The words of a heading, without a line above or below that no title of the page says."""
    words = _without_kicker(heading)
    if any(joined(words) in joined(title) for title in stated):
        return words
    parts = [words_of(part) for part in heading.iter("span", "small", "div", "strong", "em", "b")]
    for part in filter(None, [*parts, *(one_line(inner.tail or "") for inner in heading)]):
        is_line = len(part.split()) >= _FEWEST_WORDS - 1 and words != part
        if is_line and any(_is_whole_title(part, title) for title in stated):
            return part
    return words


def _without_kicker(heading: HtmlElement) -> str:
    """The words of a heading, without a line of its own above them that names the topic."""
    whole = words_of(heading)
    for line in heading.iter("span", "div", "small", "strong"):
        is_kicker = tag_of(line) == "small" or name_words(line) & _KICKERS
        rest = whole.replace(words_of(line), " ", 1).strip(" :–—|-") if is_kicker else ""
        if len(rest.split()) >= _FEWEST_WORDS - 1:
            whole = rest
    return " ".join(whole.split())


def _is_whole_title(part: str, title: str) -> bool:
    """Whether a title says `part`, and no more but the name of the site."""
    return folded(part) in (folded(title), folded(re.split(_SEPARATED, title)[0]))


def _leads_home(heading: HtmlElement) -> bool:
    """Whether a heading is the name of the site, which links to its first page."""
    around = [*heading.iter("a"), *heading.iterancestors("a")]
    return any(_HOME.fullmatch(link.get("href") or "x") for link in around)


def _agree(heading: str, title: str) -> bool:
    """Whether a heading says what the title says, with or without the name of the site."""
    shown, stated = folded(heading), folded(title)
    if not shown or not stated:
        return False
    if stated.endswith(f" {shown}") and len(shown) > _SHORT_TITLE:
        return True
    if stated.startswith(shown):
        return len(shown) > _SHORT_TITLE or len(shown) * 3 > len(stated)
    return shown.startswith(stated) or ratio(shown, stated) >= _ALIKE


def _shares_a_word(heading: str, title: str) -> bool:
    """Whether the only heading of a page and a title written for machines share a word."""
    words, others = (set(re.findall(r"\w{4,}", text.casefold())) for text in (heading, title))
    return len(heading.split()) >= _FEWEST_WORDS and bool(words & others)


def site_of(root: HtmlElement, meta: dict[str, list[str]]) -> str:
    """The name of the site in the page's address: "example" of "https://www.example.org/a"."""
    addresses = [*links_of(root, "canonical"), *meta.get("og:url", ())]
    return next((site[1] for address in addresses if (site := _SITE.match(address))), "")


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site behind or before it."""
    parts = re.split(_SEPARATED, title)
    if site and len(parts) > 1 and joined(parts[-1]) == joined(site):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»:-")
    if site and len(parts) > 1 and joined(parts[0]) == joined(site):
        return title[len(parts[0]) :].lstrip(" |–—·•»:-")
    return parts[0] if len(parts) == 2 and "|" in title and len(parts[0]) > 15 else title


def joined(text: str) -> str:
    """The letters and digits of `text` in small letters, to compare what is written apart."""
    return folded(text).replace(" ", "")
