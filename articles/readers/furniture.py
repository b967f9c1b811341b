"""What is around and between the text of a page: known by its names, and taken out of it."""

import re

from lxml.html import HtmlElement

from articles.readers.inline import words_of
from articles.readers.prose import Prose
from articles.readers.reading import Note
from articles.readers.tree import HEADINGS, tag_of

_TEXTS = frozenset(("html", "body", "main", "article", "h1", "p"))
_NAV = ("nav", "menu", "footer", "form", "dialog")
_ROLES = frozenset(
    ["navigation", "search", "banner", "contentinfo", "complementary", "dialog", "menu", "toolbar"]
)
#: Words in classes and ids of what is no part of a text.
_FURNITURE = frozenset(
    [
        "share",
        "sharing",
        "social",
        "sharedaddy",
        "related",
        "newsletter",
        "subscribe",
        "subscription",
        "signup",
        "promo",
        "promos",
        "promotion",
        "advert",
        "advertisement",
        "advertising",
        "ad",
        "ads",
        "adsense",
        "banner",
        "sponsored",
        "outbrain",
        "taboola",
        "breadcrumb",
        "breadcrumbs",
        "cookie",
        "cookies",
        "comments",
        "comment",
        "respond",
        "disqus",
        "pagination",
        "pager",
        "nav",
        "navigation",
        "navbar",
        "navbox",
        "sidebar",
        "toc",
        "jp-relatedposts",
        "editsection",
        "recirculation",
        "skip",
        "screenreader",
        "sr",
        "recommended",
        "trending",
        "popular",
        "author",
        "authors",
        "autor",
        "authorbox",
        "paywall",
        "ratings",
    ]
)
_WHOLE = re.compile(
    r"(?:^|\s)(?:table-of-contents|tags?|tag-list|tags-links|post-tags|entry-tags|cat-links|post-meta"
    r"|entry-meta|article-meta|article__meta|meta|byline|bylines|dateline|timestamp|read-more"
    r"|reading-time|read-time|author-box|author-bio|about-author|bio|post-navigation|post-footer"
    r"|entry-footer|article-footer|printfriendly|screen-reader-text|sr-only|visually-hidden"
    r"|visuallyhidden|d-print-block|visible-print|show-for-print|mw-editsection|headerlink|anchorjs-link|noprint|catlinks|print-only)(?:\s|$)"
)
_MOST_OF_TEXT = 0.3
_FEW, _FEW_OF_TEXT = 600, 0.05
_SHORT = 60
#: What stands around a text and may hold as many words as it: readers' comments first of all.
_COMMENTS = frozenset(
    ["comments", "comment", "commentlist", "disqus", "respond", "replies", "commenting"]
)
_SURROUNDINGS = frozenset(
    [
        "sidebar",
        "related",
        "recommended",
        "recommendations",
        "trending",
        "popular",
        "newsletter",
        "outbrain",
        "taboola",
        "footer",
        "masthead",
        "navigation",
        "nav",
        "navbar",
        "menu",
        "breadcrumb",
        "breadcrumbs",
        "cookie",
        "cookies",
        "ticker",
        "promo",
        "advert",
        "advertisement",
        "relatedposts",
        "popularposts",
    ]
)
#: Words in the names of lines about the text: said elsewhere, and no part of it.
_ABOUT = frozenset(
    [
        "date",
        "dates",
        "published",
        "byline",
        "author",
        "authors",
        "timestamp",
        "tags",
        "meta",
        "time",
    ]
)
_LINE = 120
#: Whole classes: a word of them names other things as well.
_WIDGETS = frozenset(("widget", "widget-area", "sidebar-widget", "widgets"))
_LEFT_WITH_COMMENTS = 200
_CAPTION = re.compile(r"caption|credit|gallery|slide", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def without_surroundings(body: HtmlElement, prose: Prose) -> list[Note]:
    """Takes out of a page what its names call comments, sidebars and their like."""
    notes = []
    for element in list(body.iter("*")):
        if element is body or not _is_within(element, body) or tag_of(element) in _TEXTS:
            continue
        words = _name_words(element)
        hit = sorted(words & (_COMMENTS | _SURROUNDINGS)) or sorted(_classes(element) & _WIDGETS)
        if hit and _may_go(element, body, prose, is_comment=bool(words & _COMMENTS)):
            length = len(words_of(element))
            prose.drop(element)
            if length > _SHORT:
                notes.append(_left_out(hit[0], length))
    return notes


def is_furniture(element: HtmlElement) -> bool:
    """Whether the names of `element` say that it is no part of a text."""
    return bool(_furniture(element))


def is_caption(element: HtmlElement) -> bool:
    """Whether the names of `element` say that it belongs to a picture."""
    return _CAPTION.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _may_go(element: HtmlElement, body: HtmlElement, prose: Prose, *, is_comment: bool) -> bool:
    """Whether a text is left without `element`, and none is marked in it."""
    rest = prose.of(body) - prose.of(element)
    if rest < (_LEFT_WITH_COMMENTS if is_comment else prose.of(element)):
        return False
    if not is_comment and any(prose.of(one) for one in element.iter("blockquote")):
        return False
    return not any(
        tag_of(one) in ("h1", "main") or "articleBody" in (one.get("itemprop") or "").split()
        for one in element.iter("*")
    )


def _name_words(element: HtmlElement) -> set[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return set(re.split(r"[\s_-]+", _CAMEL.sub("-", names).casefold()))


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").casefold().split())


def _left_out(name: str, length: int) -> Note:
    return Note(None, f"left out what is around the text ({name}): {length} characters")


def without_furniture(found: HtmlElement, prose: Prose) -> list[Note]:
    """Takes out of `found` what is no part of the text; gives a note for each larger piece."""
    size = max(1, len(words_of(found)))
    notes = []
    for element in list(found.iter("*")):
        if element is found or element.getparent() is None or not _is_within(element, found):
            continue
        name = _furniture(element) or _line_about(element) or _linked_aside(element, prose)
        length = len(words_of(element)) if name else 0
        if name and (
            _is_little(element, length, size, prose) or tag_of(element) in ("nav", "form")
        ):
            prose.drop(element)
            if length > _SHORT:
                notes.append(_left_out(name, length))
    return notes


def _is_little(element: HtmlElement, length: int, size: int, prose: Prose) -> bool:
    """Whether so little of the text would go with `element` that its name may be believed.

    What is quoted from a social network is part of the text.
    """
    if any(prose.of(one) for one in element.iter("blockquote")):
        return False
    return length <= _MOST_OF_TEXT * size and prose.of(element) <= max(_FEW, _FEW_OF_TEXT * size)


def _linked_aside(element: HtmlElement, prose: Prose) -> str:
    """ "aside" for one that shows links: other texts, no remark on this one."""
    is_linked = 2 * prose.links(element) > prose.of(element)
    return "aside" if tag_of(element) == "aside" and is_linked else ""


def _line_about(element: HtmlElement) -> str:
    """The name of a short line that tells about the text: its date, its authors, its topics."""
    if tag_of(element) in (*_TEXTS, *HEADINGS, "li", "td"):
        return ""
    hit = sorted(_name_words(element) & _ABOUT)
    return hit[0] if hit and len(words_of(element)) <= _LINE else ""


def _is_within(element: HtmlElement, found: HtmlElement) -> bool:
    return any(one is found for one in element.iterancestors())


def _furniture(element: HtmlElement) -> str:
    """The name of what `element` is, if it is no part of a text; else ""."""
    tag = tag_of(element)
    if tag in _NAV or element.get("role") in _ROLES:
        return tag if tag in _NAV else element.get("role") or ""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold()
    if tag in _TEXTS or not names.strip():
        return ""
    hit = _name_words(element) & _FURNITURE
    whole = _WHOLE.search(names)
    return next(iter(sorted(hit)), "") or (whole[0].strip() if whole else "")
