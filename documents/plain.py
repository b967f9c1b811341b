"""The plain text of HTML, as the record defines it for what a text renders to.

The text inside an element, without elements that carry `data-apparatus`; images stand as their
alternative text; white space (space, TAB, LF, FF, CR) is collapsed; blocks are parted by LF. See
`docs/record-format.md`, which a verifier in any language can follow on the page as served.
"""

import re
from html.parser import HTMLParser

from documents.markdown import html_of

_BLOCKS = {
    *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
    *("hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot"),
    *("th", "thead", "tr", "ul"),
}
_VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}
_SPACE = re.compile("[ \t\n\f\r]+")


def rendered_plain(part: str, source: str) -> str:
    """The plain text that the Markdown `source` of `part` renders to, as the record defines it."""
    return plain_text(html_of(source, part))


def plain_text(html: str) -> str:
    """The plain text of `html`, which must be well nested."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    blocks = (_SPACE.sub(" ", block).strip(" ") for block in "".join(reader.pieces).split("\0"))
    return "\n".join(block for block in blocks if block)


class _Reader(HTMLParser):
    """Collects text; a zero character, which no text can hold, parts blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag not in _VOID and (self.hidden or "data-apparatus" in attributes):
            self.hidden += 1
        if self.hidden:
            return
        if tag == "img":
            self.pieces.append(attributes.get("alt") or "")
        elif tag == "br":
            self.pieces.append(" ")
        elif tag in _BLOCKS:
            self.pieces.append("\0")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden -= tag not in _VOID
        elif tag in _BLOCKS:
            self.pieces.append("\0")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(data)
