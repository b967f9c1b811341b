"""What is around and between the text of a page: known by its names, and taken out of it."""

import re

from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, tag_of
from formats.html.element_names import SHORT, TEXTS, is_within, left_out, name_words
from formats.html.prose import Prose
from formats.parsed import Note

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


def is_furniture(element: HtmlElement) -> bool:
    """Whether the names of `element` say that it is no part of a text."""
    return bool(_furniture(element))


def without_furniture(found: HtmlElement, prose: Prose) -> list[Note]:
    """Takes out of `found` what is no part of the text; gives a note for each larger piece."""
    size = max(1, len(words_of(found)))
    notes = []
    for element in list(found.iter("*")):
        if element is found or element.getparent() is None or not is_within(element, found):
            continue
        name = _furniture(element) or _line_about(element) or _linked_aside(element, prose)
        name = "" if name in _LISTS and not prose.is_linked(element) else name
        length = len(words_of(element)) if name else 0
        if name and (
            _is_little(element, length, size, prose) or _is_never_text(element, found, prose)
        ):
            prose.drop(element)
            if length > SHORT:
                notes.append(left_out(name, length))
    return notes


def _is_never_text(element: HtmlElement, found: HtmlElement, prose: Prose) -> bool:
    """Whether `element` is no text, however long; some sites wrap the whole page in a form."""
    is_whole = prose.of(element) > _MOST_OF_TEXT * prose.of(found)
    return tag_of(element) == "nav" or (tag_of(element) == "form" and not is_whole)


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
    if tag_of(element) in (*TEXTS, *HEADINGS, "li", "td"):
        return ""
    hit = sorted(name_words(element) & _ABOUT)
    return hit[0] if hit and len(words_of(element)) <= _LINE else ""


def _furniture(element: HtmlElement) -> str:
    """The name of what `element` is, if it is no part of a text; else ""."""
    tag = tag_of(element)
    if tag in _NAV or element.get("role") in _ROLES:
        return tag if tag in _NAV else element.get("role") or ""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold()
    if tag in TEXTS or not names.strip():
        return ""
    hit = name_words(element) & _FURNITURE
    whole = _WHOLE.search(names)
    return next(iter(sorted(hit)), "") or (whole[0].strip() if whole else "")
