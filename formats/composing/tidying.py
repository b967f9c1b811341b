"""What is done to a tree before its words are read.

What acts, what only looks and what hides is taken out. Small links to notes at the end of a page
become footnotes of the part they stand in.
"""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import Element, HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, drop, line_of, refuse_deep, tag_of
from formats.parsed import Note

#: What says how words look and nothing else; unclosed ones nest by the hundred in old pages.
_LOOKS = ("span", "font", "big", "small", "u", "nobr", "blink", "tt", "bdo", "bdi", "wbr", "center")
_SILENT = ("script", "style", "template", "head", "link", "meta", "noscript", "noframes")
_CONTROLS = ("button", "input", "select", "textarea", "datalist", "canvas", "svg", "map", "dialog")
_EMBEDDED = ("iframe", "object", "embed", "applet", "video", "audio", "frame", "frameset")
_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3}|[ivx]{1,5})[\])]?")
_BACK = re.compile(
    r"[\s↩↑^⏎\ufe0e\ufe0f←]*|back(?: to (?:the )?(?:text|top|content))?", re.IGNORECASE
)
_NAMES = frozenset(
    ("notes", "footnotes", "endnotes", "end notes", "anmerkungen", "fußnoten", "notas")
)


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
            address = next((node.get("src") or "" for node in element.iter("source")), "")
        name = "video" if tag_of(element) == "video" else tag_of(element)
        what = f"embedded content ({name}) left out"
        yield Note(_note_line(element), f"{what}: {address[:200]}" if address else what)
    scripts = [
        node for node in root.iter("script") if not (node.get("type") or "").endswith("json")
    ]
    if scripts and root.get("data-reported") is None:
        many = "" if len(scripts) == 1 else "s"
        yield Note(_note_line(scripts[0]), f"{len(scripts)} script{many} left out")


def _note_line(element: HtmlElement) -> int | None:
    return line_of(element)


_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def _drop_hidden(root: HtmlElement) -> None:
    """Drops what no reader can bring to light; what a control opens stays."""
    opened = {name for node in root.iter() for name in (node.get("aria-controls") or "").split()}
    for element in list(root.iter(etree.Element)):
        is_hidden = element.get("hidden") not in (None, "until-found") or _HIDING.search(
            element.get("style") or ""
        )
        is_opened = any(node.get("id") in opened for node in (element, *element.iterancestors()))
        if is_hidden and not is_opened and element is not root:
            drop(element)


def footnotes_marked(root: HtmlElement) -> None:
    """Makes `x-ref` of the links to footnotes in `root` and `x-note` of the notes, in place."""
    targets = {
        node.get("id"): node for node in root.iter("li", "p", "div", "aside") if node.get("id")
    }
    lists: list[HtmlElement] = []
    for link, name in list(_references(root)):
        target = targets.get(name)
        if target is None or _is_around(target, link):
            continue
        _replace(link, name)
        if tag_of(target) != "x-note":
            lists += [node for node in (target.getparent(),) if node is not None]
            _make_note(target, name)
    for node in lists:
        _drop_if_empty(node)


def _references(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for link in root.iter("a"):
        address = link.get("href") or ""
        parent = link.getparent()
        classes = f"{link.get('class') or ''} {link.get('role') or ''}".lower()
        is_raised = (parent is not None and tag_of(parent) == "sup") or link.find("sup") is not None
        is_one = (
            is_raised or "footnote" in classes or "noteref" in classes or "fn" in classes.split()
        )
        if is_one and len(address) > 1 and address[0] == "#" and _SIGN.fullmatch(words_of(link)):
            yield link, address[1:]


def _is_around(target: HtmlElement, link: HtmlElement) -> bool:
    return any(outer is target for outer in link.iterancestors())


def _replace(link: HtmlElement, name: str) -> None:
    """Puts a reference where the link is, or the raised text that holds nothing else."""
    parent = link.getparent()
    is_alone = parent is not None and tag_of(parent) == "sup" and words_of(parent) == words_of(link)
    place = parent if is_alone and parent is not None else link
    reference = Element("x-ref")
    reference.set("data-note", name)
    reference.tail, place.tail = place.tail, None
    outer = place.getparent()
    if outer is not None:
        outer.replace(place, reference)


def _make_note(target: HtmlElement, name: str) -> None:
    target.tag = "x-note"
    target.set("data-note", name)
    for link in list(target.iter("a")):
        is_back = (link.get("href") or "").startswith("#") and _BACK.fullmatch(words_of(link))
        if is_back or "backref" in (link.get("class") or "") or link.get("role") == "doc-backlink":
            drop(link)


def _drop_if_empty(element: HtmlElement) -> None:
    """Drops a list of which all items became notes, and a heading that says no more than that.

    The notes themselves move behind it, since they are looked for in the whole tree.
    """
    notes = [child for child in element if tag_of(child) == "x-note"]
    if element.getparent() is None or any(
        tag_of(child) not in ("x-note", "hr") for child in element
    ):
        return
    for note in notes:
        element.addprevious(note)
    before = element.getprevious()
    while before is not None and tag_of(before) in ("x-note", "hr"):
        before = before.getprevious()
    if before is not None and tag_of(before) in HEADINGS and words_of(before).lower() in _NAMES:
        drop(before)
    if not words_of(element):
        drop(element)
