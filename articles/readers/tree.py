"""HTML as a tree: parsed without the network, with limits, and without what is no text.

Whoever wrote the HTML may mean harm. Nothing in it runs here; scripts, styles, frames and forms
are taken out, and a file that is nested beyond sense is refused before anything walks through it.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring

from articles.readers.cleaning import clean_words
from articles.readers.reading import Note, Refused

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

_PLAINTEXT = re.compile(r"</?plaintext\b[^<>]{0,200}>?", re.IGNORECASE)
_DEEPEST = 150
_MOST_ELEMENTS = 400_000
#: What says how words look and nothing else; unclosed ones nest by the hundred in old pages.
_LOOKS = ("span", "font", "big", "small", "u", "nobr", "blink", "tt", "bdo", "bdi", "wbr", "center")
_SILENT = ("script", "style", "template", "head", "link", "meta", "noscript", "noframes")
_CONTROLS = ("button", "input", "select", "textarea", "datalist", "canvas", "svg", "map", "dialog")
_EMBEDDED = ("iframe", "object", "embed", "applet", "video", "audio", "frame", "frameset")


def parsed(html: str) -> HtmlElement:
    """A whole page as a tree; raises `Refused` for one that is nested too deeply or is empty."""
    return _checked(html, fragment=False)


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


def tidied(root: HtmlElement) -> list[Note]:
    """Takes out of `root` what is no text; gives a note for each thing that readers would miss."""
    notes = list(_embedded(root))
    _drop_hidden(root)
    etree.strip_elements(root, *_SILENT, *_CONTROLS, *_EMBEDDED, with_tail=False)
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    etree.strip_tags(root, *_LOOKS)
    _refuse_deep(root)
    return notes


def line_of(element: HtmlElement) -> int | None:
    """The line of its source on which `element` begins, where it is known."""
    for one in (element, *element.iterancestors()):
        given = one.get("data-line") or ""
        if given.isascii() and given.isdigit() and len(given) < 9:
            return int(given)
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
    data = _PLAINTEXT.sub("", html).encode("utf-8")
    try:
        if fragment:
            root = fragment_fromstring(data, create_parent="div", parser=parser)
        else:
            root = document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Refused(1, "no HTML that can be read", "a page with text") from error
    if any(one.type_name == "ERR_RESOURCE_LIMIT" for one in parser.error_log):
        raise _too_deep(None)
    for number, element in enumerate(root.iter()):
        if number > _MOST_ELEMENTS:
            raise Refused(None, f"more than {_MOST_ELEMENTS:,} elements", "a page of text")
        _clean(element)
    return root


def _clean(element: HtmlElement) -> None:
    """Brings words that were written as character references to the form of all others."""
    if not isinstance(element.tag, str):
        return
    element.text, element.tail = clean_words(element.text), clean_words(element.tail)
    for name in ("alt", "href", "src", "data-note"):
        if element.get(name):
            element.set(name, clean_words(element.get(name)) or "")


def _refuse_deep(root: HtmlElement) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise _too_deep(line_of(element) or element.sourceline)


def _too_deep(line: int | None) -> Refused:
    return Refused(line, f"elements nested more than {_DEEPEST} deep", "a page of text")


def _embedded(root: HtmlElement) -> Iterator[Note]:
    for element in root.iter(*_EMBEDDED):
        address = (element.get("src") or element.get("data") or "").strip()
        if not address:
            address = next((one.get("src") or "" for one in element.iter("source")), "")
        name = "video" if tag_of(element) == "video" else tag_of(element)
        what = f"embedded content ({name}) left out"
        yield Note(_note_line(element), f"{what}: {address[:200]}" if address else what)
    scripts = [one for one in root.iter("script") if not (one.get("type") or "").endswith("json")]
    if scripts and root.get("data-reported") is None:
        many = "" if len(scripts) == 1 else "s"
        yield Note(_note_line(scripts[0]), f"{len(scripts)} script{many} left out")


def _note_line(element: HtmlElement) -> int | None:
    return line_of(element)


_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _drop_hidden(root: HtmlElement) -> None:
    """Drops what no reader can bring to light; what a control opens stays."""
    opened = {name for one in root.iter() for name in (one.get("aria-controls") or "").split()}
    for element in list(root.iter(etree.Element)):
        is_hidden = element.get("hidden") not in (None, "until-found") or _HIDING.search(
            element.get("style") or ""
        )
        is_opened = any(one.get("id") in opened for one in (element, *element.iterancestors()))
        if is_hidden and not is_opened and element is not root:
            drop(element)
