"""Part keys for a document that was read anew: a part that is still there keeps its key."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from articles.document import Document


def aligned(document: Document, to: Document, taken: Iterable[str] = ()) -> Document:
    """`document` with the keys that the same parts have in the document `to`.

    A part is the same if its heading or question is, or else its text; others get a key that
    neither `to` nor `taken` has.
    """
    used = {*taken, *(one.key for one in to.sections), *(one.key for one in to.faqs)}
    sections = _aligned(
        document.sections, to.sections, (lambda one: one.heading, lambda one: one.body), used, "s"
    )
    faqs = _aligned(
        document.faqs, to.faqs, (lambda one: one.question, lambda one: one.answer), used, "q"
    )
    return replace(document, sections=sections, faqs=faqs)


def next_key(taken: Iterable[str], prefix: str) -> str:
    """A part key that none of `taken` is: one more than the largest."""
    keys = (key for key in taken if re.fullmatch(f"{prefix}[0-9]{{1,6}}", key))
    numbers = [int(key[1:]) for key in keys]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _aligned(
    parts: Sequence[Any],
    others: Sequence[Any],
    looks: Sequence[Callable[[Any], str | None]],
    used: set[str],
    prefix: str,
) -> tuple[Any, ...]:
    free = {one.key: one for one in others}
    keys: dict[int, str] = {}
    for look in looks:
        for index, part in enumerate(parts):
            same = [key for key, one in free.items() if look(part) and look(one) == look(part)]
            if index not in keys and same:
                keys[index] = same[0]
                del free[same[0]]
    number = max((int(key[1:]) for key in used if key.startswith(prefix)), default=0)
    for index in range(len(parts)):
        if index not in keys:
            number += 1
            keys[index] = f"{prefix}{number}"
    return tuple(replace(part, key=keys[index]) for index, part in enumerate(parts))
