"""How files are taken in, and what became of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from articles.models import Article
from documents.differences import Change
from formats.parsed import Note, ParsedExplainer
from record.models import Signer

Result = Literal[
    "made",
    "unchanged",
    "updated",
    "published",
    "proposed",
    "changed",
    "refused",
    "left out",
    "vanished",
    "removed",
]


@dataclass(frozen=True)
class Outcome:
    """What became of one file, for the report.

    `changes` are set where a published explainer differs, `reason` where the file was refused or
    left out, has vanished, or is of an explainer that was removed at its site; `aliases` are the
    addresses that the explainer had elsewhere.
    """

    name: str
    result: Result
    slug: str = ""
    title: str = ""
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    reason: str = ""
    line: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """How files are taken in.

    `author` and `topics` are names, made where they don't exist; `publisher` has what is made or
    still a draft published at once; `dry` reports and writes nothing; `on_change` does what is to
    be done with a changed file of a published explainer.
    """

    author: str | None = None
    topics: tuple[str, ...] = ()
    publisher: Signer | None = None
    dry: bool = False
    language: str = "en"
    on_change: "OnChange | None" = None

    def authors_of(self, reading: ParsedExplainer) -> tuple[str, ...]:
        """The names of its authors: the one that was given for all, or those of the file."""
        return (self.author,) if self.author else reading.authors

    def topics_of(self, reading: ParsedExplainer) -> tuple[str, ...]:
        """The names of its topics, each once."""
        return tuple(dict.fromkeys([*reading.topics, *self.topics]))


#: (explainer, what was read, outcome so far, options) -> outcome: what becomes of a changed file of
#: a published explainer.
OnChange = Callable[[Article, ParsedExplainer, Outcome, Options], Outcome]
