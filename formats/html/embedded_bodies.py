"""Text that a page holds and doesn't show to those who run its scripts, or only to them."""

import re
from collections import Counter
from html import escape

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import parsed_fragment, tag_of
from formats.parsed import Note

_LEAST = 300
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol)\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=[A-Z“\"‘'])")
_BEGINNING = 80
_LEAST_COVERED = 0.9
_LEAST_SHOWN = 0.5
_FEWEST_TOLD = 50


def unfold_noscript(root: HtmlElement) -> None:
    """Makes text of what `root` shows without scripts, where it stands nowhere else."""
    for element in list(root.iter("noscript")):
        is_in_head = any(tag_of(one) == "head" for one in element.iterancestors())
        words = folded(words_of(element))
        if is_in_head or len(words) < _LEAST or any(True for _ in element.iter("iframe")):
            continue
        beginning = words[:_BEGINNING]
        if folded(words_of(root)).count(beginning) == words.count(beginning):
            element.tag = "div"


def with_told(found: HtmlElement, body: HtmlElement, told: str) -> tuple[HtmlElement, list[Note]]:
    """`found`, or what is around it, if that has more of the text that the data of the page hold.

    Where the page shows but little of it, the text is read from the data, and a note says so.
    """
    wanted = Counter(_tokens(told))
    around = _covering(found, body, wanted)
    if _held(around, wanted) >= _LEAST_SHOWN * wanted.total() or wanted.total() < _FEWEST_TOLD:
        return around, []
    note = "the page shows less than half of the text that its data hold; it was read from them"
    return _told_body(told), [Note(None, note)]


def _covering(found: HtmlElement, body: HtmlElement, wanted: Counter[str]) -> HtmlElement:
    """`found`, or the nearest element around it that has the words that are wanted."""
    for one in (found, *found.iterancestors()):
        if _held(one, wanted) >= _LEAST_COVERED * wanted.total():
            return one
        if one is body:
            break
    return found


def _held(element: HtmlElement, wanted: Counter[str]) -> int:
    """How many of the words that are wanted an element has."""
    return (Counter(_tokens(words_of(element))) & wanted).total()


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _told_body(text: str) -> HtmlElement:
    """The text that a page's data hold, which may be HTML, as a tree of paragraphs."""
    if _TAG.search(text):
        return parsed_fragment(text)
    paragraphs = filter(None, map(str.strip, _PARAGRAPHS.split(text)))
    return parsed_fragment("".join(f"<p>{escape(one)}</p>" for one in paragraphs))
