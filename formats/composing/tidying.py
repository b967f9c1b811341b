"""What is taken out of a tree before its words are read: what acts, what only looks, what hides."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from formats.composing.tree import drop, line_of, refuse_deep, tag_of
from formats.parsed import Note

#: What says how words look and nothing else; unclosed ones nest by the hundred in old pages.
_LOOKS = ("span", "font", "big", "small", "u", "nobr", "blink", "tt", "bdo", "bdi", "wbr", "center")
_SILENT = ("script", "style", "template", "head", "link", "meta", "noscript", "noframes")
_CONTROLS = ("button", "input", "select", "textarea", "datalist", "canvas", "svg", "map", "dialog")
_EMBEDDED = ("iframe", "object", "embed", "applet", "video", "audio", "frame", "frameset")


def tidied(root: HtmlElement) -> list[Note]:
    """Takes out of `root` what is no text; gives a note for each thing that readers would miss."""
    notes = list(_embedded(root))
    _drop_hidden(root)
    etree.strip_elements(root, *_SILENT, *_CONTROLS, *_EMBEDDED, with_tail=False)
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    etree.strip_tags(root, *_LOOKS)
    refuse_deep(root)
    return notes


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
