"""The body of a Word document as HTML: headings, paragraphs, lists, tables, notes, pictures.

A `Body` goes from paragraph to paragraph, and from cell to cell; `Lists` knows the open lists.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from xml.etree.ElementTree import Element

from formats.word.package import Package, Relation
from formats.word.runs import Inline, WordFindings, chosen
from formats.word.styles import (
    Lists,
    Numberings,
    Style,
    Styles,
    is_on,
    level_of,
    numbering_of,
    val_of,
)
from record.numbers import whole_number

_GONE = frozenset(("del", "moveFrom"))
_SILENT_NOTES = ("separator", "continuationSeparator", "continuationNotice")
_MOST_MARGINS = 6
#: What a document says in paragraphs of their own styles before its text.
_HEAD = ("title", "subtitle", "author", "date")
#: Elements that only hold others: controls, and what tracked changes brought.
_HOLDERS = frozenset(("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_MOST_SPANNED = 50
_TAG = re.compile(r"<[^<>]*>")


class Body:
    """Walks through a document once and makes HTML of it."""

    def __init__(
        self, package: Package, picture: Callable[[Element, dict[str, Relation], int], str]
    ) -> None:
        related = package.related
        self._package, self._picture = package, picture
        self.styles = Styles(package.optional_tree(related(package.main, "styles")))
        self._numberings = Numberings(package.optional_tree(related(package.main, "numbering")))
        self.findings = WordFindings()
        self.head: dict[str, list[str]] = {role: [] for role in _HEAD}
        self._inline = self._for(package.main)
        self._lists = Lists(self._numberings)
        self._carried = ""
        self._is_begun = False

    def html(self) -> str:
        """The whole document, with its notes behind it."""
        root = self._package.tree(self._package.main)
        self._see_margins()
        # There is one body; a file with more was made by a program that meant to show them all.
        blocks = [html for body in root.iterfind("body") for html in self._blocks(body)]
        return "\n".join([*blocks, self._flushed(), *self._lists.closed(), *self._notes()])

    def _see_margins(self) -> None:
        """Counts the headers and footers that say something; nobody makes more than a few."""
        margins = [
            relation.target
            for relation in self._package.relations(self._package.main).values()
            if relation.kind in ("header", "footer") and not relation.is_external
        ]
        for part in margins[:_MOST_MARGINS]:
            root = self._package.optional_tree(part)
            if root is not None and any((text.text or "").strip() for text in root.iter("t")):
                self.findings.saw("margin")

    def _for(self, part: str, *, in_notes: bool = False) -> Inline:
        relations = self._package.relations(part)
        return Inline(self.styles, relations, self.findings, self._picture, in_notes)

    def _blocks(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                yield from (self._flushed(), *self._lists.closed(), *self._table(child))
            elif child.tag == "sdt":
                yield from self._control(child)
            elif child.tag in _HOLDERS:
                yield from self._blocks(child)
            elif child.tag in _GONE:
                self.findings.saw("deletion")
            elif child.tag == "mc:AlternateContent":
                yield from self._blocks(chosen(child))
            elif child.tag in ("m:oMathPara", "m:oMath"):
                holder = Element("p")
                holder.append(child)
                yield from self._paragraph(holder)
            elif child.tag == "altChunk":
                self.findings.saw("chunk")

    def _control(self, control: Element) -> Iterator[str]:
        gallery = val_of(control.find("sdtPr/docPartObj"), "docPartGallery")
        if gallery == "Table of Contents":
            self.findings.saw("contents")
            return
        content = control.find("sdtContent")
        if content is not None:
            yield from self._blocks(content)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        self.findings.paragraph += 1
        properties = paragraph.find("pPr")
        style = self.styles.of(val_of(properties, "pStyle"))
        if style.role == "toc":
            self.findings.saw("contents")
            return
        html = self._carried + self._inline.html(paragraph, style)
        self._carried = ""
        if properties is not None and properties.find("rPr/del") is not None:
            # The end of this paragraph is a tracked deletion: the next one goes on with it.
            self._carried = html
        elif html.strip():
            yield from self._placed(html, properties, style)
        yield from self._boxes()

    def _placed(self, html: str, properties: Element | None, style: Style) -> Iterator[str]:
        level = level_of(properties, style)
        if style.role == "subtitle" or (style.role == "title" and not self.head["title"]):
            self.head[style.role].append(_plain(html))
            yield from self._lists.closed()
            yield _head_of(html, self.findings.paragraph, style.role)
            return
        if style.role in ("author", "date") and not self._is_begun:
            self.head[style.role].append(_plain(html))
            return
        self._is_begun = True
        numbering = None if level else numbering_of(properties) or style.numbering
        if numbering and self._numberings.format(*numbering) not in (None, "none"):
            yield from self._lists.list_item(html, self.findings.paragraph, *numbering)
            return
        yield from self._lists.closed()
        yield _block_of(html, self.findings.paragraph, style.role, level)

    def _flushed(self) -> str:
        """What a deleted paragraph end at the end of all left over."""
        html, self._carried = self._carried, ""
        return f"<p>{html}</p>" if html.strip() else ""

    def _boxes(self) -> Iterator[str]:
        """Text boxes stand behind the paragraph to which they are tied."""
        while self.findings.boxes:
            box = self.findings.boxes.pop(0)
            self.findings.saw("box")
            yield from (*self._lists.closed(), *self._blocks(box), *self._lists.closed())

    def _table(self, table: Element) -> Iterator[str]:
        rows = _cells_by_row(table)
        if max(map(len, rows), default=0) <= 1:
            # One column is a frame around text, not a table.
            for cells in rows:
                for cell in cells:
                    yield from (*self._blocks(cell), *self._lists.closed())
            return
        yield f'<table data-line="{self.findings.paragraph + 1}">'
        for number, cells in enumerate(rows):
            tag = "th" if number == 0 else "td"
            yield "<tr>" + "".join(self._cell(cell, tag) for cell in cells) + "</tr>"
        yield "</table>"

    def _cell(self, cell: Element, tag: str) -> str:
        html = "" if _is_covered(cell) else "".join([*self._blocks(cell), *self._lists.closed()])
        columns = _columns_of(cell)
        spans = f' colspan="{columns}"' if columns > 1 else ""
        return f"<{tag}{spans}>{html}</{tag}>"

    def _notes(self) -> Iterator[str]:
        """Foot- and endnotes that the text refers to, in that order."""
        notes_of = {kind: self._of_kind(kind) for kind in ("footnote", "endnote")}
        if not self.findings.footnotes:
            return
        yield "<x-notes>"
        for kind, identity in self.findings.footnotes:
            notes, inline = notes_of[kind]
            note = notes.get(identity)
            html = self._note_html(note, inline) if note is not None else ""
            yield f'<x-note data-note="{escape(kind + identity)}">{html}</x-note>'
        yield "</x-notes>"

    def _of_kind(self, kind: str) -> tuple[dict[str, Element], Inline]:
        part = self._package.related(self._package.main, kind + "s")
        root = self._package.optional_tree(part)
        notes = root.iterfind(kind) if root is not None else ()
        spoken = (note for note in notes if note.get("type") not in _SILENT_NOTES)
        return {note.get("id", ""): note for note in spoken}, self._for(part or "", in_notes=True)

    def _note_html(self, note: Element, inline: Inline) -> str:
        outer, self._inline = self._inline, inline
        try:
            return "".join([*self._blocks(note), *self._lists.closed()])
        finally:
            self._inline = outer


def _head_of(html: str, line: int, role: str) -> str:
    """The paragraph as the title or, with the role `subtitle`, as the standfirst."""
    if role == "title":
        return f'<h1 data-line="{line}">{html}</h1>'
    return f'<p data-line="{line}" data-role="standfirst">{html}</p>'


def _block_of(html: str, line: int, role: str, level: int | None) -> str:
    """The paragraph as a heading of that level, as code, as a quotation, or as what it is."""
    at = f' data-line="{line}"'
    if level and _plain(html):
        # Below the title, which is the only one of the first level.
        return f"<h{min(level + 1, 6)}{at}>{html}</h{min(level + 1, 6)}>"
    if role == "code":
        return f"<pre{at}>{html}</pre>"
    if role == "quote":
        return f"<blockquote><p{at}>{html}</p></blockquote>"
    return f"<p{at}>{html}</p>"


def _plain(html: str) -> str:
    """The words of a paragraph on one line, without tags."""
    text = _TAG.sub("", html.replace("<br>", " "))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return " ".join(text.split())


def _cells_by_row(table: Element) -> list[list[Element]]:
    """The cells of each row, in order."""
    rows = (row for row in _within(table, "tr") if not is_on(row.find("trPr"), "del"))
    return [list(_within(row, "tc")) for row in rows]


def _is_covered(cell: Element) -> bool:
    """Whether the cell above reaches over this one."""
    merged = cell.find("tcPr/vMerge")
    return merged is not None and merged.get("val") != "restart"


def _columns_of(cell: Element) -> int:
    """Over how many columns the cell reaches."""
    span = val_of(cell.find("tcPr"), "gridSpan") or "1"
    return whole_number(span, most=_MOST_SPANNED) or 1


def _within(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in ("sdt", *_HOLDERS):
            yield from _within(child, tag)
