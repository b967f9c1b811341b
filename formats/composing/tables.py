"""Tables of HTML as tables of Markdown; those that only place things give up their cells."""

from collections.abc import Iterator, Sequence

from lxml.html import Element, HtmlElement

from formats.composing.inline import Conversion, in_one_line
from formats.composing.tree import tag_of
from record.numbers import whole_number

_TOO_MUCH = frozenset(("table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr"))
_PARTS = frozenset(("tr", "thead", "tbody", "tfoot", "colgroup"))
_CELLS = frozenset(("td", "th", "caption", "col"))
_WIDEST = 100


def is_data(table: HtmlElement) -> bool:
    """Whether `table` shows data: rows of several cells that hold words and no layout."""
    rows = list(_rows(table))
    if not rows or max(len(row) for row in rows) < 2:
        return False
    if any(tag_of(node) in _TOO_MUCH for row in rows for cell in row for node in cell.iter()):
        return False
    return all(tag_of(node) in _CELLS for node in cells_of(table))


def cells_of(table: HtmlElement) -> list[HtmlElement]:
    """All that stands in a table that places things, in reading order: mostly its cells."""
    return list(_all_in(table))


def _all_in(holder: HtmlElement) -> Iterator[HtmlElement]:
    yield from _words(holder.text)
    for child in holder:
        if tag_of(child) in _PARTS:
            yield from _all_in(child)
        elif tag_of(child):
            yield child
        yield from _words(child.tail)


def _words(text: str | None) -> Iterator[HtmlElement]:
    """Words that stand between the cells, as a paragraph."""
    if text and text.strip():
        paragraph = Element("p")
        paragraph.text = text
        yield paragraph


def written_table(table: HtmlElement, conversion: Conversion) -> list[str]:
    """Blocks of Markdown: the caption, if any, and the table."""
    rows = list(_rows(table))
    lines = [_cells(row, conversion) for row in rows]
    width = max(map(len, lines))
    head = lines.pop(0) if _is_head(rows[0]) else []
    written = [_line(head, width), f"|{' --- |' * width}", *(_line(line, width) for line in lines)]
    captions = [in_one_line(node, conversion) for node in table if tag_of(node) == "caption"]
    return [*filter(None, captions), "\n".join(written)]


def _rows(table: HtmlElement) -> Iterator[list[HtmlElement]]:
    for child in table:
        tag = tag_of(child)
        if tag == "tr":
            cells = [cell for cell in child if tag_of(cell) in ("td", "th")]
            if cells:
                yield cells
        elif tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _is_head(row: Sequence[HtmlElement]) -> bool:
    parent = row[0].getparent()
    group = parent.getparent() if parent is not None else None
    in_head = group is not None and tag_of(group) == "thead"
    return in_head or all(tag_of(cell) == "th" for cell in row)


def _cells(row: Sequence[HtmlElement], conversion: Conversion) -> list[str]:
    cells: list[str] = []
    for cell in row:
        spaced = _with_spaces(cell)
        cells.append(in_one_line(spaced, conversion))
        wide = whole_number(cell.get("colspan"), most=999)
        cells += [""] * (min(1 if wide is None else wide, _WIDEST) - 1)
    return cells


def _with_spaces(cell: HtmlElement) -> HtmlElement:
    """A cell whose blocks stand in one line with a space between."""
    for node in cell.iterdescendants("p", "div", "li", "ul", "ol", "dt", "dd"):
        node.tail = f" {node.tail or ''}"
    return cell


def _line(cells: Sequence[str], width: int) -> str:
    padded = [*cells, *[""] * (width - len(cells))]
    return "| " + " | ".join(_piped(cell) for cell in padded) + " |"


def _piped(cell: str) -> str:
    """A cell with every pipe escaped; those in code aren't yet."""
    return cell.replace("\\|", "|").replace("|", "\\|")
