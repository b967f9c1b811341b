"""What stands above the text of a page: its standfirst, or the beginning of the text.

Sites show the line that their description for search engines repeats, a standfirst mostly, where
their designers like it: above the text, in a box beside it, over a picture. It is part of the text
wherever that is, so it is set aside before what is around the text is left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import BLOCKS, HEADINGS, drop, tag_of, with_class
from formats.html.elements import (
    Prose,
    is_caption,
    is_innermost,
    is_inside,
    is_within,
    name_words,
    short_words,
)
from formats.html.furniture import furniture_of
from formats.html.page_data import HtmlPage, SetAside, descriptions_of
from formats.parsed import Note

_STANDFIRSTS = (
    "standfirst",
    "dek",
    "deck",
    "subtitle",
    "sub-title",
    "subheadline",
    "article-summary",
)
_APART = ("h1", "aside", "nav")
_LONGEST_STANDFIRST = 600
_DESCRIBING = ("p", "div", "span", "li", *sorted(HEADINGS - {"h1"}))
_NO_LINES = frozenset(
    ("nav", "footer", "form", "noscript", "template", "head", "a", "p", "figure", "blockquote")
)
_OF_SITE = frozenset(("site", "tagline", "slogan", "logo", "brand"))
_SHORTEST_DESCRIPTION, _LONGEST_DESCRIPTION = 40, 700
_SHORTEST_BLOCK, _LONGEST_OPENING = 50, 1_500
_NO_OPENING = frozenset(("li", "td", "dd", "figcaption", "table", "aside"))


def take_standfirst(page: HtmlPage) -> list[Note]:
    """A step: takes the lines under the title out of the tree, if the page marks them."""
    for element in with_class(page.root, *_STANDFIRSTS):
        words = words_of(element)
        is_apart = tag_of(element) in _APART or is_inside(element, *_APART)
        if not is_apart and 0 < len(words) <= _LONGEST_STANDFIRST:
            element.drop_tree()
            page.about = replace(page.about, standfirst=words)
            break
    return []


def set_description_aside(page: HtmlPage) -> list[Note]:
    """A step: sets aside the first block that says one of the page's descriptions."""
    stated = [folded(text.rstrip("…. ")) for text in descriptions_of(page)]
    stated = [text for text in stated if len(text) >= _SHORTEST_DESCRIPTION]
    blocks = page.body.iter(*_DESCRIBING) if stated else iter(())
    block = next((block for block in blocks if _begins(block, stated) and _is_line(block)), None)
    if block is not None:
        place = etree.Element("x-described")
        page.described = SetAside(block, place, frozenset(_elements_before(page.body, block)))
        _exchange(block, place)
    return []


def _begins(element: HtmlElement, stated: list[str]) -> bool:
    """Whether `element` says one of the texts, of which the end may be cut off."""
    words = folded(short_words(element, _LONGEST_DESCRIPTION))
    return any(words.startswith(text) for text in stated)


def _is_line(element: HtmlElement) -> bool:
    """Whether `element` is one block of text, in nothing that tells of the site or of others."""
    near = (element, *list(element.iterancestors())[:2])
    is_of_site = any(name_words(holder) & _OF_SITE for holder in near)
    return is_innermost(element) and not is_of_site and not is_inside(element, *_NO_LINES)


def _elements_before(body: HtmlElement, block: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that begin before `block` and end before it too."""
    around = set(block.iterancestors())
    for element in body.iter("*"):
        if element is block:
            return
        if element not in around:
            yield element


def _exchange(old: HtmlElement, new: HtmlElement) -> None:
    """Puts `new` where `old` is; the words behind it stay."""
    parent = old.getparent()
    if parent is not None:
        new.tail, old.tail = old.tail, None
        parent.replace(old, new)


def put_description_back(page: HtmlPage) -> list[Note]:
    """A step: puts the block that was set aside back, if its place is in the text.

    It stays set aside only where the text stands below it, and doesn't say the same.
    """
    described = page.described
    if described is None:
        return []
    if is_within(described.place, page.text):
        _exchange(described.place, described.block)
        page.described = None
    elif page.text in described.before or folded(words_of(described.block)) in folded(
        words_of(page.text)
    ):
        page.described = None
    return []


def find_opening(page: HtmlPage) -> list[Note]:
    """A step: finds the blocks of text behind the heading that says the title, above the text.

    A long stretch is no opening; the heading is then that of something else.
    """
    title = page.about.title or ""
    headings = page.body.iter("h1", "h2", "h3")
    heading = next((heading for heading in headings if _says_title(heading, title)), None)
    if heading is not None and not is_within(heading, page.text):
        between = list(_between(page, heading))
        is_short = sum(len(words_of(block)) for block in between) <= _LONGEST_OPENING
        page.opening = between if is_short else []
    return []


def _says_title(heading: HtmlElement, title: str) -> bool:
    """Whether `heading` says the title, which may have the name of the site behind it."""
    words = folded(words_of(heading))
    return bool(words) and folded(title).startswith(words) and 2 * len(words) > len(title)


def _between(page: HtmlPage, heading: HtmlElement) -> Iterable[HtmlElement]:
    """The blocks of text between `heading` and the text; none unless it really stands before."""
    blocks: list[HtmlElement] = []
    is_behind = False
    for element in page.body.iter("*"):
        if element is heading:
            is_behind = True
        elif element is page.text:
            return blocks if is_behind else []
        elif is_behind and _is_opening(element, page.prose):
            blocks.append(element)
    return []


def _is_opening(element: HtmlElement, prose: Prose) -> bool:
    tag = tag_of(element)
    if tag not in BLOCKS - _NO_OPENING or not is_innermost(element):
        return False
    is_subtitle = tag in HEADINGS and not prose.links(element)
    is_text = is_subtitle or (prose.of(element) > 0 and not prose.is_linked(element))
    if len(words_of(element)) < _SHORTEST_BLOCK or not is_text:
        return False
    around = [element, *element.iterancestors()]
    return not any(
        furniture_of(holder) or is_caption(holder) or tag_of(holder) in _NO_OPENING
        for holder in around
    )


def begin_with_opening(page: HtmlPage) -> list[Note]:
    """A step: makes the standfirst of the line above the text, and its beginning of more lines.

    The line that says the page's description goes before all others; a standfirst that the page
    marks stays what it is.
    """
    above = [page.described.block] if page.described else []
    above += page.opening
    is_standfirst = page.described is not None or len(above) == 1
    if page.about.standfirst is None and is_standfirst:
        words = words_of(above[0])
        if len(words) <= _LONGEST_STANDFIRST:
            page.about = replace(page.about, standfirst=words)
            above = above[1:]
    for block in reversed(above):
        drop(block)
        block.tag = "p"
        block.tail, page.text.text = page.text.text, None
        page.text.insert(0, block)
    return []
