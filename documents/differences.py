"""What changed from one document to another, computed and never typed.

`differences` gives a list of `Change(part, field, before, after)`, `applied` brings a document
from one side to the other. For any two documents, `applied(a, differences(a, b)) == b`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from documents.document import WHOLE, Document, DocumentAuthor, Question, Section

_LISTS: tuple[tuple[str, type[Any], tuple[str, ...]], ...] = (
    ("sections", Section, ("heading", "body")),
    ("faqs", Question, ("question", "answer")),
)
_IN_LISTS = {name for name, _kind, _fields in _LISTS}
_WHOLE_FIELDS = tuple(field.name for field in fields(Document) if field.name not in _IN_LISTS)

FieldValue = str | int | tuple[DocumentAuthor, ...] | None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one part, before and after.

    `part` is a part key, or `WHOLE` for what belongs to no part. The field `position` counts
    from 1; it is None before in an added part and None after in a removed one. A part that is
    pushed along by others has not moved; one that others changed places around has, even where
    it comes out with the number it had.
    """

    part: str
    field: str
    before: FieldValue
    after: FieldValue


class ChangeDoesNotFit(ValueError):
    """A change whose `before` isn't what the document holds."""


def differences(before: Document, after: Document) -> list[Change]:
    """The changes that make `after` of `before`, in reading order of the fields."""
    changes = list(_field_changes(WHOLE, before, after, _WHOLE_FIELDS))
    for name, _kind, field_names in _LISTS:
        changes += _list_changes(getattr(before, name), getattr(after, name), field_names)
    return changes


def applied(document: Document, changes: Iterable[Change]) -> Document:
    """`document` with `changes`; raises `ChangeDoesNotFit` where one doesn't find its `before`."""
    by_part: dict[str, list[Change]] = {}
    for change in changes:
        by_part.setdefault(change.part, []).append(change)
    values: dict[str, Any] = _new_values(document, by_part.pop(WHOLE, []))
    for name, kind, _field_names in _LISTS:
        prefix = "s" if kind is Section else "q"
        mine = {part: given for part, given in by_part.items() if part.startswith(prefix)}
        values[name] = _applied_to_list(kind, getattr(document, name), mine)
    return replace(document, **values)


def _field_changes(
    part: str, before: object, after: object, names: Sequence[str]
) -> Iterator[Change]:
    for name in names:
        old = getattr(before, name, None)
        new = getattr(after, name, None)
        if old != new:
            yield Change(part, name, old, new)


def _list_changes(
    before: Sequence[Any], after: Sequence[Any], names: Sequence[str]
) -> Iterator[Change]:
    old = {part.key: (position, part) for position, part in enumerate(before, start=1)}
    new = {part.key: (position, part) for position, part in enumerate(after, start=1)}
    moved = _moved([part.key for part in before], [part.key for part in after])
    for key in [*new, *(key for key in old if key not in new)]:
        old_position, old_part = old.get(key, (None, None))
        new_position, new_part = new.get(key, (None, None))
        yield from _field_changes(key, old_part, new_part, names)
        if key in moved or old_position is None or new_position is None:
            yield Change(key, "position", old_position, new_position)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The keys of both lists that are not in their longest common run (increasing subsequence)."""
    place = {key: index for index, key in enumerate(before)}
    common = [key for key in after if key in place]
    ends: list[int] = []
    chains: list[tuple[str, ...] | tuple[Any, str]] = []
    for key in common:
        slot = bisect_left(ends, place[key])
        chain = (chains[slot - 1] if slot else (), key)
        ends[slot : slot + 1] = [place[key]]
        chains[slot : slot + 1] = [chain]
    staying = set()
    link: Any = chains[-1] if chains else ()
    while link:
        link, key = link
        staying.add(key)
    return set(common) - staying


def _new_values(holder: object, changes: Iterable[Change]) -> dict[str, Any]:
    values = {}
    for change in changes:
        if getattr(holder, change.field, None) != change.before:
            message = f"{change.part}, {change.field}: expected {change.before!r} before the change"
            raise ChangeDoesNotFit(message)
        values[change.field] = change.after
    return values


def _applied_to_list(
    kind: type[Any], parts: Sequence[Any], changes: dict[str, list[Change]]
) -> tuple[Any, ...]:
    by_key = {part.key: part for part in parts}
    positions = {
        change.part: change.after
        for given in changes.values()
        for change in given
        if change.field == "position"
    }
    for key, given in changes.items():
        values = _new_values(
            by_key.get(key), [change for change in given if change.field != "position"]
        )
        if positions.get(key, 0) is None:
            by_key.pop(key, None)
        elif key in by_key:
            by_key[key] = replace(by_key[key], **values)
        else:
            by_key[key] = kind(key=key, **values)
    order = [part.key for part in parts if part.key not in positions]
    placed = sorted((after, key) for key, after in positions.items() if isinstance(after, int))
    for position, key in placed:
        order.insert(position - 1, key)
    return tuple(by_key[key] for key in order)
