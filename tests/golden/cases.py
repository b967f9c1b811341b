"""The explainer that has a correction of every kind, and what each of them changes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.golden.house import KINDS, Document, Question, Section

SOURCE = {
    "title": "The handbook of assemblies",
    "publisher": "Example Press",
    "url": "https://example.org/handbook",
    "quoted": "Two thirds, and not a half.",
    "published": "2019",
    "accessed": "2030-01-02",
}
EXPLAINED: dict[str, Any] = {
    "right": "A speaker is chosen by two thirds.",
    "why": "We read the old edition.",
    "cause": "misreading",
    "discovered": "2030-01",
}
SPEAKER = Document(
    title="Who chooses the speaker?",
    standfirst="A vote that decides who may speak.",
    first_published="2021-03",
    lead="A speaker is chosen by *half* of the members, on the first day.",
    sections=(
        Section("s1", "How they vote", "By paper, in a box, with two tellers."),
        Section("s2", "When it fails", "Then they vote again, until the third vote decides."),
        Section("s3", "Who watches", "Two tellers watch, one of each side."),
    ),
    faqs=(
        Question("q1", "Can a speaker resign?", "Yes, if the rules say say how."),
        Question("q2", "Is it a paid office?", "In most chambers it is."),
    ),
    conclusion="A speaker is trusted because both sides choose.",
    references="[Rules of the chamber](https://example.org/rules), 2019.",
)

Change = Callable[[Document], Document]


def in_section(key: str, old: str, new: str) -> Change:
    def change(document: Document) -> Document:
        sections = tuple(
            replace(one, body=(one.body or "").replace(old, new)) if one.key == key else one
            for one in document.sections
        )
        return replace(document, sections=sections)

    return change


def in_answer(old: str, new: str) -> Change:
    def change(document: Document) -> Document:
        first = document.faqs[0]
        first = replace(first, answer=first.answer.replace(old, new))
        return replace(document, faqs=(first, *document.faqs[1:]))

    return change


def unchanged(document: Document) -> Document:
    return document


def retitled(title: str) -> Change:
    return lambda one: replace(one, title=title)


#: Every kind that editors can choose, in order, with what it changes and says.
CASES: list[tuple[str, Change, dict[str, Any]]] = [
    ("correction", lambda one: replace(one, lead="A speaker is chosen by *two thirds* of the "
        "members, on the first day."), {"severity": "major"}),
    ("clarification", in_section("s2", "third vote", "third vote of that day"), {}),
    ("update", lambda one: replace(one, conclusion="A speaker is trusted while both sides choose."),
        {"world_changed": "2030-02", "sources": ()}),
    ("addition", lambda one: replace(one, faqs=(*one.faqs, Question("q3", "Who counts?",
        "Tellers do."))), {"sources": ()}),
    ("editors_note", unchanged, {"right": "We are looking at all pages on votes.", "sources": ()}),
    ("partial_retraction", in_section("s1", ", in a box, with two tellers.", "."), {}),
    ("correction", lambda one: replace(one, title="How is a speaker chosen?"),
        {"severity": "significant", "sources": (), "no_source": "It is about our own title."}),
    ("retraction", unchanged, {"credit": "Ben Reads"}),
    ("reinstatement", unchanged, {"sources": ()}),
    ("copy_edit", in_answer("rules say say how", "rules say how"), {"sources": ()}),
    ("minor_fix", in_answer("if the", "if  the"), {"sources": ()}),
    ("link_repair", lambda one: replace(one, references=(one.references or "").replace(
        "org/rules", "org/rules/2019")), {"sources": ()}),
    ("correction", lambda one: replace(one, sections=(one.sections[2], one.sections[0])),
        {"severity": "minor"}),
]  # fmt: skip
assert {kind for kind, _change, _told in CASES} == set(KINDS) - {"removal"}
