"""The passages that a correction changed: as they were, as they are, and where else they stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from documents.appearance import worded
from documents.comparison import ChangedField, WordRun, changed_fields, readable
from documents.differences import Change, differences
from documents.document import WHOLE, Document
from documents.passages import passages


@dataclass(frozen=True)
class ChangedPassage:
    """A passage before and after, with the part that it stands in.

    `kind` is edited (most words stayed: they are shown once, with what came and went), replaced
    (the old passage, then the new one), added, removed or moved. `runs` hold its words as
    readers see them.
    """

    label: str
    kind: str
    runs: tuple[WordRun, ...]


def changed_passages(before: Document, after: Document) -> list[ChangedPassage]:
    """The passages that differ, in reading order; an unchanged sentence is in none of them."""
    changed: list[ChangedPassage] = []
    for whole, group in groupby(changed_fields(before, after), _part_that_came_or_went):
        changes = list(group)
        if whole:
            changed.append(_whole_part(changes))
        else:
            changed += [passage for change in changes for passage in _passages(change)]
    return changed


def _part_that_came_or_went(change: ChangedField) -> tuple[str, str] | None:
    one_of_many = change.part != WHOLE and change.kind in ("added", "removed")
    return (change.part, change.kind) if one_of_many else None


def _whole_part(changes: list[ChangedField]) -> ChangedPassage:
    """A section or a question that came or went: its heading and its body in one."""
    text = "\n\n".join(new or old for old, new in map(_words, changes))
    op = "ins" if changes[0].kind == "added" else "del"
    return ChangedPassage(changes[-1].label, changes[0].kind, (WordRun(op, text),))


def _passages(change: ChangedField) -> Iterator[ChangedPassage]:
    if change.kind == "moved":
        yield ChangedPassage(change.label, change.kind, ())
        return
    old, new = _words(change)
    if change.kind != "changed":
        yield ChangedPassage(
            change.label, change.kind, (WordRun("ins", new) if new else WordRun("del", old),)
        )
        return
    for passage in passages(old, new):
        yield _changed_words(change.label, passage.before.strip(), passage.after.strip())


def _words(change: ChangedField) -> tuple[str, str]:
    """Both texts of a field, as readers see them."""
    old = "".join(run.text for run in change.runs if run.op != "ins")
    new = "".join(run.text for run in change.runs if run.op != "del")
    return worded(old, new) if change.is_markdown else (old, new)


def _changed_words(label: str, before: str, after: str) -> ChangedPassage:
    words = readable(before, after)
    is_whole = [run.op for run in words] == ["del", "ins"]
    return ChangedPassage(label, "replaced" if is_whole else "edited", words)


#: The part and the field of a text.
PartField = tuple[str, str]


def replaced_passages(changes: Iterable[Change]) -> Iterator[tuple[PartField, str]]:
    """The passages that `changes` took away or put others in the place of, each with its place."""
    for change in changes:
        if isinstance(change.before, str) and isinstance(change.after, str):
            for passage in passages(change.before, change.after):
                if passage.before.strip():
                    yield (change.part, change.field), passage.before
        elif isinstance(change.before, str):
            yield (change.part, change.field), change.before


def texts_of(document: Document) -> Mapping[PartField, str]:
    """The document's texts by part and field."""
    empty = Document("x")
    return {
        (change.part, change.field): change.after
        for change in differences(empty, document)
        if isinstance(change.after, str)
    }


def touches(before: Document, after: Document, other: Document) -> bool:
    """Whether the correction that made `after` of `before` is about words of `other`.

    It is where a passage that it replaced stands there, whenever that came in; and where it
    replaced nothing, since what is missing is missing there too.
    """
    gone = list(replaced_passages(differences(before, after)))
    texts = texts_of(other)
    return not gone or any(text in texts.get(place, "") for place, text in gone)
