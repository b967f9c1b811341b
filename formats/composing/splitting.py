"""A paragraph of HTML cut in two, with its links and emphasis on either side."""

from copy import deepcopy

from lxml.html import HtmlElement

from formats.composing.tree import tag_of

_EMPTY = frozenset(("img", "br", "x-ref", "hr"))


def split(element: HtmlElement, words: str) -> tuple[HtmlElement, HtmlElement]:
    """Copies of `element`: with the words that it begins with, and with all behind them."""
    count = _signs(words)
    head, rest = deepcopy(element), deepcopy(element)
    head.tail = rest.tail = None
    _cut(head, 0, count, keep_head=True)
    _cut(rest, 0, count, keep_head=False)
    return head, rest


def _signs(text: str) -> int:
    """How many signs `text` has but white space, of which HTML has more than it shows."""
    return len("".join(text.split()))


def _cut(element: HtmlElement, place: int, count: int, *, keep_head: bool) -> int:
    """Cuts the texts in `element`, which begins at `place`; gives where it ends."""
    text, place = _part(element.text, place, count, keep_head)
    element.text = text
    for child in list(element):
        start = place
        if isinstance(child.tag, str):
            place = _cut(child, place, count, keep_head=keep_head)
            place += _signs(child.get("alt") or "") if tag_of(child) == "img" else 0
        child.tail, place = _part(child.tail, place, count, keep_head)
        is_behind = start >= count
        if tag_of(child) in _EMPTY and is_behind == keep_head:
            child.drop_tree()
    return place


def _part(text: str | None, place: int, count: int, keep_head: bool) -> tuple[str | None, int]:
    if not text:
        return text, place
    cut = 0
    while cut < len(text) and place < count:
        place += not text[cut].isspace()
        cut += 1
    return (text[:cut] if keep_head else text[cut:]), place + _signs(text[cut:])
