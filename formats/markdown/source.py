"""Markdown to a `Document`: with front matter in YAML, TOML or JSON, or without.

The file is rendered to a tree, with the HTML that it holds, and written anew in the dialect of the
record; so how it was wrapped, which bullets it has and in which order its front matter stands say
nothing. Tables, footnotes, lists of terms, code, nested lists and links by reference are known.

The title is that of the front matter, or else the first heading above all text. `composing` and
`dividing` say what becomes of the rest, `templates` and `site_markup` what is left out.
"""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from formats.composing.composing import explainer_from_tree
from formats.composing.tree import parsed_fragment
from formats.decoding import cleaned
from formats.markdown.front_matter import FrontMatter, parted
from formats.markdown.site_markup import in_plain_markdown
from formats.markdown.templates import without_templates
from formats.markdown.tree import refuse_tangled, rendered
from formats.metadata import (
    About,
    authors_in,
    first_date,
    identity_of,
    language_of,
    named_by,
    one_line,
    shown_words,
    texts_in,
    topics_in,
)
from formats.parsed import Note, ParsedExplainer, Refused
from formats.pictures import Pictures

_EMPTY = frozenset(("", "null", "~", "none"))
#: Members by what they are; the first that says something counts, topics add up.
_TITLES = ("title", "headline", "name")
_STANDFIRSTS = ("standfirst", "subtitle", "dek", "deck", "description", "summary", "excerpt")
_DATES = (
    "first_published",
    "date",
    "published",
    "publishdate",
    "pubdate",
    "date_published",
    "created",
)
_AUTHORS = ("authors", "author", "byline")
_TOPICS = ("topics", "topic", "tags", "tag", "categories", "category", "keywords")
_LANGUAGES = ("lang", "language", "locale")
_SLUGS = ("slug", "permalink", "url")
_ALIASES = ("aliases", "alias", "redirect_from", "redirects", "permalink", "url")
_IDENTITIES = ("canonical", "canonical_url", "canonicalurl", "guid", "id", "uuid")
_IGNORED = frozenset(("layout", "draft", "published", "weight", "menu", "type", "toc", "comments"))
_TAXONOMIES = ("taxonomies", "params", "extra")
_MOST_NOTES = 20
# A picture inside its own address; nothing of it is text.
_DATA = re.compile(r"(?<=data:)[\w.+-]{1,40}/[\w.+-]{1,40};base64,[A-Za-z0-9+/=]{40,}")


def parse_markdown(
    data: bytes, *, language: str = "en", name: str = "", pictures: Pictures | None = None
) -> ParsedExplainer:
    """The explainer in the file `data`; raises `Refused` for everything that isn't one.

    `name` is the file's path, in which some sites keep the date and the address.
    """
    text, notes = cleaned(data)
    front = parted(text)
    about = named_by(name, _about(front.members))
    notes += [*front.notes, *_unused(front)]
    body, changed = in_plain_markdown(_DATA.sub("…", front.text), front.lines + 1, name)
    body, left_out = without_templates(body, front.lines + 1)
    if not body.strip():
        raise Refused(1, "a file without text" if text.strip() else "an empty file", "an explainer")
    refuse_tangled(body, front.lines)
    html = rendered(body, front.lines)
    notes += _unended(html, body, front.lines)
    return explainer_from_tree(
        parsed_fragment(html), about, [*notes, *_few(changed), *left_out], language, pictures
    )


def _unended(html: str, body: str, lines_before: int) -> list[Note]:
    """A note on a comment without an end, which hides all that stands behind it."""
    if html.rfind("<!--") <= html.rfind("-->"):
        return []
    line = body.count("\n", 0, body.rfind("<!--")) + lines_before + 1
    hidden = "a comment that begins here has no end; what it hides to the end of the file"
    return [Note(line, f"{hidden} was left out")]


def _few(notes: Sequence[Note]) -> list[Note]:
    """The first of many notes of one kind, and how many more there are."""
    if len(notes) <= _MOST_NOTES:
        return list(notes)
    more = f"{len(notes) - _MOST_NOTES} more like these"
    return [*notes[:_MOST_NOTES], Note(notes[_MOST_NOTES].line, more)]


def _about(members: dict[str, Any]) -> About:
    members = _flat(members)
    return About(
        title=_first(members, _TITLES),
        standfirst=_first(members, _STANDFIRSTS),
        date=first_date(_all(members, _DATES)),
        language=language_of(_all(members, _LANGUAGES)),
        slug=_slug(members),
        identity=identity_of(_all(members, _IDENTITIES)),
        authors=authors_in(_first_of(members, _AUTHORS)),
        topics=topics_in(_topics(members)),
        aliases=tuple(filter(_is_address, dict.fromkeys(_all(members, _ALIASES)))),
        is_draft=_says(members, "draft", "true") or _says(members, "published", "false"),
    )


def _flat(members: dict[str, Any]) -> dict[str, Any]:
    """The members with those of `taxonomies` and their like, which some sites use."""
    nested = [members[name] for name in _TAXONOMIES if isinstance(members.get(name), dict)]
    inner = {str(key).casefold(): value for group in nested for key, value in group.items()}
    return {**inner, **members}


def _says(members: dict[str, Any], name: str, value: str) -> bool:
    return str(members.get(name, "")).strip().casefold() == value


def _texts(value: Any) -> list[str]:
    written = value.isoformat() if hasattr(value, "isoformat") else value
    texts = texts_in(written, names=("name", "title", "display_name"))
    return [text for text in texts if text.casefold() not in _EMPTY]


def _first_of(members: dict[str, Any], names: Sequence[str]) -> list[str]:
    return next((texts for name in names if (texts := _words(members.get(name)))), [])


def _words(value: Any) -> list[str]:
    """The texts in `value` as their site shows them: there, "&#58;" is a colon."""
    return [words for text in _texts(value) if (words := shown_words(text))]


def _first(members: dict[str, Any], names: Sequence[str]) -> str | None:
    return next(iter(_first_of(members, names)), None)


def _all(members: dict[str, Any], names: Sequence[str]) -> list[str]:
    return [text for name in names for text in _texts(members.get(name))]


def _topics(members: dict[str, Any]) -> list[str]:
    """Topics as lists of them or one text with commas."""
    texts: list[str] = []
    for name in _TOPICS:
        given = members.get(name)
        texts_given = _words(given)
        texts += (
            texts_given[0].split(",") if isinstance(given, str) and texts_given else texts_given
        )
    return texts


def _is_address(text: str) -> bool:
    """Whether `text` is no pattern ("/:year/:title") and no switch ("permalink: false")."""
    return "/:" not in text and text.casefold() not in ("true", "false")


def _slug(members: dict[str, Any]) -> str | None:
    """The last part of the address that the file asks for, unless it is a pattern."""
    asked = (_first(members, [name]) or "" for name in _SLUGS)
    parts = (
        PurePosixPath(address.partition("?")[0].rstrip("/")).stem
        for address in asked
        if ":" not in address and _is_address(address)
    )
    return next((part for part in parts if part and part != "index"), None)


def _unused(front: FrontMatter) -> list[Note]:
    known = {
        *(*_TITLES, *_STANDFIRSTS, *_DATES, *_AUTHORS, *_TOPICS, *_LANGUAGES, *_SLUGS),
        *(*_ALIASES, *_IDENTITIES, *_IGNORED, *_TAXONOMIES),
    }
    unused = [one_line(name)[:40] for name in front.members if name not in known]
    if not unused:
        return []
    return [Note(1, f"not used of the front matter: {', '.join(sorted(unused)[:20])}")]
