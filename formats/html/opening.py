"""The lines between a page's heading and its text: a standfirst, or the beginning of the text."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import BLOCKS, HEADINGS, tag_of
from formats.html.element_names import is_caption
from formats.html.furniture import is_furniture
from formats.html.prose import Prose

_HEADINGS = ("h1", "h2", "h3")
_LEAST, _MOST = 50, 1_500
_NOT = frozenset(("li", "td", "dd", "figcaption", "table", "aside"))


def opening_of(
    body: HtmlElement, found: HtmlElement, title: str, prose: Prose
) -> list[HtmlElement]:
    """The blocks of text behind the heading that says `title` and before `found`, if there are any.

    A long stretch is no opening; the heading is then that of something else.
    """
    heading = next((one for one in body.iter(*_HEADINGS) if _says(one, title)), None)
    if heading is None or any(one is found for one in heading.iterancestors()):
        return []
    between = list(_between(body, heading, found, prose))
    if sum(len(words_of(one)) for one in between) > _MOST:
        return []
    return between


def _says(heading: HtmlElement, title: str) -> bool:
    """Whether `heading` says the title, which may have the name of the site behind it."""
    words = folded(words_of(heading))
    return bool(words) and folded(title).startswith(words) and 2 * len(words) > len(title)


def _between(
    body: HtmlElement, heading: HtmlElement, found: HtmlElement, prose: Prose
) -> Iterator[HtmlElement]:
    """The blocks of text in reading order; none unless `heading` really stands before `found`."""
    blocks: list[HtmlElement] = []
    is_behind = False
    for element in body.iter("*"):
        if element is heading:
            is_behind = True
        elif element is found:
            yield from blocks if is_behind else ()
            return
        elif is_behind and _is_opening(element, prose):
            blocks.append(element)


def _is_opening(element: HtmlElement, prose: Prose) -> bool:
    tag = tag_of(element)
    if tag not in BLOCKS - _NOT or any(tag_of(one) in BLOCKS for one in element.iterdescendants()):
        return False
    is_subtitle = tag in HEADINGS and not prose.links(element)
    length = len(words_of(element))
    if length < _LEAST or not (is_subtitle or (prose.of(element) and not prose.is_linked(element))):
        return False
    around = [element, *element.iterancestors()]
    return not any(is_furniture(one) or is_caption(one) or tag_of(one) in _NOT for one in around)
