"""Part keys: a part that is still there, or comes back, keeps its key; no other ever gets it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from rapidfuzz.distance import Indel

from documents.document import Document, Question, Section

#: A part of which so many words are the same, in the same order, is the same part rewritten.
_ALIKE = 0.6


def aligned(document: Document, to: Document, taken: Iterable[str] = ()) -> Document:
    """`document` with the keys that the same parts have in the document `to`.

    A part is the same if its heading or question is, or else its text, or else most of its words;
    others get a key that neither `to` nor `taken` has.
    """
    used = {*taken, *(part.key for part in to.sections), *(part.key for part in to.faqs)}
    sections = _aligned(
        document.sections,
        to.sections,
        (lambda part: part.heading, lambda part: part.body),
        used,
        "s",
    )
    faqs = _aligned(
        document.faqs, to.faqs, (lambda part: part.question, lambda part: part.answer), used, "q"
    )
    return replace(document, sections=sections, faqs=faqs)


def next_key(taken: Iterable[str], prefix: str) -> str:
    """A part key that none of `taken` is: one more than the largest."""
    keys = (key for key in taken if re.fullmatch(f"{prefix}[0-9]{{1,6}}", key))
    numbers = [int(key[1:]) for key in keys]
    return f"{prefix}{max(numbers, default=0) + 1}"


def with_free_keys(
    document: Document, base: Document, now: Document, gone: Mapping[str, str]
) -> Document:
    """`document`, written on `base`, with other keys for new parts whose keys others have taken.

    Those are the parts that stand `now`, and those that are `gone`: key -> heading or question,
    else text. A part of the same name comes back under the key that it had.
    """
    values: dict[str, Any] = {}
    for name, prefix in (("sections", "s"), ("faqs", "q")):
        old, standing, new = (
            {part.key for part in getattr(version, name)} for version in (base, now, document)
        )
        taken = old | standing | new | {*gone}
        parts = []
        for part in getattr(document, name):
            is_anothers = part.key in standing or gone.get(part.key, _name(part)) != _name(part)
            if part.key not in old and is_anothers:
                key = next_key(taken, prefix)
                taken.add(key)
                part = replace(part, key=key)
            parts.append(part)
        values[name] = tuple(parts)
    return replace(document, **values)


def _name(part: Section | Question) -> str:
    if isinstance(part, Question):
        return part.question
    return part.heading or part.body or ""


def _aligned(
    parts: Sequence[Any],
    others: Sequence[Any],
    looks: Sequence[Callable[[Any], str | None]],
    used: set[str],
    prefix: str,
) -> tuple[Any, ...]:
    free = {other.key: other for other in others}
    keys: dict[int, str] = {}
    for look in looks:
        for index, part in enumerate(parts):
            same = [key for key, other in free.items() if look(part) and look(other) == look(part)]
            if index not in keys and same:
                keys[index] = same[0]
                del free[same[0]]
    _add_alike(parts, free, keys)
    number = max((int(key[1:]) for key in used if key.startswith(prefix)), default=0)
    for index in range(len(parts)):
        if index not in keys:
            number += 1
            keys[index] = f"{prefix}{number}"
    return tuple(replace(part, key=keys[index]) for index, part in enumerate(parts))


def _add_alike(parts: Sequence[Any], free: dict[str, Any], keys: dict[int, str]) -> None:
    """Gives what is left the key of the part that it is most like, if that is like enough."""
    for index, part in enumerate(parts):
        if index in keys or not free:
            continue
        words = _words(part)
        likeness = {
            key: Indel.normalized_similarity(words, _words(other)) for key, other in free.items()
        }
        best = max(likeness, key=lambda key: likeness[key])
        if likeness[best] > _ALIKE:
            keys[index] = best
            del free[best]


def _words(part: Any) -> list[str]:
    texts = [getattr(part, field.name) for field in fields(part) if field.name != "key"]
    return " ".join(text for text in texts if text).split()
