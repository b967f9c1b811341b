"""The main text of a page: unfolded where it is hidden, and found by what marks it.

Marks are, in this order, microdata (`articleBody`), the classes that site makers give the text,
the elements `article` and `main`, and at last the element that holds most of the page's paragraphs.
Where the page's data hold the text (`articleBody` of JSON-LD), its words are compared with them,
and a wider element is taken if it lacks some.
"""

import re
from collections import Counter
from collections.abc import Callable
from html import escape

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, parsed_fragment, tag_of, with_class
from formats.html.elements import (
    Prose,
    holds,
    is_article_body,
    is_innermost,
    is_inside,
    is_within,
    outermost,
)
from formats.html.page_data import HtmlPage
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
#: Elements that hold text themselves, so that the text of a page isn't only in one of them.
_OF_TEXT = frozenset(("p", "ul", "ol", "table", "dl", "blockquote"))
_MAIN_IDS = ("content", "main", "main-content")
#: What may show a question.
_ASKING = ("button", "p", "div", "span", "a", "strong", "b", "li")
_SHORTEST_FOLDED, _BEGINNING = 300, 80
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol)\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=[A-Z“\"‘'])")
_LEAST_COVERED, _LEAST_SHOWN, _FEWEST_WORDS = 0.9, 0.5, 50


def unfold_noscript(page: HtmlPage) -> list[Note]:
    """A step: makes text of what is shown without scripts, where it stands nowhere else."""
    for element in list(page.root.iter("noscript")):
        words = folded(words_of(element))
        if is_inside(element, "head") or len(words) < _SHORTEST_FOLDED or holds(element, "iframe"):
            continue
        beginning = words[:_BEGINNING]
        if folded(words_of(page.root)).count(beginning) == words.count(beginning):
            element.tag = "div"
    return []


def head_questions(page: HtmlPage) -> list[Note]:
    """A step: makes headings of what asks the questions that the page lists, whatever it was."""
    asked = {folded(question) for question, _answer in page.about.asked}
    for element in list(page.root.iter(*_ASKING)) if asked else ():
        if is_inside(element, *HEADINGS, "summary", "dt") or not is_innermost(element):
            continue
        holds_same = any(folded(words_of(inner)) in asked for inner in element)
        if folded(words_of(element)) in asked and not (holds_same and tag_of(element) == "li"):
            element.tag = "h6"
    return []


def find_text(page: HtmlPage) -> list[Note]:
    """A step: finds the element with the page's text."""
    body, prose = page.body, page.prose
    marked = max(map(prose.of, body.iter("article", "main")), default=0)
    widest = max(marked, _HALF * prose.of(body))
    for find, least in _WAYS:
        text = _together(find(body, prose), prose)
        if text is not None and prose.of(text) >= least * widest and prose.of(text) > 0:
            page.text = text
            return []
    page.text = _densest(body, prose)
    return []


def compare_stated_text(page: HtmlPage) -> list[Note]:
    """A step: takes what is around the text, if that has more of the text in the page's data.

    Where the page shows but little of it, the text is read from the data, and a note says so.
    """
    if not page.stated_text:
        return []
    wanted = Counter(_tokens(page.stated_text))
    page.text = _covering(page.text, page.body, wanted)
    shown = _count_of(wanted, page.text)
    if shown >= _LEAST_SHOWN * wanted.total() or wanted.total() < _FEWEST_WORDS:
        return []
    page.text = _stated_tree(page.stated_text)
    note = "the page shows less than half of the text that its data hold; it was read from them"
    return [Note(None, note)]


def _covering(text: HtmlElement, body: HtmlElement, wanted: Counter[str]) -> HtmlElement:
    """`text`, or the nearest element around it that has the words that are wanted."""
    for element in (text, *text.iterancestors()):
        if _count_of(wanted, element) >= _LEAST_COVERED * wanted.total():
            return element
        if element is body:
            break
    return text


