"""What is around and between the text of a page: known by its names, and taken out of it.

Around the text stand comments, sidebars and their like, of any length; what is between it may be
named the same, and is believed to be no text where it is short.
"""

import re

from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, tag_of
from formats.html.elements import (
    SHORT,
    TEXTS,
    Prose,
    classes_of,
    is_article_body,
    is_inside,
    is_within,
    left_out,
    name_words,
    names_of,
)
from formats.html.page_data import HtmlPage
from formats.parsed import Note

_NAV = ("nav", "menu", "footer", "form", "dialog")
_ROLES = frozenset(
    ["navigation", "search", "banner", "contentinfo", "complementary", "dialog", "menu", "toolbar"]
)
#: Words in the names of what may hold as many words as the text: readers' comments first of all.
_COMMENTS = frozenset(
    [
        "comments",
        "comment",
        "disqus",
        "respond",
    ]
)
#: Words in the names of what stands around a text, and between it.
_OTHERS = frozenset(
    [
        "related",
        "newsletter",
        "promo",
        "advert",
        "advertisement",
        "outbrain",
        "taboola",
        "breadcrumb",
        "breadcrumbs",
        "cookie",
        "cookies",
        "nav",
        "navigation",
        "navbar",
        "sidebar",
        "recommended",
        "trending",
        "popular",
    ]
)
_SURROUNDINGS = _OTHERS | frozenset(
    [
        "recommendations",
        "footer",
        "masthead",
        "menu",
        "ticker",
        "relatedposts",
        "popularposts",
    ]
)
#: Words in classes and ids of what is no part of a text.
_FURNITURE = (
    _COMMENTS
    | _OTHERS
    | frozenset(
        [
            "share",
            "sharing",
            "social",
            "sharedaddy",
            "subscribe",
            "subscription",
            "signup",
            "promos",
            "promotion",
            "advertising",
            "ad",
            "ads",
            "adsense",
            "banner",
            "sponsored",
            "pagination",
            "pager",
            "navbox",
            "toc",
            "jp-relatedposts",
            "editsection",
            "recirculation",
            "skip",
            "screenreader",
            "sr",
            "author",
            "authors",
            "autor",
            "authorbox",
            "paywall",
            "ratings",
        ]
    )
)
#: Boxes that ask for consent to cookies; they list every one of them, at any length.
_CONSENT = frozenset(("gdpr", "dsgvo", "consent", "cmp", "cookiebanner", "cookiebot", "onetrust"))
#: Whole classes: a word of them names other things as well.
_WIDGETS = frozenset(("widget", "widget-area", "sidebar-widget", "widgets"))
_OF_ANY_LENGTH = _COMMENTS | _CONSENT | frozenset(("commentlist", "replies", "commenting"))
_LEFT_WITH_COMMENTS = 200
#: Names of lists of links; words under them are text.
_LISTS = frozenset(("toc",))
_WHOLE = re.compile(
    r"(?:^|\s)(?:table-of-contents|tags?|tag-list|tags-links|post-tags|entry-tags|cat-links|post-meta"
    r"|entry-meta|article-meta|article__meta|meta|byline|bylines|dateline|timestamp|read-more"
    r"|reading-time|read-time|author-box|author-bio|about-author|bio|post-navigation|post-footer"
    r"|entry-footer|article-footer|printfriendly|screen-reader-text|sr-only|visually-hidden"
    r"|visuallyhidden|d-print-block|visible-print|show-for-print|mw-editsection|headerlink|anchorjs-link|noprint|catlinks|print-only)(?:\s|$)"
)
_MOST_OF_TEXT = 0.3
_FEW, _FEW_OF_TEXT = 600, 0.05
#: Words in the names of lines about the text: stated elsewhere, and no part of it.
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


def drop_surroundings(page: HtmlPage) -> list[Note]:
    """A step: takes out of the page what its names call comments, sidebars and their like."""
    notes = []
    body, prose = page.body, page.prose
    for element in list(body.iter("*")):
        if not is_within(element, body) or tag_of(element) in TEXTS:
            continue
        words = name_words(element)
        hit = sorted(words & (_OF_ANY_LENGTH | _SURROUNDINGS)) or _widget(element, prose)
        if hit and _may_go(element, body, prose, of_any_length=bool(words & _OF_ANY_LENGTH)):
            notes += _dropped(element, hit[0], prose)
    return notes


