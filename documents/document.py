"""The one in-memory form of an explainer, without ORM and without Django.

Every importer produces a `Document`, the rows load from one, every version stores one, pages
render one, the comparison takes two, exporters write one. A `Document` that exists is valid:
its constructor raises `DocumentError`, which names the part and the field at fault.

Lead, bodies, answers, conclusion and references are Markdown; all else is plain text of one
line. What is absent is None, never "".
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self
from uuid import UUID

from documents.partial_dates import is_partial_date
from documents.text import refusal_of

SCHEMA = 1
LONGEST_LINE = 500
LONGEST_MARKDOWN = 1_000_000
MOST_PARTS = 2_000

#: The texts that belong to no part: the lines at the head, and the Markdown, in reading order.
HEAD_LINES = ("title", "standfirst")
MARKDOWN_TEXTS = ("lead", "conclusion", "references")
TEXTS = (*HEAD_LINES, *MARKDOWN_TEXTS)
#: All fields of an explainer that are no lists.
FIELDS = (*HEAD_LINES, "language", "first_published", *MARKDOWN_TEXTS)
#: The fields of one line, those of parts among them.
LINES = (*HEAD_LINES, "heading", "question")

#: The key under which errors and differences name what belongs to no part.
WHOLE = "explainer"
#: The fields whose texts are Markdown; all others are lines of plain text.
MARKDOWN_FIELDS = ("lead", "body", "answer", "conclusion", "references")

_SECTION_KEY = re.compile(r"s[1-9][0-9]{0,5}")
_QUESTION_KEY = re.compile(r"q[1-9][0-9]{0,5}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class DocumentError(ValueError):
    """Content that no explainer can have.

    Whoever makes a document of what somebody typed says it beside the field; where nobody foresaw
    it, it is a fault of the program.

    `part` is a part key or `WHOLE`, `field` the field's name, `message` what was found and what
    was expected.
    """

    def __init__(self, part: str, field: str, message: str) -> None:
        super().__init__(f"{part}, {field}: {message}")
        self.part = part
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class DocumentAuthor:
    """A person in the byline: an opaque id (a UUID as text) and the name as displayed."""

    id: str
    name: str

    def __post_init__(self) -> None:
        _check_uuid("authors", self.id)
        _check_line("authors", "name", self.name)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `key` is its anchor for ever, `heading` plain text, `body` Markdown."""

    key: str
    heading: str | None = None
    body: str | None = None

    def __post_init__(self) -> None:
        _check_key(self.key, _SECTION_KEY, "s1, s2 …")
        _check_optional_line(self.key, "heading", self.heading)
        _check_optional_markdown(self.key, "body", self.body)
        if self.heading is None and self.body is None:
            raise DocumentError(self.key, "body", "the section is empty; give a heading or text")


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the FAQ: `question` plain text, `answer` Markdown; both are required."""

    key: str
    question: str
    answer: str

    def __post_init__(self) -> None:
        _check_key(self.key, _QUESTION_KEY, "q1, q2 …")
        _check_line(self.key, "question", self.question)
        _check_markdown(self.key, "answer", self.answer)


@dataclass(frozen=True, slots=True)
class Document:
    """An explainer's words, whole. See the module for what each field may hold."""

    title: str
    language: str = "en"
    standfirst: str | None = None
    authors: tuple[DocumentAuthor, ...] = ()
    first_published: str | None = None
    lead: str | None = None
    sections: tuple[Section, ...] = ()
    faqs: tuple[Question, ...] = ()
    conclusion: str | None = None
    references: str | None = None

    def __post_init__(self) -> None:
        _check_line(WHOLE, "title", self.title)
        _check_language(self.language)
        _check_optional_line(WHOLE, "standfirst", self.standfirst, longest=2 * LONGEST_LINE)
        if self.first_published is not None:
            _check_date(self.first_published)
        for name in MARKDOWN_TEXTS:
            _check_optional_markdown(WHOLE, name, getattr(self, name))
        _check_members("authors", self.authors, DocumentAuthor, lambda author: author.id)
        _check_members("sections", self.sections, Section, lambda section: section.key)
        _check_members("faqs", self.faqs, Question, lambda question: question.key)

    def markdown_parts(self) -> Iterator[tuple[str, str]]:
        """The Markdown of the explainer in reading order: `(key, source)`.

        The key of what belongs to no section or question is its field's name.
        """
        if self.lead is not None:
            yield "lead", self.lead
        for section in self.sections:
            if section.body is not None:
                yield section.key, section.body
        for question in self.faqs:
            yield question.key, question.answer
        if self.conclusion is not None:
            yield "conclusion", self.conclusion
        if self.references is not None:
            yield "references", self.references

    def to_json(self) -> str:
        """The document as JSON: ASCII, no white space, members in the order of the fields."""
        members: dict[str, Any] = {"schema": SCHEMA}
        for field in fields(self):
            members[field.name] = _plain(getattr(self, field.name))
        return json.dumps(members, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The document that `to_json` wrote; raises `DocumentError` for anything else."""
        members = _members(WHOLE, _parsed(text), ("schema", *(field.name for field in fields(cls))))
        schema = members.pop("schema")
        if schema != SCHEMA or isinstance(schema, bool):
            raise DocumentError(WHOLE, "schema", f"found {schema!r}; expected {SCHEMA}")
        for name, kind in (("authors", DocumentAuthor), ("sections", Section), ("faqs", Question)):
            members[name] = tuple(_built(kind, name, item) for item in _list(name, members[name]))
        return cls(**members)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [{field.name: getattr(item, field.name) for field in fields(item)} for item in value]
    return value


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError as error:
        raise DocumentError(WHOLE, "json", "nested too deeply; expected a document") from error
    except json.JSONDecodeError as error:
        message = f"not JSON (line {error.lineno}, column {error.colno}: {error.msg})"
        raise DocumentError(WHOLE, "json", message) from error


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise DocumentError(WHOLE, "json", "a member is given twice; expected each once")
    return members


def _no_constant(name: str) -> Any:
    raise DocumentError(WHOLE, "json", f"found {name}; expected text, lists and objects")


def _members(part: str, value: Any, names: Sequence[str]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise DocumentError(part, "json", f"found {type(value).__name__}; expected an object")
    for name in names:
        if name not in value:
            raise DocumentError(part, name, "is missing")
    for name in value:
        if name not in names:
            raise DocumentError(part, name, f"is unknown; expected {', '.join(names)}")
    return dict(value)


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise DocumentError(WHOLE, name, f"found {type(value).__name__}; expected a list")
    return value


def _built(kind: type[Any], name: str, given: Any) -> Any:
    return kind(**_members(name, given, [field.name for field in fields(kind)]))


def _check_key(key: object, shape: re.Pattern[str], expected: str) -> None:
    if not isinstance(key, str) or not shape.fullmatch(key):
        raise DocumentError(str(key), "key", f"found {key!r}; expected {expected}")


def _check_uuid(part: str, value: object) -> None:
    try:
        valid = isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        valid = False
    if not valid:
        raise DocumentError(part, "id", f"found {value!r}; expected a UUID in lower case")


def _check_language(value: object) -> None:
    if not isinstance(value, str) or len(value) > 35 or not _LANGUAGE.fullmatch(value):
        message = f"found {value!r}; expected a language tag such as en or es-MX (BCP 47)"
        raise DocumentError(WHOLE, "language", message)


def _check_date(value: object) -> None:
    if not isinstance(value, str) or not is_partial_date(value):
        message = f"found {value!r}; expected YYYY, YYYY-MM or YYYY-MM-DD"
        raise DocumentError(WHOLE, "first_published", message)


def _check_text(part: str, field: str, value: object, longest: int) -> str:
    if not isinstance(value, str):
        raise DocumentError(part, field, f"found {type(value).__name__}; expected text")
    if not value.strip():
        raise DocumentError(part, field, "is empty; expected text")
    if len(value) > longest:
        message = f"has {len(value):,} characters; expected at most {longest:,}"
        raise DocumentError(part, field, message)
    refusal = refusal_of(value)
    if refusal:
        raise DocumentError(part, field, str(refusal))
    return value


def _check_line(part: str, field: str, value: object, longest: int = LONGEST_LINE) -> None:
    if "\n" in _check_text(part, field, value, longest):
        raise DocumentError(part, field, "has several lines; expected one")


def _check_markdown(part: str, field: str, value: object) -> None:
    _check_text(part, field, value, LONGEST_MARKDOWN)


def _check_optional_line(part: str, field: str, value: object, longest: int = LONGEST_LINE) -> None:
    if value is not None:
        _check_line(part, field, value, longest)


def _check_optional_markdown(part: str, field: str, value: object) -> None:
    if value is not None:
        _check_markdown(part, field, value)


def _check_members(name: str, value: object, kind: type[Any], key: Any) -> None:
    if not isinstance(value, tuple) or not all(isinstance(item, kind) for item in value):
        raise DocumentError(WHOLE, name, f"expected a tuple of {kind.__name__}")
    if len(value) > MOST_PARTS:
        raise DocumentError(WHOLE, name, f"has {len(value)} members; expected {MOST_PARTS} or less")
    seen = set()
    for given in map(key, value):
        if given in seen:
            raise DocumentError(str(given), "key", "is given twice; expected each key once")
        seen.add(given)