def _count_of(wanted: Counter[str], element: HtmlElement) -> int:
    """How many of the words that are wanted an element has."""
    return (Counter(_tokens(words_of(element))) & wanted).total()


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _stated_tree(text: str) -> HtmlElement:
    """The text that a page's data hold, which may be HTML, as a tree of paragraphs."""
    if _TAG.search(text):
        return parsed_fragment(text)
    paragraphs = filter(None, map(str.strip, _PARAGRAPHS.split(text)))
    return parsed_fragment("".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs))


def _together(pieces: list[HtmlElement], prose: Prose) -> HtmlElement | None:
    """The largest of the pieces, or what holds them all, where a text is in several."""
    outer = outermost(pieces)
    largest = max(outer, key=prose.of, default=None)
    if largest is None or len(outer) < 2:
        return largest
    total = sum(map(prose.of, outer))
    if prose.of(largest) >= _MOST_IN_ONE * total:
        return largest
    holders = largest.iterancestors()
    around = next(holder for holder in holders if all(is_within(piece, holder) for piece in outer))
    return around if prose.of(around) <= _SLACK * total else largest


def _marked(body: HtmlElement, _prose: Prose) -> list[HtmlElement]:
    return list(filter(is_article_body, body.iter("*")))


def _by_class(body: HtmlElement, _prose: Prose) -> list[HtmlElement]:
    return list(with_class(body, *_CLASSES))


def _articles(body: HtmlElement, prose: Prose) -> list[HtmlElement]:
    """The articles of a page, unless they are teasers of others of one size."""
    outer = [article for article in body.iter("article") if not is_inside(article, "article")]
    sizes = sorted(map(prose.of, outer), reverse=True)
    return outer if len(sizes) < 2 or sizes[0] > 2 * sizes[1] else []


def _mains(body: HtmlElement, _prose: Prose) -> list[HtmlElement]:
    elements = list(body.iter("*"))
    roles = [element for element in elements if element.get("role") == "main"]
    ids = [element for element in elements if element.get("id") in _MAIN_IDS]
    return [*body.iter("main"), *roles] or ids


#: How a text may be marked, and the least share of the page's text that it must then have: what is
#: said of it exactly is believed, though comments below are longer.
_WAYS: tuple[tuple[Callable[[HtmlElement, Prose], list[HtmlElement]], float], ...] = (
    (_marked, 0.15),
    (_by_class, 0.3),
    (_articles, 0.5),
    (_mains, 0.5),
)


def _densest(body: HtmlElement, prose: Prose) -> HtmlElement:
    """The innermost element that holds nearly all words of paragraphs."""
    whole = prose.of(body)
    place = body
    while True:
        elements = (element for element in place if isinstance(element.tag, str))
        inner = max(elements, key=prose.of, default=None)
        if inner is None or tag_of(inner) in _OF_TEXT:
            return place
        if not whole or not _holds_the_text(inner, place, whole, prose):
            return place
        place = inner


def _holds_the_text(inner: HtmlElement, place: HtmlElement, whole: int, prose: Prose) -> bool:
    """Whether what stands beside `inner` is no text: too little of it, or mostly links."""
    beside = [element for element in place if element is not inner]
    if _paragraphs_among(beside, prose) > _LITTLE * prose.of(inner):
        return False
    if prose.of(inner) >= _MOST_IN_ONE * whole:
        return True
    is_most = prose.of(inner) >= _HALF * prose.of(place)
    long = [element for element in beside if prose.of(element) > _LITTLE * whole]
    return is_most and all(_LINKED * prose.links(element) > prose.of(element) for element in long)


def _paragraphs_among(elements: list[HtmlElement], prose: Prose) -> int:
    """How much text stands in paragraphs among the elements, which pages set around no text."""
    paragraphs = (element for element in elements if tag_of(element) in ("p", "blockquote"))
    return sum(prose.of(element) for element in paragraphs if not prose.is_linked(element))
