"""What we had said and what we say now: the passages that a correction changed, told once."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from documents.comparison import Compared, Run, compared, readable
from documents.document import WHOLE, Document
from documents.passages import passages
from documents.wording import worded


@dataclass(frozen=True)
class Said:
    """A passage before and after, with the part that it stands in.

    `kind` is edited (most words stayed: they are shown once, with what came and went), replaced
    (the old passage, then the new one), added, removed or moved. `runs` hold its words as
    readers see them.
    """

    label: str
    kind: str
    runs: tuple[Run, ...]


def said(before: Document, after: Document) -> list[Said]:
    """The passages that differ, in reading order; an unchanged sentence is in none of them."""
    found: list[Said] = []
    for whole, group in groupby(compared(before, after), _part_that_came_or_went):
        changes = list(group)
        if whole:
            found.append(_whole_part(changes))
        else:
            found += [passage for change in changes for passage in _passages(change)]
    return found


def _part_that_came_or_went(change: Compared) -> tuple[str, str] | None:
    one_of_many = change.part != WHOLE and change.kind in ("added", "removed")
    return (change.part, change.kind) if one_of_many else None


def _whole_part(changes: list[Compared]) -> Said:
    """A section or a question that came or went: its heading and its body in one."""
    text = "\n\n".join(new or old for old, new in map(_words, changes))
    op = "ins" if changes[0].kind == "added" else "del"
    return Said(changes[-1].label, changes[0].kind, (Run(op, text),))


def _passages(change: Compared) -> Iterator[Said]:
    if change.kind == "moved":
        yield Said(change.label, change.kind, ())
        return
    old, new = _words(change)
    if change.kind != "changed":
        yield Said(change.label, change.kind, (Run("ins", new) if new else Run("del", old),))
        return
    for one in passages(old, new):
        yield _told(change.label, one.before.strip(), one.after.strip())


def _words(change: Compared) -> tuple[str, str]:
    """Both texts of a field, as readers see them."""
    old = "".join(run.text for run in change.runs if run.op != "ins")
    new = "".join(run.text for run in change.runs if run.op != "del")
    return worded(old, new) if change.is_markdown else (old, new)


def _told(label: str, before: str, after: str) -> Said:
    words = readable(before, after)
    is_whole = [run.op for run in words] == ["del", "ins"]
    return Said(label, "replaced" if is_whole else "edited", words)
