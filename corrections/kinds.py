"""The kinds of correction: what each is for and what it may do, and how readers are told.

`record.format.KINDS` names what can be sealed; here is what the names mean.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.document import Document, Section


@dataclass(frozen=True)
class KindRules:
    """What a kind of correction may do.

    `words` is whether the text may change; `second_person` whether somebody else must approve;
    `sourced` whether it needs a source or a stated reason why there is none; `significant`
    whether readers find it on the page, and not folded at its foot; `moves_date` whether,
    being that, it moves the date of the last significant change; `publishers_only` whether it
    takes more than the right to review.
    """

    label: str
    when: str
    words: bool
    second_person: bool = True
    sourced: bool = False
    significant: bool = True
    moves_date: bool = True
    publishers_only: bool = False


KINDS = {
    "correction": KindRules(
        "Correction", "What we said was wrong when we said it.", words=True, sourced=True
    ),
    "clarification": KindRules(
        "Clarification", "What we said was true but could mislead.", words=True, sourced=True
    ),
    "update": KindRules(
        "Update", "What we said was right then; the world has changed since.", words=True
    ),
    "addition": KindRules("Addition", "A section or a question was added later.", words=True),
    "editors_note": KindRules(
        "Editor’s note",
        "About process or ethics; the text stays as it is.",
        words=False,
        moves_date=False,
    ),
    "partial_retraction": KindRules(
        "Partial retraction",
        "A claim that we name is withdrawn; the explainer stands.",
        words=True,
        sourced=True,
    ),
    "retraction": KindRules(
        "Retraction",
        "The explainer can’t be relied on any more.",
        words=False,
        sourced=True,
        publishers_only=True,
    ),
    "reinstatement": KindRules(
        "Reinstatement",
        "A retraction is withdrawn, or what was removed comes back.",
        words=False,
        publishers_only=True,
    ),
    "copy_edit": KindRules(
        "Copy edit",
        "A misspelt word, a doubled one, a comma; nothing that is said changes.",
        words=True,
        significant=False,
        moves_date=False,
    ),
    "minor_fix": KindRules(
        "Minor fix",
        "White space beside punctuation, and typography that means the same.",
        words=True,
        second_person=False,
        significant=False,
        moves_date=False,
    ),
    "link_repair": KindRules(
        "Link repair",
        "The same document at its new or archived address.",
        words=True,
        second_person=False,
        significant=False,
        moves_date=False,
    ),
    "removal": KindRules(
        "Removal",
        "Taken away for reasons of law, safety or privacy.",
        words=False,
        significant=False,
        moves_date=False,
    ),
}


#: Kinds whose note stands above the text.
_ON_TOP = ("editors_note", "partial_retraction", "retraction", "reinstatement")


@dataclass(frozen=True)
class KindInWords:
    """A kind of correction as readers are told about it: its name, when it is used, its rules."""

    label: str
    when: str
    facts: Sequence[str]


def rules() -> list[KindInWords]:
    """The rules of every kind, as the site enforces them."""
    return [
        KindInWords(kind.label, kind.when, list(_facts(name, kind))) for name, kind in KINDS.items()
    ]


def draft_of_policy() -> Document:
    """A policy to begin with; it says what the site does, and leaves room for what a desk adds."""
    return Document(
        title="How we correct",
        standfirst="What we do when something we published is wrong, and how you can check it.",
        lead=(
            "We publish explainers, and some of them turn out to hold errors. No word that a "
            "reader has seen changes here without a public correction, and every earlier version "
            "stays readable."
        ),
        sections=(
            Section("s1", "What we call it", _kinds()),
            Section("s2", "Who decides", _DECIDES),
            Section("s3", "Where you see it", _SEEN),
            Section("s4", "How to tell us", _TELL),
        ),
        conclusion=(
            "This page is an explainer like any other: if we change it, the change is published "
            "and its earlier versions stay."
        ),
    )


_DECIDES = (
    "One person proposes a correction and another one, who wrote nothing of it, approves it as she "
    "saw it. The record names all who wrote at it. Repairs of white space and of addresses may be "
    "published by who wrote them. Where nobody else can be had, one person may publish alone what "
    "she alone wrote and says why; until a second person has looked, readers see “second review "
    "pending”.\n\nA correction, a clarification and a retraction name a source, or say why there "
    "is none."
)
_SEEN = (
    "Corrected words are marked in the text, and a note below it says what is right, what we had "
    "said, why, and since when it stood. What is major stands on top. All corrections are in the "
    "log and in its feeds; the history of an explainer shows every version, and any two can be "
    "compared."
)
_TELL = "*Say here how readers reach you, and how soon they may expect an answer.*"


def _kinds() -> str:
    return "\n".join(f"- **{rule.label}**: {rule.when}" for rule in rules())


def _facts(name: str, kind: KindRules) -> Iterator[str]:
    if name == "removal":
        yield "A notice says that something was taken away; the log doesn’t repeat what."
        yield "Another person approves it, or it says why one person acted alone."
        return
    yield "The text changes." if kind.words else "The text stays as it is."
    if name == "link_repair":
        yield "One person may publish it; for another host a second person approves it."
    elif kind.second_person:
        yield "Another person approves it, or it says why one person published it alone."
    else:
        yield "One person may publish it."
    if kind.sourced:
        yield "It names a source, or says why there is none."
    if not kind.significant:
        yield "It stands in the history and the log, and moves no date."
    elif name in _ON_TOP:
        yield "Its note stands above the text."
        if not kind.moves_date:
            yield "It moves no date."
    else:
        yield "It is shown in the text, with a note below."