def _dropped(element: HtmlElement, name: str, prose: Prose) -> list[Note]:
    """Takes `element` out; gives a note if it is larger than a line."""
    length = len(words_of(element))
    prose.drop(element)
    return [left_out(name, length)] if length > SHORT else []


def _widget(element: HtmlElement, prose: Prose) -> list[str]:
    """The class by which `element` is a widget; in an article, words without links are text."""
    is_text = prose.of(element) > 0 and not prose.links(element)
    is_of_article = is_text and is_inside(element, "article")
    return [] if is_of_article else sorted(classes_of(element) & _WIDGETS)


def _may_go(element: HtmlElement, body: HtmlElement, prose: Prose, *, of_any_length: bool) -> bool:
    """Whether a text is left without `element`, and none is marked in it."""
    rest = prose.of(body) - prose.of(element)
    if rest < (_LEFT_WITH_COMMENTS if of_any_length else prose.of(element)):
        return False
    if not of_any_length and _quotes(element, prose):
        return False
    return not any(
        tag_of(inner) in ("h1", "main") or is_article_body(inner) for inner in element.iter("*")
    )


def _quotes(element: HtmlElement, prose: Prose) -> bool:
    """Whether there are words in quotations: what is quoted of social networks is text."""
    return any(map(prose.of, element.iter("blockquote")))


def drop_furniture(page: HtmlPage) -> list[Note]:
    """A step: takes out of the text what its names say is none; notes each larger piece."""
    text, prose = page.text, page.prose
    size = max(1, len(words_of(text)))
    notes = []
    for element in list(text.iter("*")):
        if not is_within(element, text):
            continue
        name = furniture_of(element) or _line_about(element) or _linked_aside(element, prose)
        if not name or (name in _LISTS and not prose.is_linked(element)):
            continue
        if _is_little(element, size, prose) or _is_never_text(element, text, prose):
            notes += _dropped(element, name, prose)
    return notes


def _is_never_text(element: HtmlElement, text: HtmlElement, prose: Prose) -> bool:
    """Whether `element` is no text, however long; some sites wrap the whole page in a form."""
    is_whole = prose.of(element) > _MOST_OF_TEXT * prose.of(text)
    return tag_of(element) == "nav" or (tag_of(element) == "form" and not is_whole)


def _is_little(element: HtmlElement, size: int, prose: Prose) -> bool:
    """Whether so little of the text would go with `element` that its name may be believed."""
    is_short = len(words_of(element)) <= _MOST_OF_TEXT * size
    is_little = prose.of(element) <= max(_FEW, _FEW_OF_TEXT * size)
    return is_short and is_little and not _quotes(element, prose)


def _linked_aside(element: HtmlElement, prose: Prose) -> str:
    """Gives "aside" if `element` is one that shows links: other texts, no remark on this one."""
    is_linked = 2 * prose.links(element) > prose.of(element)
    return "aside" if tag_of(element) == "aside" and is_linked else ""


def _line_about(element: HtmlElement) -> str:
    """The name of a short line that tells about the text: its date, its authors, its topics."""
    if tag_of(element) in (*TEXTS, *HEADINGS, "li", "td"):
        return ""
    hit = sorted(name_words(element) & _ABOUT)
    return hit[0] if hit and len(words_of(element)) <= _LINE else ""


def furniture_of(element: HtmlElement) -> str:
    """The name of what `element` is, if it is no part of a text; else nothing."""
    tag, role = tag_of(element), element.get("role") or ""
    if tag in _NAV or role in _ROLES:
        return tag if tag in _NAV else role
    if tag in TEXTS:
        return ""
    hit = sorted(name_words(element) & _FURNITURE)
    whole = _WHOLE.search(names_of(element).casefold())
    return hit[0] if hit else whole[0].strip() if whole else ""
