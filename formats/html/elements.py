"""What is known of an element of a page: its names, its words, how much running text it holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import BLOCKS, HEADINGS, drop, tag_of
from formats.parsed import Note

TEXTS = frozenset(("html", "body", "main", "article", "h1", "p"))
SHORT = 60
_CAPTION = re.compile(r"caption|credit|gallery|slide", re.IGNORECASE)
_BESIDE = re.compile(r"(?:(?<=\s)|^)(?:non|not|no|without|has|with)[-_]+[\w-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SILENT = frozenset(("script", "style", "noscript", "template", "head", "select", "textarea"))
#: Blocks that hold text and little else, so that few words in them are text too.
_OF_TEXT = frozenset(("p", "blockquote", "pre", "li", "dd", "dt", "td", "figcaption"))
_FEW = 40


def is_caption(element: HtmlElement) -> bool:
    """Whether the names of `element` say that it belongs to a picture."""
    return _CAPTION.search(names_of(element)) is not None


def name_words(element: HtmlElement) -> set[str]:
    """The words of the classes and the id of `element`, in small letters.

    The id of a heading is an anchor made of its words and tells nothing else; "non-paywall" and
    "has-sidebar" are said of what is none.
    """
    is_anchor = tag_of(element) in HEADINGS
    names = f"{element.get('class') or ''} {'' if is_anchor else element.get('id') or ''}"
    words = _BESIDE.sub(" ", _CAMEL.sub("-", names).casefold())
    return set(re.split(r"[\s_-]+", words))


def left_out(name: str, length: int) -> Note:
    """The note about a piece of that name and length which was left out."""
    return Note(None, f"left out what is around the text ({name}): {length} characters")


def is_within(element: HtmlElement, holder: HtmlElement) -> bool:
    """Whether `element` is still inside of `holder`."""
    return any(outer is holder for outer in element.iterancestors())


def innermost_blocks(root: HtmlElement, tags: Iterable[str] = BLOCKS) -> list[HtmlElement]:
    """The blocks of those tags below `root` in which there is no other block."""
    return [block for block in root.iter(*tags) if block is not root and is_innermost(block)]


def is_innermost(element: HtmlElement) -> bool:
    """Whether there is no block in `element`."""
    return not any(tag_of(inner) in BLOCKS for inner in element.iterdescendants())


def outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    """Those of the elements that are in no other of them."""
    among = set(elements)
    return [element for element in elements if among.isdisjoint(element.iterancestors())]


def is_article_body(element: HtmlElement) -> bool:
    """Whether microdata say that `element` is the text of an article."""
    return "articleBody" in (element.get("itemprop") or "").split()


def names_of(element: HtmlElement) -> str:
    """The classes and the id of `element` as they are written."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def classes_of(element: HtmlElement) -> set[str]:
    """The classes of `element` in small letters."""
    return set((element.get("class") or "").casefold().split())


def holds(element: HtmlElement, *tags: str) -> bool:
    """Whether an element of one of the tags is `element` or in it."""
    return next(element.iter(*tags), None) is not None


def is_inside(element: HtmlElement, *tags: str) -> bool:
    """Whether an element of one of the tags is around `element`."""
    return next(element.iterancestors(*tags), None) is not None


def short_words(element: HtmlElement, most: int) -> str:
    """The words of `element` in one line, or "" if they are longer than `most` signs."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > most:
            return ""
    return words_of(element)


def parted_words(element: HtmlElement, most: int) -> str:
    """As `short_words`, with " | " between words that only the look of the page keeps apart.

    "By", "Ada Mora" and "Staff writer" may stand in elements of their own without a space between.
    """
    if not short_words(element, most):
        return ""
    text = ""
    for piece in element.itertext():
        is_glued = text[-1:].isalnum() and piece[:1].isalnum()
        text += f" | {piece}" if is_glued else piece
    return " ".join(text.split())


class Prose:
    """How many characters of running text and of links are below each element of a page.

    They are counted once for the whole page; what is dropped by `drop` is taken from the counts.
    """

    def __init__(self) -> None:
        self._text: dict[HtmlElement, int] = {}
        self._links: dict[HtmlElement, int] = {}

    def of(self, element: HtmlElement) -> int:
        """How many characters of running text are in `element`, as far as they aren't links."""
        return self._text.get(element, 0)

    def links(self, element: HtmlElement) -> int:
        """How many characters of links are in `element`."""
        return self._links.get(element, 0)

    def is_linked(self, element: HtmlElement) -> bool:
        """Whether `element` is made of links rather than of text."""
        return self.links(element) > self.of(element)

    def drop(self, element: HtmlElement) -> None:
        """Takes `element` out of its tree and out of what is counted for those around it."""
        for holder in element.iterancestors():
            self._text[holder] = self.of(holder) - self.of(element)
            self._links[holder] = self.links(holder) - self.links(element)
        drop(element)

    def count(self, root: HtmlElement) -> None:
        """Walks through the tree once: each element hands on its counts to the one around."""
        open_elements: list[_OpenElement] = [_OpenElement(is_block=True)]
        outside = [_NOWHERE]
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = tag_of(element)
            if event == "start":
                outside.append(outside[-1].within(tag))
                open_elements.append(_OpenElement(is_block=tag in BLOCKS or element is root))
                open_elements[-1].add(element.text, outside[-1])
                continue
            closed = open_elements.pop()
            outside.pop()
            if closed.is_block:
                closed.settle(tag)
            self._text[element], self._links[element] = closed.text, closed.links
            open_elements[-1].take(closed)
            open_elements[-1].add(element.tail, outside[-1])


@dataclass(frozen=True, slots=True)
class _WordPlace:
    """Where words stand: in a link, or in what shows none."""

    in_link: bool
    is_silent: bool

    def within(self, tag: str) -> "_WordPlace":
        return _WordPlace(self.in_link or tag == "a", self.is_silent or tag in _SILENT)


_NOWHERE = _WordPlace(in_link=False, is_silent=False)


@dataclass(slots=True)
class _OpenElement:
    """What an open element holds: characters of text and of links, and words yet in no block."""

    is_block: bool
    text: int = 0
    links: int = 0
    plain: int = 0
    linked: int = 0

    def add(self, words: str | None, place: _WordPlace) -> None:
        if words and not place.is_silent:
            length = len(" ".join(words.split()))
            self.plain += 0 if place.in_link else length
            self.linked += length if place.in_link else 0

    def take(self, inner: "_OpenElement") -> None:
        """What an inner element held; words that are in no block yet go on to this one."""
        self.text += inner.text
        self.links += inner.links
        self.plain += inner.plain
        self.linked += inner.linked

    def settle(self, tag: str) -> None:
        """Counts the words of a block, if they are running text: of which most is a link isn't."""
        is_text = tag not in HEADINGS and (self.plain >= _FEW or tag in _OF_TEXT)
        self.text += self.plain if is_text and self.plain >= self.linked else 0
        self.links += self.linked
        self.plain = self.linked = 0
