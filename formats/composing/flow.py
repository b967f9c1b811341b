"""The blocks of a tree of HTML in reading order, whatever they are wrapped in."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby
from typing import TypeAlias

from lxml.html import Element, HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import BLOCKS, CONTAINERS, HEADINGS, line_of, tag_of
from formats.shapes import marker_at_start

_WHOLE = frozenset(("p", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "details"))
_FIRST = -1
# As much of a line as holds the mark of a question.
_MARK = 20

_Atom: TypeAlias = str | HtmlElement


class Role(Enum):
    """What a leaf is for the outline."""

    BLOCK = auto()
    HEADING = auto()
    ASKED = auto()
    END = auto()


@dataclass(slots=True)
class Leaf:
    """A block that is written as one; `level` is a heading's, `text` its words in one line.

    An `ASKED` leaf is what can be unfolded (a summary, a term): its text lasts until its `END`.
    """

    element: HtmlElement
    role: Role
    text: str
    level: int = 0

    @property
    def line(self) -> int | None:
        """Where it stands in the file, if that is known."""
        return line_of(self.element)


def leaves(root: HtmlElement) -> Iterator[Leaf]:
    """The leaves below `root`; words between blocks are paragraphs."""
    for block in blocks_below(root):
        yield from _leaves_of(block)


def blocks_below(root: HtmlElement) -> Iterator[HtmlElement]:
    """The blocks in `root`, out of their containers; words beside blocks become `p` elements."""
    run = _run(root)
    run.text = root.text
    for child in list(root):
        if is_block(child):
            yield from _filled(run)
            yield from _blocks_of(child)
            run = _run(root)
            run.text = child.tail
        else:
            # A shallow copy has the element's content and leaves the tree as it is.
            inner = copy(child)
            inner.tail = child.tail
            run.append(inner)
    yield from _filled(run)


def is_block(element: HtmlElement) -> bool:
    """Whether `element` is a block, or holds one."""
    tag = tag_of(element)
    return tag in BLOCKS or any(tag_of(inner) in BLOCKS for inner in element.iterdescendants())


def _blocks_of(child: HtmlElement) -> Iterator[HtmlElement]:
    tag = tag_of(child)
    if tag in HEADINGS or tag in _WHOLE - {"p"}:
        yield child
    elif tag in CONTAINERS or any(tag_of(inner) in BLOCKS for inner in child.iterdescendants()):
        yield from blocks_below(child)
    else:
        yield from _cut(child)


def _run(parent: HtmlElement) -> HtmlElement:
    run = Element("p")
    line = line_of(parent)
    if line is not None:
        run.set("data-line", str(line))
    return run


def _filled(run: HtmlElement) -> Iterator[HtmlElement]:
    if len(run) or (run.text or "").strip():
        yield from _cut(run)


def _leaves_of(block: HtmlElement) -> Iterator[Leaf]:
    tag = tag_of(block)
    if tag in HEADINGS:
        yield from _heading(block)
    elif tag == "details":
        yield from _details(block)
    elif tag == "dl" and _asks(block):
        yield from _terms(block)
    else:
        yield Leaf(block, Role.BLOCK, words_of(block))


def _heading(block: HtmlElement) -> Iterator[Leaf]:
    """A heading; one that says nothing is none, whatever picture it holds."""
    text = words_of(block)
    if text:
        yield Leaf(block, Role.HEADING, text, int(tag_of(block)[1]))


def _details(block: HtmlElement) -> Iterator[Leaf]:
    summary = next((child for child in block if tag_of(child) == "summary"), None)
    if summary is None:
        yield from leaves(block)
        return
    yield Leaf(summary, Role.ASKED, words_of(summary))
    rest = Element("div")
    rest.text = (block.text or "").strip() or None
    for child in block:
        if child is summary:
            rest.text = f"{rest.text or ''}{child.tail or ''}"
        else:
            inner = copy(child)
            inner.tail = child.tail
            rest.append(inner)
    yield from leaves(rest)
    yield Leaf(summary, Role.END, "")


def _asks(block: HtmlElement) -> bool:
    """Whether the terms of a definition list are questions."""
    terms = [words_of(term) for term in block.iter("dt")]
    return bool(terms) and all(term.rstrip(' *”"’»)').endswith(("?", "？", "؟")) for term in terms)


def _terms(block: HtmlElement) -> Iterator[Leaf]:
    asked: HtmlElement | None = None
    for child in block.iter("dt", "dd"):
        if tag_of(child) == "dt":
            if asked is not None:
                yield Leaf(asked, Role.END, "")
            asked = child
            yield Leaf(child, Role.ASKED, words_of(child))
        else:
            yield from leaves(child)
    if asked is not None:
        yield Leaf(asked, Role.END, "")


def _cut(block: HtmlElement) -> Iterator[HtmlElement]:
    """A paragraph, cut at blank lines made of breaks and where a question or an answer begins."""
    if tag_of(block) == "p" and _is_one_line(block):
        yield block
        return
    gathered: list[_Atom] = []
    for breaks, atoms in _stretches(block):
        if breaks > 1 or (breaks > _FIRST and marker_at_start(_words(atoms)[:_MARK])):
            yield _with_atoms(_run(block), gathered)
            gathered = []
        elif breaks > _FIRST:
            gathered.append(Element("br") if breaks else "\n")
        gathered += atoms
    yield _with_atoms(_run(block), gathered)


def _with_atoms(run: HtmlElement, atoms: Iterable[_Atom]) -> HtmlElement:
    """`run` with these in it; lines are joined first, since each addition copies all before it."""
    for is_text, run_of_kind in groupby(atoms, lambda atom: isinstance(atom, str)):
        some = list(run_of_kind)
        for atom in ["".join(map(str, some))] if is_text else some:
            _append(run, atom)
    return run


def _is_one_line(block: HtmlElement) -> bool:
    """Whether nothing in `block` ends a line, so that there is nothing to cut."""
    if "\n" in (block.text or ""):
        return False
    return not any(tag_of(child) == "br" or "\n" in (child.tail or "") for child in block)


def _stretches(block: HtmlElement) -> Iterator[tuple[int, list[_Atom]]]:
    """What stands between line ends in `block`, each with the number of `br` before it.

    A line end of the file counts as none; before the first stretch there is a number below that.
    """
    breaks, atoms = _FIRST, list[_Atom]()
    for atom in _atoms(block):
        is_break = not isinstance(atom, str) and tag_of(atom) == "br"
        if not is_break and atom != "\n":
            atoms.append(atom)
        elif _words(atoms) or any(not isinstance(known, str) for known in atoms):
            yield breaks, atoms
            breaks, atoms = int(is_break), []
        elif breaks != _FIRST:
            breaks, atoms = breaks + is_break, []
    if atoms:
        yield breaks, atoms


def _atoms(block: HtmlElement) -> Iterator[_Atom]:
    """Lines of text, their ends, and elements: what a paragraph is made of."""
    yield from _lines(block.text)
    for child in block:
        inner = copy(child)
        inner.tail = None
        yield inner
        yield from _lines(child.tail)


def _lines(text: str | None) -> Iterator[str]:
    for number, line in enumerate((text or "").split("\n")):
        if number:
            yield "\n"
        if line:
            yield line


def _words(atoms: list[_Atom]) -> str:
    texts = (atom if isinstance(atom, str) else words_of(atom) for atom in atoms[:_MARK])
    return "".join(texts).strip()


def _append(run: HtmlElement, atom: _Atom) -> None:
    # `len` counts anew each time; there may be thousands.
    last = next(run.iterchildren(reversed=True), None)
    if not isinstance(atom, str):
        run.append(atom)
    elif last is not None:
        last.tail = f"{last.tail or ''}{atom}"
    else:
        run.text = f"{run.text or ''}{atom}"
