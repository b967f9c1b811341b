"""Choosing among changes: some of a proposal's alone, or what shall stand where two overlap."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from documents.document import TEXTS, WHOLE, Document
from documents.merging import MergeConflict, OverlappingChanges, merged
from documents.passages import passages

_AUTHORS = f"{WHOLE}:authors"


@dataclass(frozen=True)
class Choice:
    """A change that can be taken or left: a passage, a text, the authors, or a whole part.

    `name` tells it from the others; None is a text or a part that isn't there.
    """

    name: str
    part: str
    field: str
    before: str | None
    after: str | None


def choices(base: Document, proposed: Document) -> list[Choice]:
    """What `proposed` changes of `base`, in reading order. The order of parts is no choice."""
    listed = [choice for name in TEXTS for choice in _in_text(WHOLE, name, base, proposed)]
    if base.authors != proposed.authors:
        listed.append(Choice(_AUTHORS, WHOLE, "authors", _names(base), _names(proposed)))
    for kind in ("sections", "faqs"):
        old = {part.key: part for part in getattr(base, kind)}
        new = {part.key: part for part in getattr(proposed, kind)}
        for key in (*new, *(key for key in old if key not in new)):
            listed += _in_part(key, old.get(key), new.get(key))
    return listed


def taking(base: Document, proposed: Document, names: Collection[str]) -> Document:
    """`base` with those changes of `proposed` that are named, and no other."""

    def is_taken(name: str) -> bool:
        return name in names

    values: dict[str, Any] = {
        name: _taken_text(WHOLE, name, base, proposed, is_taken) for name in TEXTS
    }
    values["authors"] = proposed.authors if is_taken(_AUTHORS) else base.authors
    for kind in ("sections", "faqs"):
        values[kind] = tuple(_taken_parts(getattr(base, kind), getattr(proposed, kind), is_taken))
    return replace(proposed, **values)


def _in_part(key: str, old: Any, new: Any) -> Iterator[Choice]:
    if old is None or new is None:
        yield Choice(f"{key}:part", key, "part", _words(old), _words(new))
        return
    for field in fields(old):
        if field.name != "key":
            yield from _in_text(key, field.name, old, new)


def _in_text(part: str, name: str, base: Any, proposed: Any) -> Iterator[Choice]:
    before, after = getattr(base, name), getattr(proposed, name)
    if before == after:
        return
    if before is None or after is None:
        yield Choice(f"{part}:{name}", part, name, before, after)
        return
    for index, passage in enumerate(passages(before, after)):
        yield Choice(f"{part}:{name}:{index}", part, name, passage.before, passage.after)


def _taken_text(
    part: str, name: str, base: Any, proposed: Any, is_taken: Callable[[str], bool]
) -> str | None:
    before: str | None = getattr(base, name)
    after: str | None = getattr(proposed, name)
    if before is None or after is None:
        return after if is_taken(f"{part}:{name}") else before
    pieces, at = [], 0
    for index, passage in enumerate(passages(before, after)):
        taken = is_taken(f"{part}:{name}:{index}")
        pieces += [before[at : passage.before_start], passage.after if taken else passage.before]
        at = passage.before_start + len(passage.before)
    return "".join([*pieces, before[at:]])


def _taken_parts(old: Any, new: Any, is_taken: Callable[[str], bool]) -> list[Any]:
    before_by_key = {part.key: part for part in old}
    taken = []
    for part in new:
        before = before_by_key.get(part.key)
        if before is None:
            taken += [part] if is_taken(f"{part.key}:part") else []
            continue
        names = [field.name for field in fields(part) if field.name != "key"]
        values = {name: _taken_text(part.key, name, before, part, is_taken) for name in names}
        taken.append(replace(part, **values))
    keys = [part.key for part in new]
    for index, part in enumerate(old):
        if part.key not in keys and not is_taken(f"{part.key}:part"):
            taken.insert(_place(taken, old[:index]), part)
    return taken


def _place(parts: list[Any], earlier: Any) -> int:
    """Where a part goes back: behind the last of those that stood before it."""
    keys = [part.key for part in parts]
    behind = [keys.index(part.key) + 1 for part in earlier if part.key in keys]
    return max(behind, default=0)


def _names(document: Document) -> str | None:
    return ", ".join(author.name for author in document.authors) or None


def _words(part: Any) -> str | None:
    if part is None:
        return None
    texts = [getattr(part, field.name) for field in fields(part) if field.name != "key"]
    return "\n\n".join(text for text in texts if text)


#: (part, field) -> what shall stand there.
Choices = Mapping[tuple[str, str], Any]


def conflicts_of(base: Document, theirs: Document, mine: Document) -> tuple[MergeConflict, ...]:
    """Where both changed the same words; empty where nothing stops."""
    try:
        merged(base, theirs, mine)
    except OverlappingChanges as overlap:
        return overlap.conflicts
    return ()


def resolved(base: Document, theirs: Document, mine: Document, choices: Choices) -> Document:
    """`theirs` with the changes of `mine`, and with `choices` where both changed the same words.

    A choice for a text is the text, None for none; for `position`, which stands for the whole
    part, it is the part or None. Raises `OverlappingChanges` for what is left without a choice, and
    `DocumentError` for texts that can't be.
    """
    conflicts = conflicts_of(base, theirs, mine)
    chosen = [conflict for conflict in conflicts if (conflict.part, conflict.field) in choices]
    for conflict in chosen:
        if conflict.field == "position":
            # As if I had begun with what stands now, and put my choice in its place.
            base = _with(base, conflict, conflict.theirs)
            mine = _with(mine, conflict, choices[conflict.part, conflict.field])
        else:
            # The same on all sides until the rest is merged.
            sides = (conflict.theirs, conflict.mine, conflict.base)
            common = next(side for side in sides if side is not None)
            base, theirs, mine = (_with(side, conflict, common) for side in (base, theirs, mine))
    document = merged(base, theirs, mine)
    for conflict in chosen:
        if conflict.field != "position":
            document = _with(document, conflict, choices[conflict.part, conflict.field])
    return document


def _with(document: Document, conflict: MergeConflict, value: Any) -> Document:
    if conflict.part == WHOLE:
        fields: dict[str, Any] = {conflict.field: value}
        return replace(document, **fields)
    name = "sections" if conflict.part.startswith("s") else "faqs"
    parts = list(getattr(document, name))
    if conflict.field == "position":
        parts = _with_part(parts, conflict.part, value)
    else:
        parts = [
            replace(part, **{conflict.field: value}) if part.key == conflict.part else part
            for part in parts
        ]
    lists: dict[str, Any] = {name: tuple(parts)}
    return replace(document, **lists)


def _with_part(parts: list[Any], key: str, part: Any) -> list[Any]:
    """`parts` with `part` in the place of the one with that key, at the end if there is none."""
    place = next((index for index, old in enumerate(parts) if old.key == key), len(parts))
    others = [old for old in parts if old.key != key]
    return others if part is None else [*others[:place], part, *others[place:]]
