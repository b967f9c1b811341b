"""HTML as a tree: parsed without the network, with limits, and without what is no text.

Whoever wrote the HTML may mean harm. Nothing in it runs here; scripts, styles, frames and forms
are taken out, and a file that is nested beyond sense is refused before anything walks through it.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring

from formats.decoding import clean_words
from formats.parsed import Refused
from record.numbers import whole_number

#: Tags that begin a block of their own.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "x-notes",
        "x-note",
    ]
)
#: Blocks that only hold others.
CONTAINERS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "center",
        "dialog",
        "div",
        "fieldset",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "main",
        "menu",
        "nav",
        "section",
        "dir",
        "tbody",
        "thead",
        "tfoot",
        "tr",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# Tags without an end that the parser takes for ones with an end, and all behind them for theirs.
_ENDLESS = ("bgsound", "command", "embed", "keygen", "source", "track", "wbr")
#: What may stand in a head; comments ("") too.
_OF_HEAD = frozenset(
    ["title", "meta", "link", "base", "script", "style", "noscript", "template", "bgsound", ""]
)
_PLAINTEXT = re.compile(r"</?plaintext\b[^<>]{0,200}>?", re.IGNORECASE)
_DEEPEST = 150
_MOST_ELEMENTS = 400_000


def parsed(html: str) -> HtmlElement:
    """A whole page as a tree; raises `Refused` for one that is nested too deeply or is empty."""
    root = _checked(html, fragment=False)
    _end_head(root)
    return root


def parsed_fragment(html: str) -> HtmlElement:
    """A part of a page as a tree below one `div`; raises `Refused` as `parsed` does."""
    return _checked(html, fragment=True)


def with_lines(root: HtmlElement) -> None:
    """Marks every element with the line on which it begins, which copies would forget."""
    for element in root.iter("*"):
        element.set("data-line", str(element.sourceline or 1))


def tag_of(element: HtmlElement) -> str:
    """The name of an element in small letters; "" for comments and their like."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def line_of(element: HtmlElement) -> int | None:
    """The line of its source on which `element` begins, where it is known."""
    for node in (element, *element.iterancestors()):
        given = node.get("data-line") or ""
        if (number := whole_number(given)) is not None:
            return number
    return None


def drop(element: HtmlElement) -> None:
    """Takes `element` out of its tree and leaves the words behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def _checked(html: str, *, fragment: bool) -> HtmlElement:
    if not html.strip():
        raise Refused(1, "nothing but white space", "an explainer")
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    # This tag has no end: all behind it would be shown as source.
    source = _PLAINTEXT.sub("", html).encode("utf-8")
    try:
        if fragment:
            root = fragment_fromstring(source, create_parent="div", parser=parser)
        else:
            root = document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Refused(1, "no HTML that can be read", "a page with text") from error
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise _too_deep(None)
    for number, element in enumerate(root.iter()):
        if number > _MOST_ELEMENTS:
            raise Refused(None, f"more than {_MOST_ELEMENTS:,} elements", "a page of text")
        _clean(element)
    for element in list(root.iter(*_ENDLESS)):
        _emptied(element)
    return root


def _emptied(element: HtmlElement) -> None:
    """Puts behind `element` what the parser put into it."""
    parent = element.getparent()
    if parent is None or not (len(element) or element.text):
        return
    parent.insert(parent.index(element), element.makeelement(element.tag, dict(element.attrib)))
    element.drop_tag()


def _end_head(root: HtmlElement) -> None:
    """Moves what the parser has taken into the head to the body, where browsers have it.

    Pages may leave out `</head>` and `<body>` (HTML Standard, 13.1.2.4); libxml2 knows them to end
    before the elements of HTML 4 only.
    """
    for head in root.findall("head"):
        ending = next((node for node in head if tag_of(node) not in _OF_HEAD), None)
        if ending is None:
            continue
        body = root.find("body")
        if body is None:
            body = etree.SubElement(root, "body")
        moved = [ending, *ending.itersiblings()]
        moved[-1].tail = (moved[-1].tail or "") + (body.text or "")
        body.text = None
        for number, node in enumerate(moved):
            body.insert(number, node)


def _clean(element: HtmlElement) -> None:
    """Brings words that were written as character references to the form of all others."""
    if not isinstance(element.tag, str):
        return
    element.text, element.tail = clean_words(element.text), clean_words(element.tail)
    for name in ("alt", "href", "src", "data-note"):
        if element.get(name):
            element.set(name, clean_words(element.get(name)) or "")


def refuse_deep(root: HtmlElement) -> None:
    """Raises `Refused` when elements are nested deeper than anybody meant."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise _too_deep(line_of(element) or element.sourceline)


def _too_deep(line: int | None) -> Refused:
    return Refused(line, f"elements nested more than {_DEEPEST} deep", "a page of text")


def with_class(root: HtmlElement, *names: str) -> Iterator[HtmlElement]:
    """The elements that have one of the classes."""
    wanted = frozenset(names)
    for element in root.iter("*"):
        if wanted & set((element.get("class") or "").casefold().split()):
            yield element
