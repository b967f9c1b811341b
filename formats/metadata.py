"""What a file says about its text: who wrote it, when, on what, in which language, where from.

The file's name may say it too: `2021-05-03-what-is-a-quorum.md`. The language at the end of
`what-is-a-quorum.es.md` is no part of that; `folder_languages` of `imports.sources` reads it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from lxml.html import HtmlElement

from documents.document import Document, DocumentError
from documents.partial_dates import is_partial_date
from documents.slugs import slug_of
from formats.decoding import clean_words
from formats.moments import partial_date

_MOST_NAMES = 50
#: More than fifty names are.
_LONGEST_NAMES = 5_000
_LONGEST_NAME = 200
_LONGEST_TOPIC = 100
_LONGEST_IDENTITY = 500
_UUID = re.compile(r"(?:urn:uuid:)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PAGE = re.compile(r"https?://[^/\s]+/[^\s#]*[^\s#/]")
_TAG = re.compile(r"<[^<>]{1,300}>")
_BY = re.compile(r"^\s*(?:by|von|par|por|di|door|written by)[ :]+", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,24}\d{0,2});")
_LOOKS = re.compile(
    r"</?(?:em|strong|b|i|u|s|br|wbr|span|small|mark|sup|sub|code|abbr)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
# What stands behind a name and is none.
_ROLE = re.compile(
    r"\b(?:director|officer|manager|developer|engineer|editor|reporter|correspondent|president"
    r"|chair(?:man|woman|person)?|professor|fellow|researcher|analyst|secretary|board of|head of"
    r"|on behalf of|ceo|cto|cfo|redakteur(?:in)?|leiter(?:in)?|directeur|directrice|director[ae]"
    r"|direttore|direttrice|journaliste?)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|[^@\s]+@[^@\s]+\.")
_MAIL = re.compile(r"\s?[<(][^<>()\s@]*@[^<>()\s]*[>)]")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_](.+)")
_BEFORE_LANGUAGE = re.compile(r"(.+)\.([a-z]{2}(?:-[A-Za-z]{2})?)")


@dataclass(frozen=True, slots=True)
class About:
    """Everything about a text but its words; what isn't known is None or empty."""

    title: str | None = None
    file_title: str | None = None
    standfirst: str | None = None
    date: str | None = None
    language: str | None = None
    slug: str | None = None
    identity: str | None = None
    base: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    past: tuple[tuple[str | None, str], ...] = ()
    is_draft: bool = False


def texts_in(value: Any, *, names: tuple[str, ...] = ("name",), deep: int = 3) -> Iterator[str]:
    """The texts in a value of YAML, TOML or JSON: itself, those of a list, the name of an object.

    Only so deep, and only so many, since a file may repeat itself without end.
    """
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        yield one_line(str(value))
    elif isinstance(value, list | tuple) and deep:
        for member in value[:_MOST_NAMES]:
            yield from texts_in(member, names=names, deep=deep - 1)
    elif isinstance(value, dict) and deep:
        named = next((value[name] for name in names if name in value), None)
        yield from texts_in(named, names=names, deep=deep - 1)


def one_line(text: str) -> str:
    """`text` in one line, without the white space at its ends."""
    return " ".join(text.split())


def shown_words(text: str) -> str:
    """`text` as a page shows it: without tags that only say how it looks, entities as signs."""
    if "<" in text:
        text = _LOOKS.sub(lambda sign: " " if "br" in sign[0].lower()[:4] else "", text)
    if "&" in text:
        text = clean_words(_ENTITY.sub(lambda sign: unescape(sign[0]), text)) or ""
    return one_line(text)


def authors_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of people in texts such as "By Ada Mora and Ben Oduya", each once, in order."""
    lines = (_MAIL.sub("", one_line(text[:_LONGEST_NAMES])) for text in texts)
    names = (name for line in lines for name in _names(_BY.sub("", line, count=1)))
    return _each_once(name for name in names if 1 < len(name) <= _LONGEST_NAME)


def topics_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Names of topics, each once whatever its capitals, in order."""
    topics = (_TAG.sub("", one_line(text)).lstrip(" #,").rstrip(" ,") for text in texts)
    return _each_once(topic for topic in topics if topic and len(topic) <= _LONGEST_TOPIC)


