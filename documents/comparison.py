"""Two documents side by side, word by word, for people to read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from documents.appearance import worded
from documents.differences import Change, FieldValue, differences
from documents.document import MARKDOWN_TEXTS, WHOLE, Document
from documents.passages import passages

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w+")
#: Of a passage at least this much must have stayed for its changes to be shown word by word.
_MOSTLY = 0.5
_MARKDOWN = (*MARKDOWN_TEXTS, "body", "answer")
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
class WordRun:
    """Words that are the same, put in or taken out: `op` is same, ins or del."""

    op: str
    text: str


@dataclass(frozen=True)
class ChangedField:
    """One changed field: where it stands, what happened to it, and its words.

    `is_markdown` is whether those are as written, with the signs of Markdown.
    """

    label: str
    kind: str
    runs: tuple[WordRun, ...]
    part: str
    is_markdown: bool = False


def changed_fields(before: Document, after: Document) -> list[ChangedField]:
    """Every difference between two documents, in reading order, with its words."""
    labels = _labels(before) | _labels(after)
    return [_changed_field(change, labels) for change in _worth_showing(differences(before, after))]


def throughout(before: Document, after: Document) -> list[ChangedField]:
    """Every text of `after`, changed or not, and then those of `before` that are gone.

    The words are those that readers see.
    """
    old, new = _texts(before), _texts(after)
    fields = []
    for part, field in {**new, **old}:
        texts = old.get((part, field), ""), new.get((part, field), "")
        words = worded(*texts) if field in _MARKDOWN else texts
        fields.append(ChangedField(field, "whole", _by_passages(*words), part))
    return fields


def readable(before: str, after: str) -> tuple[WordRun, ...]:
    """The words of a passage before and after: word by word where most of it stayed.

    Else the old passage whole, then the new one: nobody can read a sentence in shreds.
    """
    words = runs(before, after)
    if before and after and not _is_mostly_kept(before, after, words):
        return WordRun("del", before), WordRun("ins", after)
    return words


def _is_mostly_kept(before: str, after: str, words: tuple[WordRun, ...]) -> bool:
    if not {"ins", "del"} <= {run.op for run in words}:
        # Words only came, or only went: nothing that stayed is said twice.
        return True
    kept = sum(_count(run.text) for run in words if run.op == "same")
    return kept >= _MOSTLY * max(_count(before), _count(after))


def _count(text: str) -> int:
    return len(_WORD.findall(text))


def _by_passages(before: str, after: str) -> tuple[WordRun, ...]:
    """All words of a text, each changed passage as it is read best."""
    words: list[WordRun] = []
    done = 0
    for passage in passages(before, after):
        words += [
            WordRun("same", after[done : passage.start]),
            *readable(passage.before, passage.after),
        ]
        done = passage.end
    return tuple(run for run in (*words, WordRun("same", after[done:])) if run.text)


def _texts(document: Document) -> dict[tuple[str, str], str]:
    """The texts of a document in reading order, by part and field."""
    texts: list[tuple[str, str, str | None]] = [
        (WHOLE, "title", document.title),
        (WHOLE, "standfirst", document.standfirst),
        (WHOLE, "lead", document.lead),
    ]
    for section in document.sections:
        texts.append((section.key, "heading", section.heading))
        texts.append((section.key, "body", section.body))
    for question in document.faqs:
        texts += [
            (question.key, "question", question.question),
            (question.key, "answer", question.answer),
        ]
    texts += [
        (WHOLE, "conclusion", document.conclusion),
        (WHOLE, "references", document.references),
    ]
    return {(part, field): text for part, field, text in texts if text}


def runs(before: str, after: str) -> tuple[WordRun, ...]:
    """The words of both texts in one: the shortest list of insertions and deletions."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    words: list[WordRun] = []
    for operation in Indel.opcodes(old, new):
        if operation.tag == "equal":
            words.append(WordRun("same", "".join(new[operation.dest_start : operation.dest_end])))
            continue
        gone = "".join(old[operation.src_start : operation.src_end])
        come = "".join(new[operation.dest_start : operation.dest_end])
        words += [WordRun(op, text) for op, text in (("del", gone), ("ins", come)) if text]
    return tuple(_joined(words))


def _worth_showing(changes: list[Change]) -> Iterator[Change]:
    """A part that was added or removed is told by its words, not by its place as well."""
    worded = {change.part for change in changes if change.field != "position"}
    for change in changes:
        moved = change.before is not None and change.after is not None
        if change.field != "position" or moved or change.part not in worded:
            yield change


def _changed_field(change: Change, labels: dict[str, str]) -> ChangedField:
    label = labels.get(change.part, change.part)
    if change.part == WHOLE:
        label = _WHOLE_LABELS[change.field]
    elif change.field in ("heading", "question"):
        label = f"{label} (heading)" if change.field == "heading" else f"{label} (question)"
    if change.field == "position":
        return ChangedField(label, "moved", (), change.part)
    kind = "added" if change.before is None else "removed" if change.after is None else "changed"
    words = runs(_text(change.before), _text(change.after))
    return ChangedField(label, kind, words, change.part, change.field in _MARKDOWN)


def labels_of(document: Document) -> dict[str, str]:
    """What each part is called, and each field of the whole, for people who read a comparison."""
    return _labels(document) | _WHOLE_LABELS


def _labels(document: Document) -> dict[str, str]:
    labels = {part.key: f"Section “{part.heading or part.key}”" for part in document.sections}
    return labels | {part.key: f"Question “{part.question}”" for part in document.faqs}


def _text(value: FieldValue) -> str:
    if isinstance(value, tuple):
        return ", ".join(author.name for author in value)
    return "" if value is None else str(value)


def _joined(words: list[WordRun]) -> Iterator[WordRun]:
    """Words that went, then those that came; with only a space between two changes, one change."""
    gone, come = "", ""
    for place, run in enumerate(words):
        if run.op == "same" and not (gone and come and _is_gap(words, place)):
            yield from _change(gone, come)
            gone, come = "", ""
            yield run
            continue
        gone += run.text if run.op != "ins" else ""
        come += run.text if run.op != "del" else ""
    yield from _change(gone, come)


def _is_gap(words: list[WordRun], place: int) -> bool:
    """Whether only a space stands between a replaced word and one that is replaced too."""
    following = {run.op for run in words[place + 1 : place + 3]}
    return words[place].text == " " and following == {"ins", "del"}


def _change(gone: str, come: str) -> Iterator[WordRun]:
    return (WordRun(op, text) for op, text in (("del", gone), ("ins", come)) if text)
