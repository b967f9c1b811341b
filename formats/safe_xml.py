"""XML from strangers: no document type, no entities, bounded depth and size, one clear refusal.

Without a document type there is nothing that could grow (entities in entities) or reach out
(external entities), so it is refused where it begins. Names of the vocabularies that the formats
know get a short prefix, of any edition: transitional and strict Office files look alike.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from formats.parsed import Refused

DEEPEST = 200
_MOST_ELEMENTS = 800_000
_WORD = re.compile(r".*/wordprocessingml(?:/2006)?/main")
_SHORT = (
    (_WORD, ""),
    (re.compile(r".*/drawingml(?:/2006)?/main"), "a:"),
    (re.compile(r".*/(?:2006/)?relationships"), "r:"),
    (re.compile(r".*/officeDocument(?:/2006)?/math"), "m:"),
    (re.compile(r".*/markup-compatibility/2006"), "mc:"),
    (re.compile(r".*/drawingml(?:/2006)?/(?:wordprocessingDrawing|picture)"), "wp:"),
    (re.compile(r"urn:schemas-microsoft-com:vml"), "v:"),
)


def parser(*, namespaces: bool = True) -> Any:
    """An expat parser that raises `Refused` at a document type; names are `address name`."""
    made = expat.ParserCreate(namespace_separator=" " if namespaces else None)
    made.buffer_text = True
    made.StartDoctypeDeclHandler = lambda *_: _refuse_doctype(made)
    made.EntityDeclHandler = lambda *_: _refuse_doctype(made)
    return made


def tree(data: bytes, part: str) -> Element:
    """`data` as a tree; `part` names it in a refusal. Raises `Refused`."""
    made = parser()
    builder = _Builder(made, part)
    made.StartElementHandler = builder.start
    made.EndElementHandler = builder.end
    made.CharacterDataHandler = builder.characters
    try:
        made.Parse(data, True)
    except expat.ExpatError as error:
        raise not_well_formed(error, part) from error
    except Refused:
        raise
    except (LookupError, ValueError) as error:  # An encoding that Python doesn't know.
        raise Refused(1, f"{part} in an unknown encoding", "XML in UTF-8") from error
    return builder.root()


def not_well_formed(error: expat.ExpatError, part: str, lines: int = 0) -> Refused:
    """What to say of XML that breaks off or is broken; `lines` come before it."""
    reason = expat.errors.messages.get(error.code, "unknown error")
    return Refused(lines + error.lineno, f"broken XML in {part} ({reason})", "well-formed XML")


class _Builder:
    """Builds a tree with short names, and refuses one that is too deep or too large."""

    def __init__(self, made: Any, part: str) -> None:
        self._made, self._part = made, part
        self._builder = TreeBuilder()
        self._depth = self._count = 0
        self._names: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        self._count += 1
        if self._depth > DEEPEST or self._count > _MOST_ELEMENTS:
            too_many = "more elements" if self._depth <= DEEPEST else "elements nested deeper"
            most = _MOST_ELEMENTS if self._depth <= DEEPEST else DEEPEST
            line = self._made.CurrentLineNumber
            raise Refused(line, f"{too_many} in {self._part} than are read", f"at most {most:,}")
        short = {self._short(key): value for key, value in attributes.items()}
        self._builder.start(self._short(name), short)

    def end(self, name: str) -> None:
        """An element ends."""
        self._depth -= 1
        self._builder.end(self._short(name))

    def characters(self, text: str) -> None:
        """Text."""
        self._builder.data(text)

    def root(self) -> Element:
        """The whole tree."""
        return self._builder.close()

    def _short(self, name: str) -> str:
        short = self._names.get(name)
        if short is None:
            short = self._names[name] = _shortened(name)
        return short


def _shortened(name: str) -> str:
    address, space, local = name.rpartition(" ")
    if not space:
        return local
    for pattern, prefix in _SHORT:
        if pattern.fullmatch(address):
            return prefix + local
    return f"x:{local}" if "purl.org/dc" not in address else local


def _refuse_doctype(made: Any) -> None:
    actual = "a document type declaration (DOCTYPE), which could hold entities"
    raise Refused(made.CurrentLineNumber, actual, "XML without one")
