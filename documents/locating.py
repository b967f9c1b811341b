"""Finding the words that a corrections file replaces: which part, and where in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz, process

from documents.document import LINES, TEXTS, Document
from documents.markdown import escaped
from record.refusals import UserFacing

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})


class NotFound(UserFacing):
    """Words, or a part, that aren't there just once; says what is there instead."""


@dataclass(frozen=True)
class Place:
    """A text of a document: `list_name` is empty for a field of the document itself."""

    list_name: str
    index: int
    field: str


def replaced(document: Document, change: Mapping[str, Any]) -> Document:
    """`document` with one change of a corrections file: `in`, `replace`, `with`.

    Raises `NotFound`, with the nearest candidates, unless the words stand there exactly once.
    """
    place = place_of(document, str(change["in"]))
    text = _text(document, place)
    start, end, markdown = _found(text, str(change["replace"]), place)
    new = str(change["with"])
    put = escaped(new) if markdown else new
    return _with(document, place, text[:start] + put + text[end:])


def place_of(document: Document, name: str) -> Place:
    """The text that `in` names; raises `NotFound` with the names that there are."""
    if name in TEXTS:
        return Place("", 0, name)
    kind, _, rest = name.partition(":")
    if kind == "section":
        return _section(document, rest)
    if kind == "faq":
        return _question(document, rest)
    for list_name, field in (("sections", "body"), ("faqs", "answer")):
        for index, part in enumerate(getattr(document, list_name)):
            if part.key == name:
                return Place(list_name, index, field)
    raise NotFound(f"found the part “{name}”; expected {_names(document)}")


def _section(document: Document, rest: str) -> Place:
    heading, field = (rest[:-8], "heading") if rest.endswith(":heading") else (rest, "body")
    same = [
        index
        for index, one in enumerate(document.sections)
        if _plain(one.heading or "") == _plain(heading)
    ]
    if len(same) != 1:
        raise NotFound(f"found the section “{heading}”; expected {_names(document)}")
    return Place("sections", same[0], field)


def _question(document: Document, rest: str) -> Place:
    name, _, field = rest.rpartition(":")
    if field not in ("question", "answer"):
        raise NotFound(f"found “faq:{rest}”; expected faq:NUMBER:answer or faq:NUMBER:question")
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(document.faqs):
        return Place("faqs", int(name) - 1, field)
    same = [
        index for index, one in enumerate(document.faqs) if _plain(one.question) == _plain(name)
    ]
    if len(same) != 1:
        raise NotFound(f"found the question “{name}”; expected {_names(document)}")
    return Place("faqs", same[0], field)


def _names(document: Document) -> str:
    names = [name for name in TEXTS if getattr(document, name)]
    names += [f"section:{one.heading}" for one in document.sections if one.heading]
    names += [f"faq:{number}:answer" for number in range(1, len(document.faqs) + 1)]
    return ", ".join(names)


def _text(document: Document, place: Place) -> str:
    holder: Any = document
    if place.list_name:
        holder = getattr(document, place.list_name)[place.index]
    return getattr(holder, place.field) or ""


def _with(document: Document, place: Place, text: str) -> Document:
    if not place.list_name:
        fields: dict[str, Any] = {place.field: text}
        return replace(document, **fields)
    parts = list(getattr(document, place.list_name))
    parts[place.index] = replace(parts[place.index], **{place.field: text})
    lists: dict[str, Any] = {place.list_name: tuple(parts)}
    return replace(document, **lists)


def _found(text: str, words: str, place: Place) -> tuple[int, int, bool]:
    """Where `words` stand, and whether they were found as plain text escaped into Markdown."""
    for markdown, sought in ((False, words), (True, escaped(words))):
        if markdown and place.field in LINES:
            break
        # Typographic marks are one character for one, so places in both texts are the same.
        found = [one.start() for one in re.finditer(re.escape(_plain(sought)), _plain(text))]
        if sought and len(found) == 1:
            return found[0], found[0] + len(sought), markdown and sought != words
        if len(found) > 1:
            raise NotFound(f"found “{_short(words)}” {len(found)} times; expected it once")
    sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
    near = [one[0] for one in process.extract(words, sentences, scorer=fuzz.ratio, limit=3)]
    candidates = "; ".join(f"“{_short(one)}”" for one in near if one)
    raise NotFound(f"didn’t find “{_short(words)}”; nearest there: {candidates or 'nothing'}")


def _plain(text: str) -> str:
    return text.translate(_TYPOGRAPHY)


def _short(text: str) -> str:
    return f"{text[:117]}…" if len(text) > 120 else text
