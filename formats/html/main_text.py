"""The main text of a page: found by what marks it, without what is around and between it.

Marks are, in this order, microdata (`articleBody`), the classes that site makers give the text,
the elements `article` and `main`, and at last the element that holds most of the page's paragraphs.
Where the page's data hold the text (`articleBody` of JSON-LD), the words found are compared with
it, and a wider element is taken if they lack some.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from formats.composing.tree import tag_of, with_class
from formats.html.controls import without_controls
from formats.html.described import Described
from formats.html.embedded_bodies import with_told
from formats.html.furniture import without_furniture
from formats.html.opening import opening_of
from formats.html.prose import Prose
from formats.html.repeats import without_repeats
from formats.html.surroundings import without_surroundings
from formats.html.teasers import without_teasers
from formats.parsed import Note

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
_MOST_IN_ONE = 0.85
_SLACK = 1.5
_HALF = 0.5
_LITTLE = 0.05
# Beside a text stand lists of teasers: a third of their words are links.
_LINKED = 3


@dataclass(frozen=True, slots=True)
class MainText:
    """The element with the text, the blocks that open it above, and what was left out.

    `described` is the line above that says the page's own description.
    """

    element: HtmlElement
    opening: list[HtmlElement]
    described: HtmlElement | None
    notes: list[Note]


def main_text(
    root: HtmlElement, title: str, expected: str, descriptions: Iterable[str]
) -> MainText:
    """The text of the page headed `title`.

    `expected` are the words that the page's data say it has, `descriptions` those that they say
    it is about.
    """
    bodies = list(root.iter("body"))
    body = bodies[0] if bodies else root
    described = Described(body, descriptions)
    prose = Prose(body)
    notes = without_surroundings(body, prose)
    found = _found(body, prose)
    if expected:
        found, said = with_told(found, body, expected)
        notes += said
    line = described.settled(found)
    opening = opening_of(body, found, title, prose)
    notes += without_furniture(found, prose)
    notes += without_teasers(found, prose)
    notes += without_controls(found, prose)
    return MainText(found, opening, line, [*notes, *without_repeats(found, prose)])


def _found(body: HtmlElement, prose: Prose) -> HtmlElement:
    marked = max(map(prose.of, _elements(body, ("article", "main"))), default=0)
    widest = max(marked, _HALF * prose.of(body))
    for find, least in _WAYS:
        found = _together(find(body, prose), prose)
        if found is not None and prose.of(found) >= least * widest and prose.of(found) > 0:
            return found
    return _densest(body, prose)


def _together(found: list[HtmlElement], prose: Prose) -> HtmlElement | None:
    """The largest of the elements, or what holds them all, where a text is in several pieces."""
    inside = set(found)
    outer = [one for one in found if not any(up in inside for up in one.iterancestors())]
    largest = max(outer, key=prose.of, default=None)
    if largest is None or len(outer) < 2:
        return largest
    total = sum(map(prose.of, outer))
    if prose.of(largest) >= _MOST_IN_ONE * total:
        return largest
    around = next(up for up in largest.iterancestors() if all(_is_in(one, up) for one in outer))
    return around if prose.of(around) <= _SLACK * total else largest


def _is_in(element: HtmlElement, holder: HtmlElement) -> bool:
    return any(one is holder for one in element.iterancestors())


def _marked(body: HtmlElement, _prose: Prose) -> list[HtmlElement]:
    return [one for one in body.iter("*") if "articleBody" in (one.get("itemprop") or "").split()]


def _by_class(body: HtmlElement, _prose: Prose) -> list[HtmlElement]:
    return list(with_class(body, *_CLASSES))


def _articles(body: HtmlElement, prose: Prose) -> list[HtmlElement]:
    """The articles of a page, unless they are teasers of others of one size."""
    found = _elements(body, ("article",))
    outer = [one for one in found if not any(True for _ in one.iterancestors("article"))]
    sizes = sorted(map(prose.of, outer), reverse=True)
    return outer if len(sizes) < 2 or sizes[0] > 2 * sizes[1] else []


def _mains(body: HtmlElement, _prose: Prose) -> list[HtmlElement]:
    roles = [one for one in body.iter("*") if one.get("role") == "main"]
    ids = [one for one in body.iter("*") if one.get("id") in ("content", "main", "main-content")]
    return [*_elements(body, ("main",)), *roles] or ids


#: How a text may be marked, and the least share of the page's text that it must then have: what is
#: said of it exactly is believed, though comments below are longer.
_WAYS: tuple[tuple[Callable[[HtmlElement, Prose], list[HtmlElement]], float], ...] = (
    (_marked, 0.15),
    (_by_class, 0.3),
    (_articles, 0.5),
    (_mains, 0.5),
)


def _elements(body: HtmlElement, tags: Iterable[str]) -> list[HtmlElement]:
    return list(body.iter(*tags))


def _densest(body: HtmlElement, prose: Prose) -> HtmlElement:
    """The innermost element that holds nearly all words of paragraphs."""
    whole = prose.of(body)
    place = body
    while True:
        inner = max((one for one in place if isinstance(one.tag, str)), key=prose.of, default=None)
        if inner is None or tag_of(inner) in ("p", "ul", "ol", "table", "dl", "blockquote"):
            return place
        if not whole or not _holds_the_text(inner, place, whole, prose):
            return place
        place = inner


def _holds_the_text(inner: HtmlElement, place: HtmlElement, whole: int, prose: Prose) -> bool:
    """Whether what stands beside `inner` is no text: too little of it, or mostly links."""
    if _paragraphs_beside(inner, place, prose) > _LITTLE * prose.of(inner):
        return False
    if prose.of(inner) >= _MOST_IN_ONE * whole:
        return True
    beside = [one for one in place if one is not inner and prose.of(one) > _LITTLE * whole]
    is_most = prose.of(inner) >= _HALF * prose.of(place)
    return is_most and all(_LINKED * prose.links(one) > prose.of(one) for one in beside)


def _paragraphs_beside(inner: HtmlElement, place: HtmlElement, prose: Prose) -> int:
    """How much text stands in paragraphs of `place` itself, which pages set around no text."""
    beside = (one for one in place if one is not inner and tag_of(one) in ("p", "blockquote"))
    return sum(prose.of(one) for one in beside if not prose.is_linked(one))
