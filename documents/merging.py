"""Three documents become one: what was proposed, on what stands now, from where both began.

Two corrections of one explainer that touch different words are both kept, word for word. Where
they touch the same words nothing is guessed: a `Conflict` names the place and all three texts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from rapidfuzz.distance import Indel

from documents.document import TEXTS, WHOLE, Document, Question, Section
from documents.keys import with_free_keys
from record.refusals import UserFacing

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_VALUES = ("language", "authors", "first_published")


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A place where both sides changed the same words; None is a part or a text that isn't there.

    `base` is what both began with, `theirs` what stands now, `mine` what was proposed.
    """

    part: str
    field: str
    base: Any
    theirs: Any
    mine: Any


class OverlappingChanges(UserFacing):
    """Changes that can't both be kept; `conflicts` says where."""

    def __init__(self, conflicts: Sequence[MergeConflict]) -> None:
        places = ", ".join(f"{conflict.part} {conflict.field}" for conflict in conflicts)
        super().__init__(f"both changed the same words: {places}")
        self.conflicts = tuple(conflicts)

    @property
    def sentence(self) -> str:
        """What an editor does about it."""
        return "Other words were published in the same place meanwhile. Say what shall stand."


@dataclass(frozen=True, slots=True)
class _Edit:
    """Tokens of the base from `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str


def merged(
    base: Document, theirs: Document, mine: Document, gone: Mapping[str, str] = _NOTHING
) -> Document:
    """`theirs` with the changes that make `mine` of `base`; raises `OverlappingChanges`.

    A part that mine adds gets a new key where another has taken the one it was proposed with, be
    it in theirs or `gone` (key -> heading or question, else text). What is gone may come back.
    """
    if mine == theirs:
        return theirs
    conflicts: list[MergeConflict] = []
    mine = with_free_keys(mine, base, theirs, gone)
    values: dict[str, Any] = {
        name: _field(WHOLE, name, base, theirs, mine, conflicts) for name in (*TEXTS, *_VALUES)
    }
    for name, kind in (("sections", Section), ("faqs", Question)):
        old, now, new = (getattr(version, name) for version in (base, theirs, mine))
        values[name] = _parts(kind, old, now, new, conflicts)
    if conflicts:
        raise OverlappingChanges(conflicts)
    return replace(theirs, **values)


def merged_text(base: str, theirs: str, mine: str) -> str | None:
    """`theirs` with the changes of `mine`, word by word; None where both changed the same words."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    tokens = _TOKENS.findall(base)
    edits = _in_order({*_edits(tokens, theirs), *_edits(tokens, mine)})
    if any(_touch(edit, other) for edit, other in pairwise(edits)):
        return None
    return _applied(tokens, edits)


def overruled_text(base: str, theirs: str, mine: str) -> str:
    """As `merged_text`, with the words of `mine` where both changed the same ones."""
    tokens = _TOKENS.findall(base)
    own = _edits(tokens, mine)
    kept = {
        edit for edit in _edits(tokens, theirs) if not any(_touch(edit, other) for other in own)
    }
    return _applied(tokens, _in_order({*own, *kept}))


def _in_order(edits: Iterable[_Edit]) -> list[_Edit]:
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def _touch(edit: _Edit, other: _Edit) -> bool:
    """Whether both change the same words, or put some in at the same place."""
    inserted_twice = edit.start == edit.end == other.start == other.end
    return inserted_twice or (edit.start < other.end and other.start < edit.end)


def _applied(tokens: Sequence[str], edits: Iterable[_Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [*tokens[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, *tokens[at:]])


def _edits(tokens: Sequence[str], text: str) -> list[_Edit]:
    others = _TOKENS.findall(text)
    edits: list[_Edit] = []
    for operation in Indel.opcodes(tokens, others):
        if operation.tag == "equal":
            continue
        edit = _Edit(
            operation.src_start,
            operation.src_end,
            "".join(others[operation.dest_start : operation.dest_end]),
        )
        if edits and edits[-1].end == edit.start:
            before = edits.pop()
            edit = _Edit(before.start, edit.end, before.text + edit.text)
        edits.append(edit)
    return edits


def _field(
    part: str, name: str, base: Any, theirs: Any, mine: Any, conflicts: list[MergeConflict]
) -> Any:
    old, now, new = (getattr(version, name) for version in (base, theirs, mine))
    if new in (old, now):
        return now
    if now == old:
        return new
    if name not in _VALUES and None not in (old, now, new):
        text = merged_text(old, now, new)
        if text is not None:
            return text
    conflicts.append(MergeConflict(part, name, old, now, new))
    return now


def _parts(
    kind: type[Any],
    base: Sequence[Any],
    theirs: Sequence[Any],
    mine: Sequence[Any],
    conflicts: list[MergeConflict],
) -> tuple[Any, ...]:
    old, now, new = ({part.key: part for part in parts} for parts in (base, theirs, mine))
    kept = {
        key: _part(kind, key, old.get(key), now.get(key), new.get(key), conflicts)
        for key in {**now, **new}
    }
    kept = {key: part for key, part in kept.items() if part is not None}
    return tuple(kept[key] for key in _order([*old], [*now], [*new], kept))


def _part(
    kind: type[Any], key: str, old: Any, now: Any, new: Any, conflicts: list[MergeConflict]
) -> Any:
    if old is None:
        return now or new
    if now is None or new is None:
        if old not in (now, new) and (now or new) is not None:
            conflicts.append(MergeConflict(key, "position", old, now, new))
        return None
    names = [field.name for field in fields(kind) if field.name != "key"]
    values = [_field(key, name, old, now, new, conflicts) for name in names]
    if not any(values):
        # One took out the heading, the other the text: nobody wanted an empty part.
        conflicts.append(MergeConflict(key, "position", old, now, new))
        return now
    return kind(key, *values)


def _order(old: list[str], now: list[str], new: list[str], kept: dict[str, Any]) -> list[str]:
    """Their order, with what mine added or moved put behind the part that it follows in mine."""
    staying = _staying([key for key in old if key in new], [key for key in new if key in old])
    moved = (set(old) & set(new)) - staying
    order = [key for key in now if key in kept and key not in moved]
    for index, key in enumerate(new):
        if key in kept and key not in order:
            before = [candidate for candidate in reversed(new[:index]) if candidate in order]
            order.insert(order.index(before[0]) + 1 if before else 0, key)
    return order


def _staying(old: list[str], new: list[str]) -> set[str]:
    """The keys that didn't move from one order to the other: their longest common run."""
    equal = (operation for operation in Indel.opcodes(old, new) if operation.tag == "equal")
    return {key for operation in equal for key in old[operation.src_start : operation.src_end]}
