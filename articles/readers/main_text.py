"""The main text of a page: found by what marks it, without what is around and between it.

Marks are, in this order, microdata (`articleBody`), the classes that site makers give the text,
the elements `article` and `main`, and at last the element that holds most of the page's paragraphs.
Where the page's data hold the text (`articleBody` of JSON-LD), the words found are compared with
it, and a wider element is taken if they lack some.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from lxml.html import HtmlElement

from articles.readers.furniture import size_of, without_furniture
from articles.readers.inline import words_of
from articles.readers.page_data import with_class
from articles.readers.reading import Note
from articles.readers.tree import tag_of

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


def main_text(root: HtmlElement, expected: str) -> tuple[HtmlElement, list[Note]]:
    """The element with the text; `expected` are the words that the page's data say it has."""
    bodies = list(root.iter("body"))
    body = bodies[0] if bodies else root
    found = _found(body)
    if expected:
        found = _covering(found, body, Counter(_tokens(expected)))
    return found, without_furniture(found)


def _found(body: HtmlElement) -> HtmlElement:
    widest = max(map(size_of, _elements(body, ("article", "main")) or [body]), default=0)
    for find, least in _WAYS:
        found = _together(find(body))
        if found is not None and size_of(found) >= least * widest and size_of(found) > 0:
            return found
    return _densest(body)


def _together(found: list[HtmlElement]) -> HtmlElement | None:
    """The largest of the elements, or what holds them all, where a text is in several pieces."""
    inside = set(found)
    outer = [one for one in found if not any(up in inside for up in one.iterancestors())]
    largest = max(outer, key=size_of, default=None)
    if largest is None or len(outer) < 2:
        return largest
    total = sum(map(size_of, outer))
    if size_of(largest) >= _MOST_IN_ONE * total:
        return largest
    around = next(up for up in largest.iterancestors() if all(_is_in(one, up) for one in outer))
    return around if size_of(around) <= _SLACK * total else largest


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
    sizes = sorted(map(size_of, outer), reverse=True)
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


def _densest(body: HtmlElement) -> HtmlElement:
    """The innermost element that holds nearly all words of paragraphs."""
    whole = size_of(body)
    place = body
    while True:
        inner = max((one for one in place if isinstance(one.tag, str)), key=size_of, default=None)
        if inner is None or tag_of(inner) in ("p", "ul", "ol", "table", "dl", "blockquote"):
            return place
        if size_of(inner) < _MOST_IN_ONE * whole or not whole:
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
