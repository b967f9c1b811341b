"""How much running text each element of a page holds, counted once for the whole page."""

from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from formats.composing.tree import BLOCKS, HEADINGS, drop, tag_of

_SILENT = frozenset(("script", "style", "noscript", "template", "head", "select", "textarea"))
#: Blocks that hold text and little else, so that few words in them are text too.
_OF_TEXT = frozenset(("p", "blockquote", "pre", "li", "dd", "dt", "td", "figcaption"))
_FEW = 40


class Prose:
    """The signs of running text below each element of `root`: words of paragraphs, not of links."""

    def __init__(self, root: HtmlElement) -> None:
        self._text: dict[HtmlElement, int] = {}
        self._links: dict[HtmlElement, int] = {}
        self._count(root)

    def of(self, element: HtmlElement) -> int:
        """How many signs of running text are in `element`, as far as they aren't links."""
        return self._text.get(element, 0)

    def links(self, element: HtmlElement) -> int:
        """How many signs of links are in `element`."""
        return self._links.get(element, 0)

    def is_linked(self, element: HtmlElement) -> bool:
        """Whether `element` is made of links rather than of text."""
        return self.links(element) > self.of(element)

    def drop(self, element: HtmlElement) -> None:
        """Takes `element` out of its tree and out of what is counted for those around it."""
        for one in element.iterancestors():
            self._text[one] = self.of(one) - self.of(element)
            self._links[one] = self.links(one) - self.links(element)
        drop(element)

    def _count(self, root: HtmlElement) -> None:
        """Walks through the tree once: each element hands on what it holds to the one around."""
        held: list[_Held] = [_Held(is_block=True)]
        outside = [_NOWHERE]
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = tag_of(element)
            if event == "start":
                outside.append(outside[-1].within(tag))
                held.append(_Held(is_block=tag in BLOCKS or element is root))
                held[-1].add(element.text, outside[-1])
                continue
            one = held.pop()
            outside.pop()
            if one.is_block:
                one.settle(tag)
            self._text[element], self._links[element] = one.text, one.links
            held[-1].take(one)
            held[-1].add(element.tail, outside[-1])


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words stand: in a link, or in what shows none."""

    in_link: bool
    is_silent: bool

    def within(self, tag: str) -> "_Place":
        return _Place(self.in_link or tag == "a", self.is_silent or tag in _SILENT)


_NOWHERE = _Place(in_link=False, is_silent=False)


@dataclass(slots=True)
class _Held:
    """What an open element holds: settled signs of text and links, and words yet in no block."""

    is_block: bool
    text: int = 0
    links: int = 0
    plain: int = 0
    linked: int = 0

    def add(self, words: str | None, place: _Place) -> None:
        if words and not place.is_silent:
            length = len(" ".join(words.split()))
            self.plain += 0 if place.in_link else length
            self.linked += length if place.in_link else 0

    def take(self, inner: "_Held") -> None:
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
