"""Text that a page holds and doesn't show to those who run its scripts, or only to them."""

import re
from html import escape

from lxml.html import HtmlElement

from articles.readers.divisions import folded
from articles.readers.inline import words_of
from articles.readers.tree import parsed_fragment, tag_of

_LEAST = 300
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol)\b", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=[A-Z“\"‘'])")
_BEGINNING = 80


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


def told_body(text: str) -> HtmlElement:
    """The text that a page's data hold, which may be HTML, as a tree of paragraphs."""
    if _TAG.search(text):
        return parsed_fragment(text)
    paragraphs = filter(None, map(str.strip, _PARAGRAPHS.split(text)))
    return parsed_fragment("".join(f"<p>{escape(one)}</p>" for one in paragraphs))
