"""What a Word document says about itself: title, author, topics, language, when it was made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from documents.partial_dates import is_partial_date
from formats.word.package import Package

#: Whom programs name as author when nobody is.
_NOBODY = re.compile(
    r"python-docx|microsoft( office)?( user)?|user|admin(istrator)?|author|owner|un-?named|unknown"
    r"|apache poi|docx4j|openxml.*|aspose.*|pandoc|google docs|windows user|\W*",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:microsoft word - .*|word document|document\d*|untitled( document)?|.*\.docx?|\W*"
    r"|slide \d+|title|powerpoint presentation)",
    re.IGNORECASE,
)
_NO_LANGUAGE = ("", "x-none", "und")


@dataclass(frozen=True, slots=True)
class Properties:
    """What the properties say; what isn't known or only a program's filling is absent."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str | None = None
    made: str | None = None


def properties_of(package: Package) -> Properties:
    """The properties of a document, of which each may be missing."""
    part = package.related("", "core-properties") or "docProps/core.xml"
    root = package.optional_tree(part)
    if root is None:
        return Properties()
    held = {child.tag.removeprefix("x:"): _line(child) for child in root}
    title, made = held.get("title", ""), held.get("created", "")[:10]
    return Properties(
        title=None if _NO_TITLE.fullmatch(title) else title,
        authors=tuple(_people(held.get("creator", ""))),
        topics=tuple(_words(held.get("keywords", ""))),
        language=None if held.get("language", "") in _NO_LANGUAGE else held["language"],
        made=made if is_partial_date(made) else None,
    )


def _line(child: Element) -> str:
    return " ".join((child.text or "").split())


def _people(creator: str) -> Iterator[str]:
    for name in re.split(r"\s*;\s*", creator):
        if not _NOBODY.fullmatch(name):
            yield name


def _words(keywords: str) -> Iterator[str]:
    for word in re.split(r"\s*[,;]\s*", keywords):
        if word:
            yield word
