"""The sealed format, schema 1: `docs/record-format.md` as a grammar.

It is frozen. A later schema gets a grammar of its own beside this one; old ones verify for ever.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from record.clock import moment

SCHEMA = 1
# No member of the format needs white space or an escape, so none has another spelling.
_PRINTABLE = re.compile(r"[!-\[\]-~]+")

FIRST_PREVIOUS = "0" * 64
WITHHELD = "[withheld]"

KINDS = (
    "publication",
    "correction",
    "clarification",
    "update",
    "addition",
    "editors_note",
    "partial_retraction",
    "retraction",
    "reinstatement",
    "copy_edit",
    "minor_fix",
    "link_repair",
    "removal",
    "confirmation",
    "move",
    "rendering",
    "recovery",
)
STATUSES = ("live", "retracted", "removed")
SEVERITIES = ("minor", "significant", "major")
CAUSES = (
    "source_error",
    "misreading",
    "calculation",
    "transcription",
    "editing",
    "outdated_source",
    "production",
    "generated_text",
    "other",
    "not_known",
)
ROLES = ("proposer", "contributor", "approver", "publisher", "confirmer")
CLASSES = ("privacy", "safety", "law", "copyright", "other")


class FormatError(ValueError):
    """Sealed bytes that are not of the format; `path` names the member at fault."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path or 'sealed'}: {message}")
        self.path = path


@dataclass(frozen=True)
class Scalar:
    """A value that is checked by itself: `holds` says whether it is what `name` means."""

    name: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True)
class TextLeaf:
    """A text, named by its commitment; Markdown has a second one, to its rendered plain text."""

    rendered: bool = False


@dataclass(frozen=True)
class Optional:
    """What may also be null."""

    node: "Node"


@dataclass(frozen=True)
class Items:
    """A list of `node`."""

    node: "Node"


@dataclass(frozen=True)
class Members:
    """An object with exactly these members, in this order."""

    members: Mapping[str, "Node"]


@dataclass(frozen=True)
class Either:
    """A text of either form: Markdown where it has a second commitment."""

    nodes: tuple[TextLeaf, TextLeaf]


Node = Scalar | TextLeaf | Optional | Items | Members | Either


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**53


