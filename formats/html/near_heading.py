"""What stands near the heading of a page: where it says who wrote the text, and when."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import tag_of
from formats.html.element_names import name_words

#: So many elements behind and before its heading a page still tells of the text, not of others.
_BEHIND, _BEFORE = 150, 40
_HEADINGS = ("h1", "h2", "h3")
_ELSEWHERE = frozenset(("nav", "form", "script", "style", "noscript", "template"))
#: What may hold the lines about a text as well as something else: believed if it is long.
_BESIDE = frozenset(("aside", "footer", "sidebar", "copyright"))
_LONG = 300
#: Words in the names of what tells of other texts, or of readers.
_OTHERS = frozenset(
    [
        "comment",
        "comments",
        "commentlist",
        "respond",
        "related",
        "recommended",
        "recommendations",
        "popular",
        "trending",
        "newsletter",
        "menu",
        "nav",
        "navigation",
        "navbar",
        "caption",
        "cookie",
        "search",
    ]
)


#: What a page calls its standfirst too; a teaser of another text links to it.
_TEASERS = frozenset(("teaser", "teasers"))


@dataclass(frozen=True, slots=True)
class OwnLines:
    """The elements in which a page may tell of its own text.

    `near` are those behind its heading, then those before it, nearest first; `all` are all that
    belong to no comment, no form and no other text.
    """

    near: list[HtmlElement]
    all: list[HtmlElement]


def own_lines(root: HtmlElement, title: str | None) -> OwnLines:
    """What tells of the text headed `title`."""
    heading = _heading(root, title or "")
    own = list(_own(root, set(heading.iterancestors()) if heading is not None else set()))
    place = next((at for at, one in enumerate(own) if one is heading), 0)
    before = own[max(0, place - _BEFORE) : place][::-1]
    return OwnLines([*own[place : place + _BEHIND], *before], own)


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


def _own(root: HtmlElement, holders: set[HtmlElement]) -> Iterator[HtmlElement]:
    """The elements of the body but those that tell of others, and all that is in these."""
    others: set[HtmlElement] = set()
    for body in root.iter("body"):
        for one in body.iter("*"):
            is_inside = one.getparent() in others
            if is_inside or (one is not body and one not in holders and _tells_of_others(one)):
                others.add(one)
            else:
                yield one


def _heading(root: HtmlElement, title: str) -> HtmlElement | None:
    """The heading that says the title, else the first of the page."""
    wanted = folded(title)
    headings = list(_readable(root))
    for one in headings:
        words = folded(words_of(one))
        if words and (words in wanted or wanted in words) and 2 * len(words) > len(wanted):
            return one
    return next((one for one in headings if tag_of(one) == "h1"), None)


def _readable(root: HtmlElement) -> Iterator[HtmlElement]:
    """The headings of a page, the highest first."""
    for tag in _HEADINGS:
        yield from root.iter(tag)


def _tells_of_others(element: HtmlElement) -> bool:
    tag, words = tag_of(element), name_words(element)
    if tag in _ELSEWHERE or words & _OTHERS or "widget" in (element.get("class") or "").split():
        return True
    if words & _TEASERS and any(True for _ in element.iter("a")):
        return True
    is_beside = tag in _BESIDE or bool(words & _BESIDE)
    return is_beside and not short_words(element, _LONG)
