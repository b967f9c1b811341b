"""Styles and numberings: which paragraphs are headings, quotations and items of which list."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from record.numbers import whole_number

_HEADING = re.compile(r"(?:heading|überschrift|titre|título|titolo|encabezado|kop|rubrik) ?([1-9])")
_MOST_BASES = 20
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


def value(parent: Element | None, name: str) -> str | None:
    """The attribute `val` of the child `name`."""
    child = parent.find(name) if parent is not None else None
    return child.get("val") if child is not None else None


def is_on(parent: Element | None, name: str) -> bool:
    """Whether a property that is on or off is on."""
    child = parent.find(name) if parent is not None else None
    return child is not None and child.get("val", "true") not in ("0", "false", "off", "none")


_LETTER = re.compile(r"[^\W\d_]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_EAST_ASIAN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Styles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, root: Element | None) -> None:
        held = root.iterfind("style") if root is not None else ()
        self._raw = {one.get("styleId", ""): one for one in held}
        self._made: dict[str, Style] = {}
        defaults = root.find("docDefaults/rPrDefault/rPr/lang") if root is not None else None
        self._languages = defaults.attrib if defaults is not None else {}
        self.standard = next(
            (
                key
                for key, one in self._raw.items()
                if one.get("type") == "paragraph" and one.get("default") in ("1", "true")
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
        one = self._raw.get(identity or "")
        return (value(one, "name") or identity or "").casefold()

    def _resolved(self, key: str) -> Style:
        level = numbering = None
        role = ""
        looks: dict[str, bool] = {}
        for one in self._chain(key):
            name = (value(one, "name") or "").casefold()
            heading = _HEADING.fullmatch(name)
            if level is None and not role:
                level = int(heading[1]) if heading else _outline_level(one.find("pPr"))
                role = _ROLES.get(name, "toc" if re.fullmatch(r"toc \d", name) else "")
            numbering = numbering or numbering_of(one.find("pPr"))
            for look in ("b", "i"):
                if one.find(f"rPr/{look}") is not None:
                    looks.setdefault(look, is_on(one.find("rPr"), look))
        return Style(level, role, numbering, looks.get("b", False), looks.get("i", False))

    def _chain(self, key: str) -> list[Element]:
        chain: list[Element] = []
        while key in self._raw and self._raw[key] not in chain and len(chain) < _MOST_BASES:
            chain.append(self._raw[key])
            key = value(chain[-1], "basedOn") or ""
        return chain


def level_of(properties: Element | None, style: Style) -> int | None:
    """The level of a heading, 1 and up, or None for text."""
    own = _outline_level(properties)
    given = value(properties, "outlineLvl")
    return own if own is not None or given is not None else style.level


def numbering_of(properties: Element | None) -> tuple[str, int] | None:
    """The list to which a paragraph belongs and how deep in it; id "0" takes it out of one."""
    held = properties.find("numPr") if properties is not None else None
    identity = value(held, "numId")
    if identity is None:
        return None
    depth = value(held, "ilvl") or "0"
    return identity, min(whole_number(depth) or 0, 8)


def _outline_level(properties: Element | None) -> int | None:
    level = whole_number(value(properties, "outlineLvl"), most=8)
    return None if level is None else level + 1


class Numberings:
    """The lists of a document: bullets or numbers."""

    def __init__(self, root: Element | None) -> None:
        held = list(root) if root is not None else []
        self._abstract = {one.get("abstractNumId"): one for one in held if one.tag == "abstractNum"}
        self._numbers = {one.get("numId"): one for one in held if one.tag == "num"}

    def format(self, identity: str, depth: int) -> str | None:
        """The name of the format (`bullet`, `decimal` …); None for no list at all."""
        number = self._numbers.get(identity)
        if number is None:
            return None
        for override in number.iterfind("lvlOverride"):
            if override.get("ilvl") == str(depth) and override.find("lvl") is not None:
                return value(override.find("lvl"), "numFmt")
        abstract = self._abstract.get(value(number, "abstractNumId"))
        levels = abstract.iterfind("lvl") if abstract is not None else ()
        found = [value(one, "numFmt") for one in levels if one.get("ilvl") == str(depth)]
        return next(iter(found), None) or "decimal"

    def is_going_on(self, identity: str, depth: int) -> bool:
        """Whether what has this numbering shows no mark: it goes on with the item before it."""
        number = self._numbers.get(identity)
        abstract = self._abstract.get(value(number, "abstractNumId"))
        levels = abstract.iterfind("lvl") if abstract is not None else ()
        texts = [value(one, "lvlText") for one in levels if one.get("ilvl") == str(depth)]
        return bool(texts) and texts[0] is not None and not texts[0].strip()

    def start(self, identity: str, depth: int) -> int:
        """The number with which a list begins."""
        number = self._numbers.get(identity)
        abstract = self._abstract.get(value(number, "abstractNumId"))
        for override in number.iterfind("lvlOverride") if number is not None else ():
            given = whole_number(value(override, "startOverride"))
            if override.get("ilvl") == str(depth) and given is not None:
                return given
        for level in abstract.iterfind("lvl") if abstract is not None else ():
            given = whole_number(value(level, "start"))
            if level.get("ilvl") == str(depth) and given is not None:
                return given
        return 1
