"""Going on after an overlap: for each place where both changed the same words, what shall stand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from documents.document import WHOLE, Document
from documents.merging import MergeConflict, OverlappingChanges, merged

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
    chosen = [one for one in conflicts_of(base, theirs, mine) if (one.part, one.field) in choices]
    for one in chosen:
        if one.field == "position":
            # As if I had begun with what stands now, and put my choice in its place.
            base = _with(base, one, one.theirs)
            mine = _with(mine, one, choices[one.part, one.field])
        else:
            # The same on all sides until the rest is merged.
            held = next(value for value in (one.theirs, one.mine, one.base) if value is not None)
            base, theirs, mine = (_with(side, one, held) for side in (base, theirs, mine))
    document = merged(base, theirs, mine)
    for one in chosen:
        if one.field != "position":
            document = _with(document, one, choices[one.part, one.field])
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
            replace(one, **{conflict.field: value}) if one.key == conflict.part else one
            for one in parts
        ]
    lists: dict[str, Any] = {name: tuple(parts)}
    return replace(document, **lists)


def _with_part(parts: list[Any], key: str, part: Any) -> list[Any]:
    """`parts` with `part` in the place of the one with that key, at the end if there is none."""
    place = next((index for index, one in enumerate(parts) if one.key == key), len(parts))
    others = [one for one in parts if one.key != key]
    return others if part is None else [*others[:place], part, *others[place:]]
