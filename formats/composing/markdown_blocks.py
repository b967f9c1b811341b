"""Blocks of HTML as blocks of Markdown of the dialect, and the footnotes they refer to."""

import re
from collections.abc import Sequence

from lxml.html import Element, HtmlElement

from formats.composing.flow import Leaf, Role, leaves
from formats.composing.inline import NOTE, Conversion, in_one_line, paragraph
from formats.composing.tables import cells_of, is_data, written_table
from formats.composing.tree import line_of, tag_of
from formats.markdown_writer import closed
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
    bullet = re.match(r"(?:([-+])|\d{1,9}([.)])) ", block)
    return (bullet[1] or bullet[2]) if bullet else ""


def _with_other_bullets(block: str) -> str:
    other = {"-": "+", "+": "-", ".": ")", ")": "."}
    bullet = re.compile(r"^(\d{0,9})([-+.)])(?= )", re.MULTILINE)
    return bullet.sub(lambda mark: mark[1] + other[mark[2]], block)


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
    if tag == "div":
        return markdown_below(element, conversion)
    return ["***"] if tag == "hr" else paragraph(element, conversion)


def _list(element: HtmlElement, conversion: Conversion) -> list[str]:
    """The items of a list; one without items only moves words to the right, as old pages do."""
    if len(element) and not any(tag_of(child) in ("li", "ul", "ol") for child in element):
        return markdown_below(element, conversion)
    _hold_loose_words(element)
    start = element.get("start") or "1"
    typed = whole_number(start, most=_LARGEST_START)
    number = 1 if typed is None else typed
    end = ")" if element.get("data-end") == ")" else "."
    bullet = "*" if element.get("data-bullet") == "*" else "-"
    items: list[str] = []
    is_loose = False
    for child in element:
        blocks = markdown_below(child, conversion)
        if tag_of(child) in ("ul", "ol"):
            blocks = _list(child, conversion)
        if not blocks:
            number += tag_of(child) == "li"
            continue
        mark = f"{number}{end}" if tag_of(element) == "ol" else bullet
        number += 1
        is_loose = is_loose or not (len(blocks) == 1 or (len(blocks) == 2 and _bullet(blocks[1])))
        items.append(_list_item(mark, blocks))
    return [("\n\n" if is_loose else "\n").join(items)] if items else []


def _hold_loose_words(element: HtmlElement) -> None:
    """Makes items of words that stand between the items of a list."""
    for holder in [element, *element]:
        words = holder.text if holder is element else holder.tail
        if not (words or "").strip():
            continue
        listed = Element("li")
        listed.text = words
        if holder is element:
            element.text = None
            element.insert(0, listed)
        else:
            holder.tail = None
            holder.addnext(listed)


def _list_item(mark: str, blocks: Sequence[str]) -> str:
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
    for node in element.iter("br"):
        node.text = "\n"
    text = "".join(element.itertext()).strip("\n").replace("\t", "    ")
    if not text.strip():
        return []
    longest = max((len(run) for run in _FENCES.findall(text)), default=2)
    fence = "`" * (longest + 1)
    marked = next(
        (node for node in element.iter() if _LANGUAGE.search(node.get("class") or "")), None
    )
    language = _LANGUAGE.search(marked.get("class") or "") if marked is not None else None
    return [f"{fence}{language[1] if language else ''}\n{text}\n{fence}"]


def _table(element: HtmlElement, conversion: Conversion) -> list[str]:
    if is_data(element):
        return written_table(element, conversion)
    return [block for cell in cells_of(element) for block in markdown_below(cell, conversion)]


def with_footnotes(text: str, conversion: Conversion) -> str:
    """`text` with numbers for the names of its notes, and the notes behind it."""
    numbers: dict[str, int] = {}

    def numbered(text: str) -> str:
        return NOTE.sub(lambda reference: _reference(reference[1], numbers, conversion), text)

    text, notes, done = numbered(text), list[str](), 0
    while done < len(numbers):
        name = list(numbers)[done]
        done += 1
        body = "\n\n".join(markdown_below(conversion.footnotes[name], conversion)) or "\u2014"
        notes.append(
            f"[^{done}]: " + numbered(body).replace("\n", "\n    ").replace("\n    \n", "\n\n")
        )
    return "\n\n".join(filter(None, (text, *notes)))


def _reference(name: str, numbers: dict[str, int], conversion: Conversion) -> str:
    if name not in conversion.footnotes:
        return ""
    return f"[^{numbers.setdefault(name, len(numbers) + 1)}]"
