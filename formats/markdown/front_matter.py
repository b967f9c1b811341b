"""Front matter: what a Markdown file says about itself between its first lines and its text.

YAML between `---`, TOML between `+++`, JSON in braces, or lines `Title: …` before a blank line.
YAML is read with every value as text, so "Yes" stays a word and a date what it was written as.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from formats.parsed import Note

_LONGEST = 50_000
# The base loader makes texts, lists and mappings, whatever tags ask for; in C, where that is there.
_YAML: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FENCED = re.compile(r"(---|\+\+\+)[ \t]*\n")
_ENDS = {"---": ("---", "..."), "+++": ("+++",)}
_DEEP = re.compile(r"[\[{]{40}")
_MEMBER = re.compile(r"([A-Za-z_][\w .-]{0,40}?)[ \t]*[:=][ \t]*(.*)")
_HEADER = re.compile(r"([A-Za-z][A-Za-z_-]{1,20}):(?:[ \t]+(.*))?")
_HEADERS = frozenset(("title", "date", "author", "authors", "tags", "category", "slug", "summary"))


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The members by their names in small letters, the text behind, the number of lines before."""

    members: dict[str, Any]
    text: str
    lines: int
    notes: tuple[Note, ...] = ()


def parted(text: str) -> FrontMatter:
    """Front matter and text of a file; no members where it has none."""
    start = text.lstrip("\ufeff")
    skipped = re.match(r"\s*\n", start)
    begun = start[skipped.end() :] if skipped else start
    before = start.count("\n", 0, len(start) - len(begun))
    front = _fenced(begun) or _json(begun) or _headers(begun)
    if front is None:
        return FrontMatter({}, start, 0)
    members, rest, notes = front
    lines = before + begun.count("\n", 0, len(begun) - len(rest))
    named = {str(name).strip().casefold(): value for name, value in members.items()}
    return FrontMatter(named, rest, lines, tuple(notes))


_Parts = tuple[dict[str, Any], str, list[Note]]


def _fenced(text: str) -> _Parts | None:
    fence = _FENCED.match(text)
    if fence is None:
        return None
    place = fence.end()
    for line in text[place : place + _LONGEST].splitlines(keepends=True):
        if line.rstrip() in _ENDS[fence[1]]:
            return _members(text[fence.end() : place], text[place + len(line) :], fence[1])
        place += len(line)
    return None


def _members(source: str, rest: str, fence: str) -> _Parts | None:
    """The members in `source`; a text between two rules is none and stays text."""
    notes: list[Note] = []
    try:
        members = _yaml(source) if fence == "---" else tomllib.loads(source)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        members = dict(_lines(source))
        notes.append(
            Note(1, f"the front matter is broken ({_reason(error)}); it was read by lines")
        )
    if not isinstance(members, dict):
        return None if source.strip() else ({}, rest, [])
    return members, rest, notes if members else []


def _yaml(source: str) -> Any:
    if _DEEP.search(re.sub(r"[^\[\]{}]", "", source)):
        raise yaml.YAMLError("nested too deeply")
    # An alias is written with an asterisk, so most files need not be looked through for one.
    if "*" in source and any(
        isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, _YAML)
    ):
        raise yaml.YAMLError("it repeats itself by aliases")
    return yaml.load(source, _YAML)  # noqa: S506


def _reason(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 2}: {error.problem or 'not YAML'}"
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return " ".join(str(error).split())[:100]


def _lines(source: str) -> Iterator[tuple[str, Any]]:
    """The members line by line, with lists of `- item` and `[a, b]`."""
    name, items = "", list[str]()
    for line in source.splitlines():
        listed = re.match(r"\s*-\s+(.*)", line)
        member = _MEMBER.match(line)
        if listed and name:
            items.append(_unquoted(listed[1]))
            yield name, list(items)
        elif member:
            name, items = member[1], []
            rest = member[2].strip()
            is_list = rest.startswith("[") and rest.endswith("]")
            yield name, _split(rest[1:-1]) if is_list else _unquoted(rest)


def _split(text: str) -> list[str]:
    return [_unquoted(part) for part in text.split(",") if part.strip()]


def _unquoted(text: str) -> str:
    text = text.strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if is_quoted else text


def _json(text: str) -> _Parts | None:
    if not re.match(r"\{\s*\"", text):
        return None
    try:
        members, end = json.JSONDecoder().raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError):
        return None
    return members, text[end:].removeprefix("\n"), []


def _headers(text: str) -> _Parts | None:
    """Lines `Title: …`, `Date: …` above the first blank line, as some site makers write them."""
    head, _, rest = text.partition("\n\n")
    members = {}
    for line in head.splitlines():
        header = _HEADER.fullmatch(line.rstrip())
        if header is None:
            return None
        members[header[1]] = header[2] or ""
    names = {name.casefold() for name in members}
    if "title" not in names or len(names & _HEADERS) < 2:
        return None
    values = {
        name: _split(value) if name.casefold() == "tags" else value
        for name, value in members.items()
    }
    return values, rest, []
