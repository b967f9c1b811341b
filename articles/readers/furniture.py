"""What is around and between the text of a page: known by its names, and taken out of it."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from articles.readers.inline import words_of
from articles.readers.page_data import with_class
from articles.readers.reading import Note
from articles.readers.tree import drop, tag_of

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
    ]
)
_WHOLE = re.compile(
    r"(?:^|\s)(?:table-of-contents|tags?|tag-list|tags-links|post-tags|entry-tags|cat-links|post-meta"
    r"|entry-meta|article-meta|article__meta|meta|byline|bylines|dateline|timestamp|read-more"
    r"|reading-time|read-time|author-box|author-bio|about-author|bio|post-navigation|post-footer"
    r"|entry-footer|article-footer|printfriendly|screen-reader-text|sr-only|visually-hidden"
    r"|visuallyhidden|mw-editsection|headerlink|anchorjs-link|noprint|catlinks|print-only)(?:\s|$)"
)
_MOST_OF_TEXT = 0.3
_FEW, _FEW_OF_TEXT = 600, 0.05
_SHORT = 60
_MOST_ASIDES = 100


def without_furniture(found: HtmlElement) -> list[Note]:
    """Takes out of `found` what is no part of the text; gives a note for each larger piece."""
    size = max(1, len(words_of(found)))
    notes = []
    for element in list(found.iter("*")):
        if element is found or element.getparent() is None or not _is_within(element, found):
            continue
        name = _furniture(element)
        length = len(words_of(element)) if name else 0
        if name and (_is_little(element, length, size) or tag_of(element) in ("nav", "form")):
            drop(element)
            if length > _SHORT:
                notes.append(
                    Note(None, f"left out what is around the text ({name}): {length} characters")
                )
    return [*notes, *_without_repeats(found)]


def _is_little(element: HtmlElement, length: int, size: int) -> bool:
    """Whether so little of the text would go with `element` that its name may be believed."""
    return length <= _MOST_OF_TEXT * size and size_of(element) <= max(_FEW, _FEW_OF_TEXT * size)


def _is_within(element: HtmlElement, found: HtmlElement) -> bool:
    return any(one is found for one in element.iterancestors())


def _furniture(element: HtmlElement) -> str:
    """The name of what `element` is, if it is no part of a text; else ""."""
    tag = tag_of(element)
    if tag in _NAV or element.get("role") in _ROLES:
        return tag if tag in _NAV else element.get("role") or ""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold()
    if tag in ("body", "main", "article", "h1", "p") or not names.strip():
        return ""
    words = set(re.split(r"[\s_-]+", names))
    hit = words & _FURNITURE
    whole = _WHOLE.search(names)
    return next(iter(sorted(hit)), "") or (whole[0].strip() if whole else "")


def _without_repeats(found: HtmlElement) -> Iterator[Note]:
    """Drops pulled quotes, which say again what the text says."""
    asides = [
        *found.iter("aside"),
        *with_class(found, "pullquote", "pull-quote", "wp-block-pullquote"),
    ]
    words = words_of(found)
    for aside in asides[:_MOST_ASIDES]:
        text = words_of(aside).strip("“”\"’‘' ")
        if aside.getparent() is not None and text and words.count(text) > 1:
            drop(aside)
            yield Note(None, "a pulled quote that repeats the text was left out")


def size_of(element: HtmlElement) -> int:
    """How much of its words stands in paragraphs, lists and tables rather than in links."""
    text = sum(
        len(words_of(one)) for one in element.iter("p", "blockquote", "pre", "dd", "td", "h2")
    )
    items = sum(len(words_of(one)) for one in element.iter("li"))
    links = sum(len(words_of(one)) for one in element.iter("a"))
    return max(0, text + items - links)
