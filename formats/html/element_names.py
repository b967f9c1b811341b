"""What the names of elements say of them: words of their classes and ids."""

import re

from lxml.html import HtmlElement

from formats.composing.tree import HEADINGS, tag_of
from formats.parsed import Note

TEXTS = frozenset(("html", "body", "main", "article", "h1", "p"))
SHORT = 60
_CAPTION = re.compile(r"caption|credit|gallery|slide", re.IGNORECASE)
_BESIDE = re.compile(r"(?:(?<=\s)|^)(?:non|not|no|without|has|with)[-_]+[\w-]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def is_caption(element: HtmlElement) -> bool:
    """Whether the names of `element` say that it belongs to a picture."""
    return _CAPTION.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


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


def is_within(element: HtmlElement, found: HtmlElement) -> bool:
    """Whether `element` is still inside of `found`."""
    return any(one is found for one in element.iterancestors())
