"""Styles, numberings and lists of a Word document, which knows only paragraphs that have them.

They say which paragraphs are headings, quotations, and items of which list.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from record.numbers import whole_number

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|encabezado|kop|rubrik) ?([1-9])")
_MOST_BASES = 20
_LETTER = re.compile(r"[^\W\d_]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_EAST_ASIAN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ROLES = {
    "title": "title",
    "subtitle": "subtitle",
    "quote": "quote",
    "intense quote": "quote",
    "block text": "quote",
    "author": "author",
    "byline": "author",
    "date": "date",
    "source code": "code",
    "html preformatted": "code",
    "preformatted text": "code",
    "code": "code",
    "code block": "code",
}


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: a heading's level, a role, a list, direction."""

    level: int | None = None
    role: str = ""
    numbering: tuple[str, int] | None = None
    bold: bool = False
    italic: bool = False


def val_of(parent: Element | None, name: str) -> str | None:
    """The attribute `val` of the child `name`."""
    child = parent.find(name) if parent is not None else None
    return child.get("val") if child is not None else None


def is_on(parent: Element | None, name: str) -> bool:
    """Whether a property that is on or off is on."""
    child = parent.find(name) if parent is not None else None
    return child is not None and child.get("val", "true") not in ("0", "false", "off", "none")


class Styles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, root: Element | None) -> None:
        styles = root.iterfind("style") if root is not None else ()
        self._raw = {style.get("styleId", ""): style for style in styles}
        self._made: dict[str, Style] = {}
        defaults = root.find("docDefaults/rPrDefault/rPr/lang") if root is not None else None
        self._languages = defaults.attrib if defaults is not None else {}
        self.standard = next(
            (
                key
                for key, style in self._raw.items()
                if style.get("type") == "paragraph" and style.get("default") in ("1", "true")
            ),
            "",
        )

    def language(self, text: str) -> str | None:
        """The language of `text`: Word names one for each of three groups of scripts."""
        letters = len(_LETTER.findall(text))
        for name, signs in (("bidi", _RIGHT_TO_LEFT), ("eastAsia", _EAST_ASIAN)):
            if 2 * len(signs.findall(text)) > letters:
                return self._languages.get(name)
        return self._languages.get("val")

    def of(self, identity: str | None) -> Style:
        """The style of that id; a plain one where there is none."""
        key = identity or self.standard
        if key not in self._made:
            self._made[key] = self._resolved(key)
        return self._made[key]

    def name(self, identity: str | None) -> str:
        """The name of a style in small letters: programs translate ids, seldom names."""
        style = self._raw.get(identity or "")
        return (val_of(style, "name") or identity or "").casefold()

    def _resolved(self, key: str) -> Style:
        level = numbering = None
        role = ""
        looks: dict[str, bool] = {}
        for style in self._chain(key):
            name = (val_of(style, "name") or "").casefold()
            heading = _HEADING.fullmatch(name)
            if level is None and not role:
                level = int(heading[1]) if heading else _outline_level(style.find("pPr"))
                role = _ROLES.get(name, "toc" if re.fullmatch(r"toc \d", name) else "")
            numbering = numbering or numbering_of(style.find("pPr"))
            for look in ("b", "i"):
                if style.find(f"rPr/{look}") is not None:
                    looks.setdefault(look, is_on(style.find("rPr"), look))
        return Style(level, role, numbering, looks.get("b", False), looks.get("i", False))

    def _chain(self, key: str) -> list[Element]:
        chain: list[Element] = []
        while key in self._raw and self._raw[key] not in chain and len(chain) < _MOST_BASES:
            chain.append(self._raw[key])
            key = val_of(chain[-1], "basedOn") or ""
        return chain


def level_of(properties: Element | None, style: Style) -> int | None:
    """The level of a heading, 1 and up, or None for text."""
    own = _outline_level(properties)
    given = val_of(properties, "outlineLvl")
    return own if own is not None or given is not None else style.level


def numbering_of(properties: Element | None) -> tuple[str, int] | None:
    """The list to which a paragraph belongs and how deep in it; id "0" takes it out of one."""
    numbering = properties.find("numPr") if properties is not None else None
    identity = val_of(numbering, "numId")
    if identity is None:
        return None
    depth = val_of(numbering, "ilvl") or "0"
    return identity, min(whole_number(depth) or 0, 8)


def _outline_level(properties: Element | None) -> int | None:
    level = val_of(properties, "outlineLvl")
    number = whole_number(level, most=8)
    return None if number is None else number + 1


