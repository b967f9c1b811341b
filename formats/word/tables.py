"""Rows and cells of a table of Word, without the rows that a tracked deletion takes away."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from formats.word.styles import is_on, value
from record.numbers import whole_number

#: Elements that only hold others: controls, and what tracked changes brought.
HOLDERS = frozenset(("sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_MOST_SPANNED = 50


def cells_by_row(table: Element) -> list[list[Element]]:
    """The cells of each row, in order."""
    return [list(_within(row, "tc")) for row in _within(table, "tr") if not _is_deleted(row)]


def is_covered(cell: Element) -> bool:
    """Whether the cell above reaches over this one."""
    properties = cell.find("tcPr")
    merged = properties.find("vMerge") if properties is not None else None
    return merged is not None and merged.get("val") != "restart"


def columns_of(cell: Element) -> int:
    """Over how many columns the cell reaches."""
    return whole_number(value(cell.find("tcPr"), "gridSpan"), most=_MOST_SPANNED) or 1


def _within(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in ("sdt", *HOLDERS):
            yield from _within(child, tag)


def _is_deleted(row: Element) -> bool:
    return is_on(row.find("trPr"), "del")
