"""Taking some of the changes of a proposal and leaving the others, passage by passage."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from documents.document import TEXTS, WHOLE, Document
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
    found = [one for name in TEXTS for one in _in_text(WHOLE, name, base, proposed)]
    if base.authors != proposed.authors:
        found.append(Choice(_AUTHORS, WHOLE, "authors", _names(base), _names(proposed)))
    for kind in ("sections", "faqs"):
        old, new = ({part.key: part for part in getattr(one, kind)} for one in (base, proposed))
        for key in (*new, *(key for key in old if key not in new)):
            found += _in_part(key, old.get(key), new.get(key))
    return found


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
    for index, one in enumerate(passages(before, after)):
        yield Choice(f"{part}:{name}:{index}", part, name, one.before, one.after)


def _taken_text(
    part: str, name: str, base: Any, proposed: Any, is_taken: Callable[[str], bool]
) -> str | None:
    before: str | None = getattr(base, name)
    after: str | None = getattr(proposed, name)
    if before is None or after is None:
        return after if is_taken(f"{part}:{name}") else before
    pieces, at = [], 0
    for index, one in enumerate(passages(before, after)):
        taken = is_taken(f"{part}:{name}:{index}")
        pieces += [before[at : one.before_start], one.after if taken else one.before]
        at = one.before_start + len(one.before)
    return "".join([*pieces, before[at:]])


def _taken_parts(old: Any, new: Any, is_taken: Callable[[str], bool]) -> list[Any]:
    held = {part.key: part for part in old}
    taken = []
    for part in new:
        before = held.get(part.key)
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
    return ", ".join(one.name for one in document.authors) or None


def _words(part: Any) -> str | None:
    if part is None:
        return None
    texts = [getattr(part, field.name) for field in fields(part) if field.name != "key"]
    return "\n\n".join(text for text in texts if text)
