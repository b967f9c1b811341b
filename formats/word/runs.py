"""What stands inside a paragraph of Word: runs of text, links, notes, pictures, tracked changes."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from xml.etree.ElementTree import Element

from formats.word.formulas import linear
from formats.word.package import Relation
from formats.word.styles import Style, Styles, is_on, val_of

#: Elements that only hold others, and those whose words a reader of the document doesn't see.
_HOLDERS = frozenset(
    [
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "sdt",
        "sdtContent",
        "dir",
        "bdo",
        "fldSimple",
        "m:oMathPara",
    ]
)
_GONE = frozenset(("del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr"))
_SIGNS = {"noBreakHyphen": "\u2011", "tab": " ", "cr": "<br>", "ptab": " "}
_CODE = frozenset(("verbatim char", "html code", "inline code", "code char", "source text"))
_FIELD_LINK = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"([^"]*)"')
_ANCHORED = re.compile(r"HYPERLINK\s+\\l")


@dataclass(slots=True)
class WordFindings:
    """What is noticed on the way through a document: counts to report, notes referred to."""

    counts: Counter[str] = field(default_factory=Counter)
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    first: dict[str, int] = field(default_factory=dict)
    paragraph: int = 0

    def saw(self, what: str, many: int = 1) -> None:
        """Counts something, and remembers in which paragraph it was first."""
        self.counts[what] += many
        self.first.setdefault(what, self.paragraph)


@dataclass(frozen=True, slots=True)
class TextRun:
    """A piece of HTML and the marks and the link around it."""

    html: str
    marks: tuple[str, ...] = ()
    link: str = ""


@dataclass(slots=True)
class Inline:
    """Makes HTML of what paragraphs hold; `findings` collects what is to be said of them."""

    styles: Styles
    relations: dict[str, Relation]
    findings: WordFindings
    picture: Callable[[Element, dict[str, Relation], int], str]
    in_notes: bool = False
    _field: list[str] = field(default_factory=list)
    _link: list[str] = field(default_factory=list)

    def html(self, paragraph: Element, style: Style) -> str:
        """The content of `paragraph` as HTML; neighbours of one look become one."""
        runs = [run for run in self._runs(paragraph, "", style) if run.html]
        return "".join(
            f'<a href="{escape(link)}">{_dressed(some)}</a>' if link else _dressed(some)
            for link, some in groupby(runs, key=lambda run: run.link)
        )

    def _runs(self, parent: Element, link: str, style: Style) -> Iterator[TextRun]:
        for child in parent:
            if child.tag in _GONE:
                if child.tag in ("del", "moveFrom"):
                    self.findings.saw("deletion")
            elif child.tag == "r":
                yield from self._run(child, link or (self._link[-1] if self._link else ""), style)
            elif child.tag == "hyperlink":
                yield from self._runs(child, self._target(child) or link, style)
            elif child.tag == "m:oMath":
                yield from self._formula(child)
            elif child.tag in _HOLDERS:
                if child.tag in ("ins", "moveTo"):
                    self.findings.saw("insertion")
                simple = _FIELD_LINK.search(child.get("instr", ""))
                yield from self._runs(child, simple[1] if simple else link, style)
            elif child.tag == "mc:AlternateContent":
                yield from self._runs(chosen(child), link, style)

    def _target(self, hyperlink: Element) -> str:
        relation = self.relations.get(hyperlink.get("r:id", ""))
        if relation is None or not relation.is_external:
            return ""
        anchor = hyperlink.get("anchor")
        return f"{relation.target}#{anchor}" if anchor else relation.target

    def _run(self, run: Element, link: str, style: Style) -> Iterator[TextRun]:
        look = run.find("rPr")
        if is_on(look, "vanish"):
            self.findings.saw("hidden")
            return
        marks = tuple(_marks(look, style, self.styles))
        for html in self._pieces(run):
            # Notes and pictures are no words, so no emphasis is around them.
            is_words = not html.startswith(("<x-ref", "<img", "<br"))
            around = link or (self._link[-1] if self._link else "")
            yield TextRun(html, marks if is_words else (), around)

    def _pieces(self, run: Element) -> Iterator[str]:
        for child in run:
            if child.tag == "t":
                yield escape(_spaced(child.text or ""), quote=False)
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == "br":
                yield "<br>" if child.get("type") in (None, "textWrapping") else " "
            elif child.tag == "sym":
                yield self._symbol(child)
            elif child.tag in ("footnoteReference", "endnoteReference"):
                yield self._note(child)
            elif child.tag == "fldChar":
                self._turn(child.get("fldCharType"))
            elif child.tag == "instrText" and self._field:
                self._field[-1] += child.text or ""
            elif child.tag == "commentReference":
                self.findings.saw("comment")
            else:
                yield from self._drawn(child)

    def _drawn(self, child: Element) -> Iterator[str]:
        if child.tag == "mc:AlternateContent":
            for drawn in chosen(child):
                yield from self._drawn(drawn)
        elif child.tag in ("drawing", "pict", "object"):
            boxes = list(child.iter("txbxContent"))
            self.findings.boxes.extend(boxes)
            if list(child.iter("a:blip")) or list(child.iter("v:imagedata")):
                yield self.picture(child, self.relations, self.findings.paragraph)
            elif not boxes:
                self.findings.saw("drawing")
        elif child.tag == "ruby":
            base, reading = (_words_in(child.find(name)) for name in ("rubyBase", "rt"))
            yield escape(f"{base}({reading})" if reading else base, quote=False)

    def _note(self, child: Element) -> str:
        kind = child.tag.removesuffix("Reference")
        key = (kind, child.get("id", ""))
        if self.in_notes:
            return ""
        if key not in self.findings.footnotes:
            self.findings.footnotes.append(key)
        return f'<x-ref data-note="{escape(kind + key[1])}"></x-ref>'

    def _symbol(self, child: Element) -> str:
        code = child.get("char", "")
        sign = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else ""
        if not sign or not sign.isprintable() or "\ue000" <= sign <= "\uf8ff":
            self.findings.saw("symbol")
            return ""
        return escape(sign)

    def _turn(self, kind: str | None) -> None:
        """A field begins, has its result, ends: only its result is words."""
        if kind == "begin":
            self._field.append("")
        elif kind == "separate" and self._field:
            link = _FIELD_LINK.search(self._field[-1])
            is_outside = link and not _ANCHORED.search(self._field[-1])
            self._link.append(link[1] if link and is_outside else "")
        elif kind == "end" and self._field:
            self._field.pop()
            while len(self._link) > len(self._field):
                self._link.pop()

    def _formula(self, formula: Element) -> Iterator[TextRun]:
        self.findings.saw("formula")
        yield TextRun(escape(_spaced(linear(formula)), quote=False))


def _words_in(part: Element | None) -> str:
    return "".join(text.text or "" for text in part.iter("t")) if part is not None else ""


def chosen(alternatives: Element) -> Element:
    """What a program of today shows of an alternative: the first choice, or else the fallback."""
    choice = alternatives.find("mc:Choice")
    shown = choice if choice is not None else alternatives.find("mc:Fallback")
    return shown if shown is not None else Element("nothing")


def _dressed(runs: Iterable[TextRun]) -> str:
    return "".join(
        _wrapped("".join(run.html for run in some), marks)
        for marks, some in groupby(runs, key=lambda run: run.marks)
    )


def _wrapped(html: str, marks: Iterable[str]) -> str:
    for mark in marks:
        html = f"<{mark}>{html}</{mark}>"
    return html


def _marks(look: Element | None, style: Style, styles: Styles) -> Iterator[str]:
    """The marks of a run: where all of a paragraph's style is bold, bold says nothing."""
    own = styles.of(val_of(look, "rStyle")) if val_of(look, "rStyle") else Style()
    for name, tag, whole, character in (
        ("i", "em", style.italic, own.italic),
        ("b", "strong", style.bold, own.bold),
    ):
        given = look is not None and look.find(name) is not None
        if (is_on(look, name) if given else character) and not whole:
            yield tag
    if styles.name(val_of(look, "rStyle")) in _CODE:
        yield "code"
    if is_on(look, "strike") or is_on(look, "dstrike"):
        yield "s"
    raised = val_of(look, "vertAlign")
    if raised in ("superscript", "subscript"):
        yield "sup" if raised == "superscript" else "sub"


def _spaced(text: str) -> str:
    # A soft hyphen only says where a line may break.
    return text.replace("\u00ad", "")
