"""Blocks of HTML as blocks of Markdown of the dialect."""

import re
from collections.abc import Sequence

from lxml.html import Element, HtmlElement

from formats.composing.flow import Leaf, Role, leaves
from formats.composing.inline import Conversion, in_one_line, paragraph
from formats.composing.tables import cells_of, is_data, written_table
from formats.composing.tree import line_of, tag_of
from formats.markdown_parts import closed
from formats.parsed import Note
from record.numbers import whole_number

_FENCES = re.compile("^ *(`{3,})", re.MULTILINE)
_LANGUAGE = re.compile(r"\b(?:language|lang|highlight)-([A-Za-z0-9+#-]{1,20})")
# The number of a list item has nine digits at most (CommonMark 0.31, section 5.2); room for items.
_LARGEST_START = 99_999_999


def written(leaf: Leaf, conversion: Conversion, base: int) -> list[str]:
    """The Markdown of a leaf; headings go up by `base` levels, 1 being the highest."""
    if leaf.role is Role.HEADING:
        text = in_one_line(leaf.element, conversion)
        return [f"{'#' * max(1, leaf.level - base)} {closed(text)}"] if text else []
    if leaf.role is Role.ASKED:
        return _bold(leaf.element, conversion)
    return _block(leaf.element, conversion) if leaf.role is Role.BLOCK else []


def markdown_below(element: HtmlElement, conversion: Conversion) -> list[str]:
    """The Markdown of all in `element`, inside which headings are bold: lists, quotes, notes."""
    blocks: list[str] = []
    for leaf in leaves(element):
        if leaf.role in (Role.HEADING, Role.ASKED):
            blocks += _bold(leaf.element, conversion)
        elif leaf.role is Role.BLOCK:
            blocks += _block(leaf.element, conversion)
    return apart(blocks)


def apart(blocks: Sequence[str]) -> list[str]:
    """`blocks` with other bullets where a list comes right after a list."""
    result: list[str] = []
    for block in blocks:
        if result and _bullet(result[-1]) and _bullet(result[-1]) == _bullet(block):
            block = _with_other_bullets(block)
        result.append(block)
    return result


def _bullet(block: str) -> str:
    found = re.match(r"(?:([-+])|\d{1,9}([.)])) ", block)
    return (found[1] or found[2]) if found else ""


def _with_other_bullets(block: str) -> str:
    other = {"-": "+", "+": "-", ".": ")", ")": "."}
    bullet = re.compile(r"^(\d{0,9})([-+.)])(?= )", re.MULTILINE)
    return bullet.sub(lambda found: found[1] + other[found[2]], block)


def _bold(element: HtmlElement, conversion: Conversion) -> list[str]:
    text = in_one_line(element, conversion)
    if not text:
        return []
    is_plain = not re.search(r"(?<!\\)[*`]", text) and text[-1].isprintable()
    return [f"**{text}**" if is_plain and not text.startswith("\\") else text]


def _block(element: HtmlElement, conversion: Conversion) -> list[str]:
    tag = tag_of(element)
    if tag in ("ul", "ol"):
        return _list(element, conversion)
    if tag == "dl":
        return _definitions(element, conversion)
    if tag == "blockquote":
        return _quote(markdown_below(element, conversion))
    if tag == "pre":
        return _code(element)
    if tag == "table":
        return _table(element, conversion)
    return ["***"] if tag == "hr" else paragraph(element, conversion)


def _list(element: HtmlElement, conversion: Conversion) -> list[str]:
    """The items of a list; one without items only moves words to the right, as old pages do."""
    if len(element) and not any(tag_of(child) in ("li", "ul", "ol") for child in element):
        return markdown_below(element, conversion)
    _hold_loose_words(element)
    start = whole_number(element.get("start"), most=_LARGEST_START)
    number = 1 if start is None else start
    items: list[str] = []
    is_loose = False
    for child in element:
        blocks = markdown_below(child, conversion)
        if tag_of(child) in ("ul", "ol"):
            blocks = _list(child, conversion)
        if not blocks:
            number += tag_of(child) == "li"
            continue
        mark = f"{number}." if tag_of(element) == "ol" else "-"
        number += 1
        is_loose = is_loose or not (len(blocks) == 1 or (len(blocks) == 2 and _bullet(blocks[1])))
        items.append(_item(mark, blocks))
    return [("\n\n" if is_loose else "\n").join(items)] if items else []


def _hold_loose_words(element: HtmlElement) -> None:
    """Makes items of words that stand between the items of a list."""
    for holder in [element, *element]:
        words = holder.text if holder is element else holder.tail
        if not (words or "").strip():
            continue
        item = Element("li")
        item.text = words
        if holder is element:
            element.text = None
            element.insert(0, item)
        else:
            holder.tail = None
            holder.addnext(item)


def _item(mark: str, blocks: Sequence[str]) -> str:
    is_tight = len(blocks) == 2 and bool(_bullet(blocks[1]))
    # A list that doesn't begin with 1 can't interrupt a paragraph.
    is_tight = is_tight and not (blocks[1][:1].isdigit() and not re.match("1[.)]", blocks[1]))
    text = ("\n" if is_tight else "\n\n").join(blocks)
    return f"{mark} " + _indented(text, len(mark) + 1)


def _indented(text: str, width: int) -> str:
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text)


def _definitions(element: HtmlElement, conversion: Conversion) -> list[str]:
    blocks: list[str] = []
    for child in element.iter("dt", "dd"):
        is_term = tag_of(child) == "dt"
        blocks += _bold(child, conversion) if is_term else markdown_below(child, conversion)
    if blocks:
        message = "a list of terms became bold terms with paragraphs"
        from_line = line_of(element)
        conversion.notes.append(Note(from_line, message))
    return apart(blocks)


def _quote(blocks: Sequence[str]) -> list[str]:
    text = "\n\n".join(blocks)
    return ["\n".join(f"> {line}".rstrip() for line in text.split("\n"))] if text else []


def _code(element: HtmlElement) -> list[str]:
    for one in element.iter("br"):
        one.text = "\n"
    text = "".join(element.itertext()).strip("\n").replace("\t", "    ")
    if not text.strip():
        return []
    longest = max((len(run) for run in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    marked = next((one for one in element.iter() if _LANGUAGE.search(one.get("class") or "")), None)
    found = _LANGUAGE.search(marked.get("class") or "") if marked is not None else None
    return [f"{fence}{found[1] if found else ''}\n{text}\n{fence}"]


def _table(element: HtmlElement, conversion: Conversion) -> list[str]:
    if is_data(element):
        return written_table(element, conversion)
    return [block for cell in cells_of(element) for block in markdown_below(cell, conversion)]
