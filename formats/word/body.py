"""The body of a Word document as HTML: headings, paragraphs, lists, tables, notes, pictures.

A `Body` goes from paragraph to paragraph; what one becomes `paragraphs` says, which lists are open
meanwhile `lists`, and what rows and cells a table has `tables`.
"""

from collections.abc import Callable, Iterator
from html import escape
from xml.etree.ElementTree import Element

from formats.word.lists import Lists
from formats.word.package import Package, Relation
from formats.word.paragraphs import block_of, head_of, plain
from formats.word.runs import Found, Inline, chosen
from formats.word.styles import Numberings, Style, Styles, level_of, numbering_of, value
from formats.word.tables import HOLDERS, cells_by_row, columns_of, is_covered

_GONE = frozenset(("del", "moveFrom"))
_SILENT_NOTES = ("separator", "continuationSeparator", "continuationNotice")
_MOST_MARGINS = 6


class Body:
    """Walks through a document once and makes HTML of it."""

    def __init__(
        self, package: Package, picture: Callable[[Element, dict[str, Relation], int], str]
    ) -> None:
        related = package.related
        self._package, self._picture = package, picture
        self.styles = Styles(_tree(package, related(package.main, "styles")))
        self._numberings = Numberings(_tree(package, related(package.main, "numbering")))
        self.found = Found()
        self.titles: list[str] = []
        self.subtitles: list[str] = []
        self.authors: list[str] = []
        self.dates: list[str] = []
        self._inline = self._for(package.main)
        self._lists = Lists(self._numberings)
        self._carried = ""
        self._is_begun = False

    def html(self) -> str:
        """The whole document, with its notes behind it."""
        root = self._package.tree(self._package.main)
        self._see_margins()
        # There is one body; a file with more was made by a program that meant to show them all.
        found = [html for body in root.iterfind("body") for html in self._blocks(body)]
        pieces = [*found, self._flushed(), *self._lists.closed()]
        return "\n".join([*pieces, *self._notes()])

    def _see_margins(self) -> None:
        """Counts the headers and footers that say something; nobody makes more than a few."""
        margins = [
            relation.target
            for relation in self._package.relations(self._package.main).values()
            if relation.kind in ("header", "footer") and not relation.is_external
        ]
        for part in margins[:_MOST_MARGINS]:
            root = self._package.optional_tree(part)
            if root is not None and any((one.text or "").strip() for one in root.iter("t")):
                self.found.saw("margin")

    def _for(self, part: str, *, in_notes: bool = False) -> Inline:
        relations = self._package.relations(part)
        return Inline(self.styles, relations, self.found, self._picture, in_notes)

    def _blocks(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                yield from (self._flushed(), *self._lists.closed(), *self._table(child))
            elif child.tag == "sdt":
                yield from self._control(child)
            elif child.tag in HOLDERS:
                yield from self._blocks(child)
            elif child.tag in _GONE:
                self.found.saw("deletion")
            elif child.tag == "mc:AlternateContent":
                yield from self._blocks(chosen(child))
            elif child.tag in ("m:oMathPara", "m:oMath"):
                holder = Element("p")
                holder.append(child)
                yield from self._paragraph(holder)
            elif child.tag == "altChunk":
                self.found.saw("chunk")

    def _control(self, control: Element) -> Iterator[str]:
        gallery = value(control.find("sdtPr/docPartObj"), "docPartGallery")
        if gallery == "Table of Contents":
            self.found.saw("contents")
            return
        content = control.find("sdtContent")
        if content is not None:
            yield from self._blocks(content)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        self.found.paragraph += 1
        properties = paragraph.find("pPr")
        style = self.styles.of(value(properties, "pStyle"))
        if style.role == "toc":
            self.found.saw("contents")
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
        if style.role in ("title", "subtitle") and not (self.titles and style.role == "title"):
            (self.titles if style.role == "title" else self.subtitles).append(plain(html))
            yield from self._lists.closed()
            yield head_of(html, self.found.paragraph, style.role)
            return
        if style.role in ("author", "date") and not self._is_begun:
            (self.authors if style.role == "author" else self.dates).append(plain(html))
            return
        self._is_begun = True
        item = None if level else numbering_of(properties) or style.numbering
        if item and self._numberings.format(*item) not in (None, "none"):
            yield from self._lists.item(html, self.found.paragraph, *item)
            return
        yield from self._lists.closed()
        yield block_of(html, self.found.paragraph, style.role, level)

    def _flushed(self) -> str:
        """What a deleted paragraph end at the end of all left over."""
        html, self._carried = self._carried, ""
        return f"<p>{html}</p>" if html.strip() else ""

    def _boxes(self) -> Iterator[str]:
        """Text boxes stand behind the paragraph to which they are tied."""
        while self.found.boxes:
            box = self.found.boxes.pop(0)
            self.found.saw("box")
            yield from (*self._lists.closed(), *self._blocks(box), *self._lists.closed())

    def _table(self, table: Element) -> Iterator[str]:
        rows = cells_by_row(table)
        if max(map(len, rows), default=0) <= 1:
            # One column is a frame around text, not a table.
            for cells in rows:
                for cell in cells:
                    yield from (*self._blocks(cell), *self._lists.closed())
            return
        yield f'<table data-line="{self.found.paragraph + 1}">'
        for number, cells in enumerate(rows):
            tag = "th" if number == 0 else "td"
            yield "<tr>" + "".join(self._cell(cell, tag) for cell in cells) + "</tr>"
        yield "</table>"

    def _cell(self, cell: Element, tag: str) -> str:
        html = "" if is_covered(cell) else "".join([*self._blocks(cell), *self._lists.closed()])
        columns = columns_of(cell)
        spans = f' colspan="{columns}"' if columns > 1 else ""
        return f"<{tag}{spans}>{html}</{tag}>"

    def _notes(self) -> Iterator[str]:
        """Foot- and endnotes that the text refers to, in that order."""
        held = {kind: self._of_kind(kind) for kind in ("footnote", "endnote")}
        if not self.found.footnotes:
            return
        yield "<x-notes>"
        for kind, identity in self.found.footnotes:
            notes, inline = held[kind]
            note = notes.get(identity)
            html = self._note_html(note, inline) if note is not None else ""
            yield f'<x-note data-note="{escape(kind + identity)}">{html}</x-note>'
        yield "</x-notes>"

    def _of_kind(self, kind: str) -> tuple[dict[str, Element], Inline]:
        part = self._package.related(self._package.main, kind + "s")
        root = _tree(self._package, part)
        notes = root.iterfind(kind) if root is not None else ()
        held = {one.get("id", ""): one for one in notes if one.get("type") not in _SILENT_NOTES}
        return held, self._for(part or "", in_notes=True)

    def _note_html(self, note: Element, inline: Inline) -> str:
        outer, self._inline = self._inline, inline
        try:
            return "".join([*self._blocks(note), *self._lists.closed()])
        finally:
            self._inline = outer


def _tree(package: Package, part: str | None) -> Element | None:
    return package.optional_tree(part) if part else None
