"""Formulas of Word (OMML, ECMA-376 part 1, 22.1) as a line of plain text: `x^2`, `(a+b)/2`, `√(x)`.

No word or number of a formula is lost; how it looks is, so each one is reported.
"""

from collections.abc import Callable
from xml.etree.ElementTree import Element

_DEEPEST = 40
#: What only says how a formula looks.
_SILENT_END = "Pr"


def linear(formula: Element, depth: int = 0) -> str:
    """The formula, or a part of one, in a line."""
    if depth > _DEEPEST:
        return "".join(text.text or "" for text in formula.iter("m:t"))
    return "".join(_part(child, depth + 1) for child in formula if isinstance(child.tag, str))


def _part(part: Element, depth: int) -> str:
    if part.tag in ("m:t", "t"):
        return part.text or ""
    if part.tag.endswith(_SILENT_END) or part.tag in ("del", "moveFrom"):
        return ""
    write = _WRITERS.get(part.tag)
    return write(part, depth) if write else linear(part, depth)


def _child(part: Element, name: str, depth: int) -> str:
    child = part.find(f"m:{name}")
    return linear(child, depth) if child is not None else ""


def _grouped(text: str) -> str:
    """`text`, in parentheses unless it is one number, name or sign."""
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _raised(text: str, sign: str) -> str:
    return f"{sign}{_grouped(text)}" if text else ""


def _fraction(part: Element, depth: int) -> str:
    above, below = _child(part, "num", depth), _child(part, "den", depth)
    return f"{_grouped(above)}/{_grouped(below)}"


def _scripted(part: Element, depth: int) -> str:
    return f"{_child(part, 'e', depth)}{_scripts(part, depth)}"


def _scripts(part: Element, depth: int) -> str:
    """What stands below and above a base."""
    lower, upper = _child(part, "sub", depth), _child(part, "sup", depth)
    return f"{_raised(lower, '_')}{_raised(upper, '^')}"


def _before(part: Element, depth: int) -> str:
    return f"{_scripts(part, depth)}{_child(part, 'e', depth)}"


def _root(part: Element, depth: int) -> str:
    degree = _child(part, "deg", depth)
    return f"{degree}√({_child(part, 'e', depth)})"


def _sum(part: Element, depth: int) -> str:
    """A sum, a product, an integral: its sign is a property, the integral where none is given."""
    sign = _sign(part, "naryPr", "chr", "∫")
    return f"{sign}{_scripts(part, depth)} {_child(part, 'e', depth)}"


def _delimited(part: Element, depth: int) -> str:
    """What stands between parentheses, or the signs that take their place."""
    begin, end = (
        _sign(part, "dPr", name, sign) for name, sign in (("begChr", "("), ("endChr", ")"))
    )
    between = _sign(part, "dPr", "sepChr", "|")
    return f"{begin}{between.join(linear(row, depth) for row in _all(part, 'e'))}{end}"


def _sign(part: Element, holder: str, name: str, usual: str) -> str:
    """The sign that a property names; `usual` where there is no such property."""
    properties = part.find(f"m:{holder}")
    given = properties.find(f"m:{name}") if properties is not None else None
    return usual if given is None else given.get("m:val", given.get("val", ""))


def _all(part: Element, name: str) -> list[Element]:
    return [child for child in part if child.tag == f"m:{name}"]


def _limit(part: Element, depth: int) -> str:
    sign = "_" if part.tag == "m:limLow" else "^"
    return f"{_child(part, 'e', depth)}{_raised(_child(part, 'lim', depth), sign)}"


def _function(part: Element, depth: int) -> str:
    return f"{_child(part, 'fName', depth)} {_child(part, 'e', depth)}"


def _matrix(part: Element, depth: int) -> str:
    rows = (", ".join(linear(cell, depth) for cell in row) for row in _all(part, "mr"))
    return f"[{'; '.join(rows)}]"


def _lines(part: Element, depth: int) -> str:
    return "; ".join(linear(row, depth) for row in _all(part, "e"))


_WRITERS: dict[str, Callable[[Element, int], str]] = {
    "m:f": _fraction,
    "m:sSup": _scripted,
    "m:sSub": _scripted,
    "m:sSubSup": _scripted,
    "m:sPre": _before,
    "m:rad": _root,
    "m:nary": _sum,
    "m:d": _delimited,
    "m:limLow": _limit,
    "m:limUpp": _limit,
    "m:func": _function,
    "m:m": _matrix,
    "m:eqArr": _lines,
}
