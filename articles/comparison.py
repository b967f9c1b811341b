"""Two documents side by side, word by word, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from articles.differences import Change, Value, differences
from articles.document import WHOLE, Document

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_WHOLE_LABELS = {
    "title": "Title",
    "language": "Language",
    "standfirst": "Standfirst",
    "authors": "Authors",
    "first_published": "First published",
    "lead": "Lead",
    "conclusion": "Conclusion",
    "references": "References",
}


@dataclass(frozen=True)
class Run:
    """Words that are the same, put in or taken out: `op` is same, ins or del."""

    op: str
    text: str


@dataclass(frozen=True)
class Compared:
    """One changed field: where it stands, what happened to it, and its words."""

    label: str
    kind: str
    runs: tuple[Run, ...]


def compared(before: Document, after: Document) -> list[Compared]:
    """Every difference between two documents, in reading order, with its words."""
    labels = _labels(before) | _labels(after)
    return [_compared(change, labels) for change in _worth_showing(differences(before, after))]


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of both texts in one: the shortest list of insertions and deletions."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    found: list[Run] = []
    for operation in Indel.opcodes(old, new):
        if operation.tag == "equal":
            found.append(Run("same", "".join(new[operation.dest_start : operation.dest_end])))
            continue
        gone = "".join(old[operation.src_start : operation.src_end])
        come = "".join(new[operation.dest_start : operation.dest_end])
        found += [Run(op, text) for op, text in (("del", gone), ("ins", come)) if text]
    return tuple(_joined(found))


def _worth_showing(changes: list[Change]) -> Iterator[Change]:
    """A part that was added or removed is told by its words, not by its place as well."""
    worded = {change.part for change in changes if change.field != "position"}
    for change in changes:
        moved = change.before is not None and change.after is not None
        if change.field != "position" or moved or change.part not in worded:
            yield change


def _compared(change: Change, labels: dict[str, str]) -> Compared:
    label = labels.get(change.part, change.part)
    if change.part == WHOLE:
        label = _WHOLE_LABELS[change.field]
    elif change.field in ("heading", "question"):
        label = f"{label} (heading)" if change.field == "heading" else f"{label} (question)"
    if change.field == "position":
        return Compared(label, "moved", ())
    kind = "added" if change.before is None else "removed" if change.after is None else "changed"
    return Compared(label, kind, runs(_text(change.before), _text(change.after)))


def _labels(document: Document) -> dict[str, str]:
    labels = {one.key: f"Section “{one.heading or one.key}”" for one in document.sections}
    return labels | {one.key: f"Question “{one.question}”" for one in document.faqs}


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(author.name for author in value)
    return "" if value is None else str(value)


def _joined(found: list[Run]) -> Iterator[Run]:
    """Neighbours of one kind as one run."""
    held: Run | None = None
    for run in found:
        if held and held.op == run.op:
            held = Run(held.op, held.text + run.text)
        else:
            if held:
                yield held
            held = run
    if held:
        yield held