class Numberings:
    """The numberings of a document, each with levels of bullets or numbers."""

    def __init__(self, root: Element | None) -> None:
        numberings = root.iterfind("abstractNum") if root is not None else ()
        numbers = root.iterfind("num") if root is not None else ()
        self._abstract = {element.get("abstractNumId"): element for element in numberings}
        self._numbers = {element.get("numId"): element for element in numbers}

    def format(self, identity: str, depth: int) -> str | None:
        """The name of the format (`bullet`, `decimal` …); None for no list at all."""
        if identity not in self._numbers:
            return None
        for override in self._overrides(identity, depth):
            if override.find("lvl") is not None:
                return val_of(override.find("lvl"), "numFmt")
        formats = [val_of(level, "numFmt") for level in self._levels(identity, depth)]
        return next(iter(formats), None) or "decimal"

    def is_going_on(self, identity: str, depth: int) -> bool:
        """Whether what has this numbering shows no mark: it goes on with the item before it."""
        texts = [val_of(level, "lvlText") for level in self._levels(identity, depth)]
        return bool(texts) and texts[0] is not None and not texts[0].strip()

    def start(self, identity: str, depth: int) -> int:
        """The number with which a list begins."""
        starts = [val_of(over, "startOverride") for over in self._overrides(identity, depth)]
        starts += [val_of(level, "start") for level in self._levels(identity, depth)]
        numbers = map(whole_number, starts)
        return next((number for number in numbers if number is not None), 1)

    def _overrides(self, identity: str, depth: int) -> list[Element]:
        """What a list says of a level of its numbering."""
        number = self._numbers.get(identity)
        overrides = number.iterfind("lvlOverride") if number is not None else ()
        return [override for override in overrides if override.get("ilvl") == str(depth)]

    def _levels(self, identity: str, depth: int) -> list[Element]:
        """The elements that define a level of the numbering that a list has."""
        abstract = self._abstract.get(val_of(self._numbers.get(identity), "abstractNumId"))
        levels = abstract.iterfind("lvl") if abstract is not None else ()
        return [level for level in levels if level.get("ilvl") == str(depth)]


@dataclass(slots=True)
class _OpenList:
    """A list that is open: its tag, whose numbering it has, whether an item is open in it."""

    kind: str
    identity: str
    has_item: bool = False

    def goes_on(self, kind: str, identity: str) -> bool:
        """Whether an item of that numbering belongs to it; bullets look alike everywhere."""
        return self.kind == kind and (kind == "ul" or self.identity == identity)


class Lists:
    """The lists that are open at a place of the document, and how far each numbering has come."""

    def __init__(self, numberings: Numberings) -> None:
        self._numberings = numberings
        self._open: list[_OpenList] = []
        self._counters: dict[tuple[str, int], int] = {}

    def list_item(self, html: str, line: int, identity: str, depth: int) -> Iterator[str]:
        """An item with that text, at that depth of a numbering, and the tags before it."""
        kind = "ul" if self._numberings.format(identity, depth) == "bullet" else "ol"
        yield from self.closed(depth + 1)
        if self._numberings.is_going_on(identity, depth) and len(self._open) > depth:
            yield f'<p data-line="{line}">{html}</p>'
            return
        if len(self._open) > depth and not self._open[depth].goes_on(kind, identity):
            yield from self.closed(depth)
        while len(self._open) <= depth:
            at = len(self._open)
            yield self._opened(kind if at == depth else "ul", identity, at)
        innermost = self._open[-1]
        if innermost.has_item:
            yield "</li>"
        innermost.has_item = True
        innermost.identity = identity
        self._count(identity, depth)
        yield f'<li data-line="{line}"><p>{html}</p>'

    def closed(self, depth: int = 0) -> Iterator[str]:
        """Ends lists that are deeper than `depth`."""
        while len(self._open) > depth:
            ended = self._open.pop()
            yield f"</li></{ended.kind}>" if ended.has_item else f"</{ended.kind}>"

    def _count(self, identity: str, depth: int) -> None:
        self._counters[identity, depth] = self._counters.get((identity, depth), 0) + 1
        for deeper in [key for key in self._counters if key[0] == identity and key[1] > depth]:
            del self._counters[deeper]

    def _opened(self, kind: str, identity: str, depth: int) -> str:
        first = self._numberings.start(identity, depth) + self._counters.get((identity, depth), 0)
        # A list can only stand in an item; where a level was left out, in an empty one.
        holder = ""
        if self._open and not self._open[-1].has_item:
            self._open[-1].has_item, holder = True, "<li>"
        self._open.append(_OpenList(kind, identity))
        return (
            f'{holder}<ol start="{first}">' if kind == "ol" and first != 1 else f"{holder}<{kind}>"
        )
