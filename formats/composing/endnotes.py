"""Footnotes of pages: small links to notes at the end become notes of the part they stand in."""

import re
from collections.abc import Iterator

from lxml.html import Element, HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, drop, tag_of

_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3}|[ivx]{1,5})[\])]?")
_BACK = re.compile(
    r"[\s↩↑^⏎\ufe0e\ufe0f←]*|back(?: to (?:the )?(?:text|top|content))?", re.IGNORECASE
)
_NAMES = frozenset(
    ("notes", "footnotes", "endnotes", "end notes", "anmerkungen", "fußnoten", "notas")
)


def footnotes_marked(root: HtmlElement) -> None:
    """Makes `x-ref` of the links to footnotes in `root` and `x-note` of the notes, in place."""
    targets = {one.get("id"): one for one in root.iter("li", "p", "div", "aside") if one.get("id")}
    lists: list[HtmlElement] = []
    for link, name in list(_references(root)):
        target = targets.get(name)
        if target is None or _is_around(target, link):
            continue
        _replace(link, name)
        if tag_of(target) != "x-note":
            lists += [one for one in (target.getparent(),) if one is not None]
            _make_note(target, name)
    for one in lists:
        _drop_if_empty(one)


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
    return any(one is target for one in link.iterancestors())


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
    notes = [one for one in element if tag_of(one) == "x-note"]
    if element.getparent() is None or any(tag_of(one) not in ("x-note", "hr") for one in element):
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
