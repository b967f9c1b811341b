"""What a format makes of a file: a `ParsedExplainer`, or a `Refused` with the reason."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.document import Document
from record.refusals import UserFacing

_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was decided and that a person may want to look at; `line` counts from 1."""

    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be shown, by the hash of its bytes."""

    sha256: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class ParsedExplainer:
    """A document without authors, the slug made from its title, and what was decided.

    `past` are notes about corrections that were made before: `(partial date or None, note)`.
    Plain text has none; they are no words of the explainer, so they aren't in the document.

    The rest is what other formats know and plain text doesn't: names of authors in order, names of
    topics, old addresses as written, and the source's own name for itself (`identity`: a canonical
    address or an id) by which it is known again wherever its file lies. What its source calls a
    draft (`is_draft`) is imported, but never published along with others. `pictures` came along
    with the file and are shown in the text; whoever keeps the explainer keeps them. `source` is a
    hash of what was read, "" where nobody knows: a later version may make something else of it.
    """

    document: Document
    slug: str
    notes: tuple[Note, ...]
    past: tuple[tuple[str | None, str], ...] = ()
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    identity: str | None = None
    is_draft: bool = False
    pictures: tuple[Picture, ...] = ()
    source: str = ""


class Refused(UserFacing):
    """A file that isn't an explainer: where, what was found and what was expected there.

    `is_unknown` is a file of a format, or a kind, that nothing here parses.
    """

    def __init__(
        self, line: int | None, actual: str, expected: str, *, is_unknown: bool = False
    ) -> None:
        place = "" if line is None else f"line {line}: "
        super().__init__(f"{place}found {actual}; expected {expected}")
        self.line = line
        self.actual = actual
        self.expected = expected
        self.is_unknown = is_unknown


def quoted(text: str) -> str:
    """The beginning of `text` in quotation marks, in one line, for a message."""
    text = text.replace("\n", " ")
    if len(text) <= _LONGEST_QUOTE:
        return f"“{text}”"
    return f"“{text[:_LONGEST_QUOTE].rstrip()}…”"
