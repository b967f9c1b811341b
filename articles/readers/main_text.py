"""The main text of a page: found by what marks it, without what is around and between it.

Marks are, in this order, microdata (`articleBody`), the classes that site makers give the text,
the elements `article` and `main`, and at last the element that holds most of the page's paragraphs.
Where the page's data hold the text (`articleBody` of JSON-LD), the words found are compared with
it, and a wider element is taken if they lack some.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from lxml.html import HtmlElement

from articles.readers.inline import words_of
from articles.readers.page_data import with_class
from articles.readers.reading import Note
from articles.readers.tree import drop, tag_of

_CLASSES = [
    "e-content",
    "entry-content",
    "post-content",
    "article-body",
    "article__body",
    "article-content",
    "article__content",
    "story-body",
    "story-content",
    "post-body",
    "td-post-content",
    "mw-parser-output",
    "single-content",
    "blog-content",
    "c-entry-content",
    "article-text",
    "post__content",
]
_LEAST_COVERED = 0.9
_MOST_IN_ONE = 0.85
_SLACK = 1.5

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


def main_text(root: HtmlElement, expected: str) -> tuple[HtmlElement, list[Note]]:
    """The element with the text; `expected` are the words that the page's data say it has."""
    bodies = list(root.iter("body"))
    body = bodies[0] if bodies else root
    found = _found(body)
    if expected:
        found = _covering(found, body, Counter(_tokens(expected)))
    return found, _without_furniture(found)


def _found(body: HtmlElement) -> HtmlElement:
    widest = max(map(_size, _elements(body, ("article", "main")) or [body]), default=0)
    for find, least in _WAYS:
        found = _together(find(body))
        if found is not None and _size(found) >= least * widest and _size(found) > 0:
            return found
    return _densest(body)


def _together(found: list[HtmlElement]) -> HtmlElement | None:
    """The largest of the elements, or what holds them all, where a text is in several pieces."""
    inside = set(found)
    outer = [one for one in found if not any(up in inside for up in one.iterancestors())]
    largest = max(outer, key=_size, default=None)
    if largest is None or len(outer) < 2:
        return largest
    total = sum(map(_size, outer))
    if _size(largest) >= _MOST_IN_ONE * total:
        return largest
    around = next(up for up in largest.iterancestors() if all(_is_in(one, up) for one in outer))
    return around if _size(around) <= _SLACK * total else largest


def _is_in(element: HtmlElement, holder: HtmlElement) -> bool:
    return any(one is holder for one in element.iterancestors())


def _marked(body: HtmlElement) -> list[HtmlElement]:
    return [one for one in body.iter("*") if "articleBody" in (one.get("itemprop") or "").split()]


def _by_class(body: HtmlElement) -> list[HtmlElement]:
    return list(with_class(body, *_CLASSES))


def _articles(body: HtmlElement) -> list[HtmlElement]:
    """The articles of a page, unless they are teasers of others of one size."""
    found = _elements(body, ("article",))
    outer = [one for one in found if not any(True for _ in one.iterancestors("article"))]
    sizes = sorted(map(_size, outer), reverse=True)
    return outer if len(sizes) < 2 or sizes[0] > 2 * sizes[1] else []


def _mains(body: HtmlElement) -> list[HtmlElement]:
    roles = [one for one in body.iter("*") if one.get("role") == "main"]
    ids = [one for one in body.iter("*") if one.get("id") in ("content", "main", "main-content")]
    return [*_elements(body, ("main",)), *roles] or ids


#: How a text may be marked, and the least share of the page's text that it must then have: what is
#: said of it exactly is believed, though comments below are longer.
_WAYS: tuple[tuple[Callable[[HtmlElement], list[HtmlElement]], float], ...] = (
    (_marked, 0.15),
    (_by_class, 0.3),
    (_articles, 0.5),
    (_mains, 0.5),
)


def _elements(body: HtmlElement, tags: Iterable[str]) -> list[HtmlElement]:
    return list(body.iter(*tags))


def _size(element: HtmlElement) -> int:
    """How much of its words stands in paragraphs, lists and tables rather than in links."""
    text = sum(
        len(words_of(one)) for one in element.iter("p", "blockquote", "pre", "dd", "td", "h2")
    )
    items = sum(len(words_of(one)) for one in element.iter("li"))
    links = sum(len(words_of(one)) for one in element.iter("a"))
    return max(0, text + items - links)


def _densest(body: HtmlElement) -> HtmlElement:
    """The innermost element that holds nearly all words of paragraphs."""
    whole = _size(body)
    place = body
    while True:
        inner = max((one for one in place if isinstance(one.tag, str)), key=_size, default=None)
        if inner is None or tag_of(inner) in ("p", "ul", "ol", "table", "dl", "blockquote"):
            return place
        if _size(inner) < _MOST_IN_ONE * whole or not whole:
            return place
        place = inner


def _covering(found: HtmlElement, body: HtmlElement, expected: Counter[str]) -> HtmlElement:
    """`found`, or the nearest element around it that has the words that are expected."""
    total = expected.total()
    for one in (found, *found.iterancestors()):
        held = Counter(_tokens(words_of(one)))
        if total == 0 or (held & expected).total() >= _LEAST_COVERED * total:
            return one
        if one is body:
            break
    return found


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _without_furniture(found: HtmlElement) -> list[Note]:
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
    return length <= _MOST_OF_TEXT * size and _size(element) <= max(_FEW, _FEW_OF_TEXT * size)


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
