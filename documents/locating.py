"""Finding the words that a corrections file replaces: which part, and where in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz, process

from documents.document import LINES, TEXTS, Document
from documents.markdown import escaped
from record.numbers import whole_number
from record.refusals import UserFacing

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})


class WordsNotFound(UserFacing):
    """Words, or a part, that aren't there just once; says what is there instead."""


@dataclass(frozen=True)
class TextLocation:
    """A text of a document: `list_name` is empty for a field of the document itself."""

    list_name: str
    index: int
    field: str


def with_replacement(document: Document, change: Mapping[str, Any]) -> Document:
    """`document` with one change of a corrections file: `in`, `replace`, `with`.

    Raises `NotFound`, with the nearest candidates, unless the words stand there exactly once.
    """
    location = location_of(document, str(change["in"]))
    text = _text(document, location)
    start, end, markdown = _span_of(text, str(change["replace"]), location)
    new = str(change["with"])
    put = escaped(new) if markdown else new
    return _with(document, location, text[:start] + put + text[end:])


def location_of(document: Document, name: str) -> TextLocation:
    """The text that `in` names; raises `NotFound` with the names that there are."""
    if name in TEXTS:
        return TextLocation("", 0, name)
    kind, _, rest = name.partition(":")
    if kind == "section":
        return _section(document, rest)
    if kind == "faq":
        return _question(document, rest)
    for list_name, field in (("sections", "body"), ("faqs", "answer")):
        for index, part in enumerate(getattr(document, list_name)):
            if part.key == name:
                return TextLocation(list_name, index, field)
    raise WordsNotFound(f"found the part “{name}”; expected {_names(document)}")


def _section(document: Document, rest: str) -> TextLocation:
    heading, field = (rest[:-8], "heading") if rest.endswith(":heading") else (rest, "body")
    same = [
        index
        for index, section in enumerate(document.sections)
        if _plain(section.heading or "") == _plain(heading)
    ]
    if len(same) != 1:
        raise WordsNotFound(f"found the section “{heading}”; expected {_names(document)}")
    return TextLocation("sections", same[0], field)


def _question(document: Document, rest: str) -> TextLocation:
    name, _, field = rest.rpartition(":")
    if field not in ("question", "answer"):
        raise WordsNotFound(
            f"found “faq:{rest}”; expected faq:NUMBER:answer or faq:NUMBER:question"
        )
    if number := whole_number(name, most=len(document.faqs)):
        return TextLocation("faqs", number - 1, field)
    same = [
        index
        for index, question in enumerate(document.faqs)
        if _plain(question.question) == _plain(name)
    ]
    if len(same) != 1:
        raise WordsNotFound(f"found the question “{name}”; expected {_names(document)}")
    return TextLocation("faqs", same[0], field)


def _names(document: Document) -> str:
    names = [name for name in TEXTS if getattr(document, name)]
    names += [f"section:{section.heading}" for section in document.sections if section.heading]
    names += [f"faq:{number}:answer" for number in range(1, len(document.faqs) + 1)]
    return ", ".join(names)


def _text(document: Document, location: TextLocation) -> str:
    holder: Any = document
    if location.list_name:
        holder = getattr(document, location.list_name)[location.index]
    return getattr(holder, location.field) or ""


def _with(document: Document, location: TextLocation, text: str) -> Document:
    if not location.list_name:
        fields: dict[str, Any] = {location.field: text}
        return replace(document, **fields)
    parts = list(getattr(document, location.list_name))
    parts[location.index] = replace(parts[location.index], **{location.field: text})
    lists: dict[str, Any] = {location.list_name: tuple(parts)}
    return replace(document, **lists)


def _span_of(text: str, words: str, location: TextLocation) -> tuple[int, int, bool]:
    """Where `words` stand, and whether they were found as plain text escaped into Markdown."""
    for markdown, sought in ((False, words), (True, escaped(words))):
        if markdown and location.field in LINES:
            break
        # Typographic marks are one character for one, so places in both texts are the same.
        starts = [
            candidate.start() for candidate in re.finditer(re.escape(_plain(sought)), _plain(text))
        ]
        if sought and len(starts) == 1:
            return starts[0], starts[0] + len(sought), markdown and sought != words
        if len(starts) > 1:
            raise WordsNotFound(f"found “{_short(words)}” {len(starts)} times; expected it once")
    sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
    near = [
        candidate[0] for candidate in process.extract(words, sentences, scorer=fuzz.ratio, limit=3)
    ]
    candidates = "; ".join(f"“{_short(candidate)}”" for candidate in near if candidate)
    raise WordsNotFound(f"didn’t find “{_short(words)}”; nearest there: {candidates or 'nothing'}")


def _plain(text: str) -> str:
    return text.translate(_TYPOGRAPHY)


def _short(text: str) -> str:
    return f"{text[:117]}…" if len(text) > 120 else text