def _matches(shape: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(shape, value) is not None


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _is_hex(value: Any) -> bool:
    return _matches(r"[0-9a-f]{64}", value)


def _is_time(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(moment(value))
    except ValueError:
        return False


def _is_date(value: Any) -> bool:
    if not _matches(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return False
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def _one_of(name: str, values: Sequence[str]) -> Scalar:
    return Scalar(f"{name} ({', '.join(values)})", lambda value: value in values)


INTEGER = Scalar("a whole number from 1", _is_integer)
WORD = Scalar("a word", lambda value: _matches(r"[A-Za-z0-9_+/.-]+", value))
ID = Scalar("a UUID", _is_uuid)
HEX = Scalar("64 hexadecimal digits", _is_hex)
TIME = Scalar("a time such as 2026-11-24T12:00:00.000001Z", _is_time)
DATE = Scalar("a date YYYY[-MM[-DD]]", _is_date)
SECTION = Scalar("a section's key", lambda value: _matches(r"s[1-9][0-9]{0,5}", value))
QUESTION = Scalar("a question's key", lambda value: _matches(r"q[1-9][0-9]{0,5}", value))
LINE = TextLeaf()
MARKDOWN = TextLeaf(rendered=True)

DOCUMENT = Members(
    {
        "title": LINE,
        "standfirst": Optional(LINE),
        "authors": Items(Members({"id": ID, "name": Optional(LINE)})),
        "first_published": Optional(DATE),
        "lead": Optional(MARKDOWN),
        "sections": Items(
            Members({"key": SECTION, "heading": Optional(LINE), "body": Optional(MARKDOWN)})
        ),
        "faqs": Items(Members({"key": QUESTION, "question": LINE, "answer": MARKDOWN})),
        "conclusion": Optional(MARKDOWN),
        "references": Optional(MARKDOWN),
    }
)
SOURCE = Members(
    {
        **dict.fromkeys(
            ("title", "publisher", "url", "archived", "quoted", "supports"), Optional(LINE)
        ),
        "published": Optional(DATE),
        "accessed": Optional(DATE),
    }
)
EXPLANATION = Members(
    {
        "correction": INTEGER,
        "severity": Optional(_one_of("a severity", SEVERITIES)),
        "cause": Optional(_one_of("a cause", CAUSES)),
        "discovered": Optional(DATE),
        "world_changed": Optional(DATE),
        "since": Optional(INTEGER),
        "base": INTEGER,
        **dict.fromkeys(("right", "why", "no_source", "alone", "credit"), Optional(LINE)),
        "amends": Optional(INTEGER),
        "incident": Optional(ID),
        "sources": Items(SOURCE),
    }
)
SIGNER = Members({"id": ID, "name": Optional(LINE), "role": _one_of("a role", ROLES), "at": TIME})
IMPORTED = Members(
    {
        "origin": Optional(LINE),
        "notes": Items(Members({"date": Optional(DATE), "note": LINE})),
    }
)
WITHHOLDING = Members(
    {
        "withheld": HEX,
        "replacement": Optional(Either((MARKDOWN, LINE))),
        "class": _one_of("a class", CLASSES),
    }
)
RECOVERY = Members(
    {
        "first": INTEGER,
        "last": Optional(INTEGER),
        "head": Optional(HEX),
        "next_correction": Optional(INTEGER),
    }
)
VERSION = Members(
    {
        "schema": Scalar("1", lambda value: _is_integer(value) and value == SCHEMA),
        "site": ID,
        "serial": INTEGER,
        "previous": HEX,
        "recorded_at": TIME,
        "subject": ID,
        "number": INTEGER,
        "kind": _one_of("a kind", KINDS),
        "status": _one_of("a status", STATUSES),
        "language": WORD,
        "time_zone": WORD,
        "renderer": WORD,
        "slug": Optional(LINE),
        "document": Optional(DOCUMENT),
        "banners": Items(INTEGER),
        "explanation": Optional(EXPLANATION),
        "confirms": Optional(INTEGER),
        "signers": Items(SIGNER),
        "imported": Optional(IMPORTED),
        "withholds": Items(WITHHOLDING),
        "recovery": Optional(RECOVERY),
    }
)


def written(members: Mapping[str, Any]) -> str:
    """Sealed members as the text that is hashed: ASCII, no white space."""
    return json.dumps(members, ensure_ascii=True, separators=(",", ":"))


def read(sealed: str) -> dict[str, Any]:
    """The members of sealed bytes; raises `FormatError` for what the format doesn't allow."""
    if not _PRINTABLE.fullmatch(sealed):
        raise FormatError("", "expected ASCII without white space and without a backslash")
    try:
        members = json.loads(
            sealed, object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
        )
    except FormatError:
        raise
    except (ValueError, RecursionError) as error:
        raise FormatError("", "expected one JSON object") from error
    if isinstance(members, dict) and members.get("schema") != SCHEMA:
        raise FormatError("schema", f"found {members.get('schema')!r}; this release knows {SCHEMA}")
    check(members, VERSION)
    result: dict[str, Any] = members
    return result


def check(value: Any, node: Node, path: str = "") -> None:
    """Raises `FormatError` unless `value` is what `node` describes."""
    match node:
        case Scalar(name, holds):
            if not holds(value):
                raise FormatError(path, f"found {value!r}; expected {name}")
        case TextLeaf(rendered):
            names = ("text", "rendered") if rendered else ("text",)
            check(value, Members(dict.fromkeys(names, HEX)), path)
        case Optional(inner):
            if value is not None:
                check(value, inner, path)
        case Either((markdown, line)):
            has_two = isinstance(value, dict) and "rendered" in value
            check(value, markdown if has_two else line, path)
        case Items(inner):
            if not isinstance(value, list):
                raise FormatError(path, "expected a list")
            for index, member in enumerate(value):
                check(member, inner, f"{path}[{index}]")
        case Members(members):
            if not isinstance(value, dict):
                raise FormatError(path, "expected an object")
            if tuple(value) != tuple(members):
                raise FormatError(path, f"expected the members {', '.join(members)}, in order")
            for name, inner in members.items():
                check(value[name], inner, f"{path}.{name}".lstrip("."))


def texts_in(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text that sealed members name, in order of appearance: `(path, leaf)`.

    In a path a part or person stands by key or id, not by place, so that it stays the same when
    parts move: `document.sections.s2.body`.
    """
    if isinstance(value, dict):
        if "text" in value:
            yield path, value
            return
        for name, member in value.items():
            yield from texts_in(member, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from texts_in(member, f"{path}.{name_of(member, index)}")


def name_of(member: Any, index: int) -> str:
    """What an item of a list is called in a path: its key, its id, or its place from 0."""
    if isinstance(member, dict):
        return str(member.get("key") or member.get("id") or index)
    return str(index)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise FormatError("", "a member is given twice")
    return members


def _refuse(text: str) -> Any:
    raise FormatError("", f"found {text}; expected whole numbers only")
