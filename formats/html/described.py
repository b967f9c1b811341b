"""The line of a page that its description for search engines repeats: its standfirst, mostly.

Sites show it where their designers like it: above the text, in a box beside it, over a picture. It
is part of the text wherever that is, so it is set aside before what is around the text is left out.
"""

from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import BLOCKS, HEADINGS, tag_of
from formats.html.element_names import is_within, name_words
from formats.html.near_heading import short_words

_PLACES = frozenset(("p", "div", "span", "li", *HEADINGS)) - {"h1"}
_ELSEWHERE = frozenset(
    ("nav", "footer", "form", "noscript", "template", "head", "a", "p", "figure", "blockquote")
)
_OF_SITE = frozenset(("site", "tagline", "slogan", "logo", "brand"))
_PLACE = "x-said"
_SHORTEST, _LONGEST = 40, 700


class Described:
    """The block of a page that says the page's description, set aside; there may be none."""

    def __init__(self, body: HtmlElement, descriptions: Iterable[str]) -> None:
        said = [text for one in descriptions if len(text := folded(one.rstrip("…. "))) >= _SHORTEST]
        self._block = _saying(body, said) if said else None
        self._before: frozenset[HtmlElement] = frozenset()
        self._place = etree.Element(_PLACE)
        if self._block is not None:
            self._before = frozenset(_elements_before(body, self._block))
            _exchange(self._block, self._place)

    def settled(self, found: HtmlElement) -> HtmlElement | None:
        """The block if it stands above the text `found`; in it, it is put back to its place."""
        if self._block is None:
            return None
        if is_within(self._place, found):
            _exchange(self._place, self._block)
            return None
        is_said = folded(words_of(self._block)) in folded(words_of(found))
        return None if is_said or found in self._before else self._block


def _saying(body: HtmlElement, said: list[str]) -> HtmlElement | None:
    """The first block that says one of the texts, of which the end may be cut off."""
    return next((one for one in body.iter(*_PLACES) if _says(one, said) and _is_line(one)), None)


def _says(element: HtmlElement, said: list[str]) -> bool:
    words = folded(short_words(element, _LONGEST))
    return any(words.startswith(text) for text in said)


def _is_line(element: HtmlElement) -> bool:
    """Whether `element` is one block of text, in nothing that tells of the site or of others."""
    around = list(element.iterancestors())
    is_whole = not any(tag_of(one) in BLOCKS for one in element.iterdescendants())
    is_of_site = any(name_words(one) & _OF_SITE for one in (element, *around[:2]))
    return is_whole and not is_of_site and not any(tag_of(one) in _ELSEWHERE for one in around)


def _elements_before(body: HtmlElement, block: HtmlElement) -> Iterable[HtmlElement]:
    """The elements that begin before `block` and end before it too."""
    around = set(block.iterancestors())
    for one in body.iter("*"):
        if one is block:
            return
        if one not in around:
            yield one


def _exchange(old: HtmlElement, new: HtmlElement) -> None:
    """Puts `new` where `old` is; the words behind it stay."""
    parent = old.getparent()
    if parent is not None:
        new.tail, old.tail = old.tail, None
        parent.replace(old, new)