def first_date(texts: Iterable[str]) -> str | None:
    """The first of `texts` that is a date, as a partial date."""
    return next((date for text in texts if (date := partial_date(text))), None)


def language_of(texts: Iterable[str]) -> str | None:
    """The first of `texts` that is a language tag, in the usual capitals."""
    for text in texts:
        tag = _cased(text.partition(".")[0].strip().replace("_", "-"))
        try:
            return Document("x", tag).language if tag else None
        except DocumentError:
            continue
    return None


def _cased(tag: str) -> str:
    head, *rest = tag.split("-")
    cases = {2: str.upper, 4: str.title}
    return "-".join([head.lower(), *(cases.get(len(part), str.lower)(part) for part in rest)])


def _names(text: str) -> Iterator[str]:
    text = _TAG.sub("", one_line(text)).strip(" ,;|")
    if _ADDRESS.match(text):
        return
    groups = _groups(text)
    # "Ada, Ben and Mo" are three names: none of them is turned round.
    are_first_names = len(groups) > 1 and not any(
        " " in part.strip() for group in groups for part in group.split(",")
    )
    for group in groups:
        parts = [part.strip() for part in group.split(",") if part.strip()]
        parts = [*parts[:1], *(part for part in parts[1:] if not _ROLE.search(part))]
        # "Mora, Ada" and "Ben Oduya, Jr." are one name each; "Ada Mora, Ben Oduya" are two.
        are_names = are_first_names or len(parts) > 2 or all(" " in part for part in parts)
        yield from parts if are_names else [", ".join(parts)]


def _groups(text: str) -> list[str]:
    """What stands between "and", "&" and their like, unless one letter does ("Mac & i")."""
    groups = re.split(r"\s*[;|]\s*|\s+(?:and|&|/)\s+", text)
    return groups if all(len(group) > 1 for group in groups) else [text]


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    first_spellings: dict[str, str] = {}
    for name in names:
        first_spellings.setdefault(name.casefold(), name)
    return tuple(first_spellings.values())[:_MOST_NAMES]


def identity_of(texts: Iterable[str]) -> str | None:
    """The first of `texts` that names one text and no other: an address below a site, or a UUID."""
    for text in texts:
        if len(text) <= _LONGEST_IDENTITY and (_UUID.fullmatch(text) or _PAGE.match(text)):
            return text.partition("#")[0]
    return None


def named_by(name: str, about: About) -> About:
    """`about` with what it lacks and the name of the file gives."""
    stem = PurePosixPath(name).stem
    language = _BEFORE_LANGUAGE.fullmatch(stem)
    if language:
        stem = language[1]
    about = replace(about, file_title=_title(stem, name))
    dated = _DATED.fullmatch(stem)
    if dated and is_partial_date(dated[1]):
        slug = about.slug or slug_of(dated[2])
        return replace(about, date=about.date or dated[1], slug=slug)
    return about


def _title(stem: str, name: str) -> str | None:
    """The words of a file's name, or of its folder's where it is one of many `index` files."""
    if stem.casefold() in ("index", "_index", "readme"):
        stem = PurePosixPath(name).parent.name
    dated = _DATED.fullmatch(stem)
    words = " ".join(re.split(r"[\s_-]+", dated[2] if dated else stem)).strip()
    return words[:1].upper() + words[1:] if re.search(r"[^\W\d_]", words) else None


def metas_of(root: HtmlElement) -> dict[str, list[str]]:
    """What the `meta` elements of a page say, by their names in small letters.

    One may have several names (RDFa), those of Dublin Core a point or a colon; some programs that
    save pages write `value` for `content`.
    """
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        names = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = one_line(meta.get("content") or meta.get("value") or "")
        for name in names.split() if content else ():
            metas.setdefault(_plain_name(name), []).append(content)
    return metas


def links_of(root: HtmlElement, kind: str) -> Iterator[str]:
    """The addresses of the `link` elements of that kind."""
    for link in root.iter("link"):
        if kind in (link.get("rel") or "").lower().split():
            yield (link.get("href") or "").strip()


def _plain_name(name: str) -> str:
    return name.replace(":", ".") if name.startswith(("dc:", "dcterms:")) else name
