"""Whose words stand where: which correction brought each word of the newest text.

Version by version the words that stayed keep their correction, and those that came belong to the
one that brought them. What spelling and white space brought belongs to what stands around it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from documents.document import Document
from documents.passages import passages

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w")
#: A passage of which more is new is marked whole: one mark is read more easily than confetti.
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class CorrectedWords:
    """Words from `start` to `end` of a part's source that correction `number` brought."""

    start: int
    end: int
    number: int


def corrected_words(
    versions: Iterable[tuple[int | None, Document]],
) -> dict[str, list[CorrectedWords]]:
    """By part key, the words of the last document that corrections brought, in their order.

    `versions` are oldest first, each with the number of the correction that made it, or None for
    the first one and for what readers aren't shown as a mark.
    """
    owners: dict[str, tuple[str, list[int | None]]] = {}
    for number, document in versions:
        parts = dict(document.markdown_parts())
        owners = {key: _owned(owners.get(key), source, number) for key, source in parts.items()}
    return {key: list(_joined_words(*owned)) for key, owned in owners.items()}


def _owned(
    before: tuple[str, list[int | None]] | None, source: str, number: int | None
) -> tuple[str, list[int | None]]:
    tokens = _TOKENS.findall(source)
    if before is None:
        return source, [number] * len(tokens)
    if before[0] == source:
        return before
    return source, _carried(before, source, tokens, number)


def _carried(
    before: tuple[str, list[int | None]], source: str, tokens: list[str], number: int | None
) -> list[int | None]:
    old, owners = _TOKENS.findall(before[0]), before[1]
    result: list[int | None] = []
    for operation in Indel.opcodes(old, tokens):
        if operation.tag == "equal":
            result += owners[operation.src_start : operation.src_end]
        else:
            count = operation.dest_end - operation.dest_start
            around = owners[operation.src_start - 1] if operation.src_start else None
            result += [around if number is None else number] * count
    if number is not None:
        _round_off(before[0], source, tokens, result, number)
    return result


def _round_off(
    before: str, after: str, tokens: list[str], owners: list[int | None], number: int
) -> None:
    """Gives a sentence to the correction whole where most of its words are new, or words only went.

    Where words only went, the sentence that lost them is what was corrected.
    """
    starts = [start for start, _end in _places(tokens)]
    for passage in passages(before, after):
        inside = range(bisect_left(starts, passage.start), bisect_left(starts, passage.end))
        words = [index for index in inside if tokens[index][0].isalnum()] or inside
        new = sum(owners[index] == number for index in words)
        untouched = all(owners[index] != number for index in inside)
        if untouched or new > _MOSTLY * len(words):
            for index in inside:
                owners[index] = number


def _places(tokens: list[str]) -> list[tuple[int, int]]:
    places, end = [], 0
    for token in tokens:
        places.append((end, end + len(token)))
        end += len(token)
    return places


def _joined_words(source: str, owners: list[int | None]) -> Iterator[CorrectedWords]:
    """Neighbouring words of one correction as one run, the white space between them included.

    Signs without a word, like a full stop, go with the run that they follow.
    """
    words: CorrectedWords | None = None
    for run in _words_of_tokens(source, owners):
        if words and words.end == run.start and not _WORD.search(source, run.start, run.end):
            words = CorrectedWords(words.start, run.end, words.number)
            continue
        if words:
            yield words
        words = run
    if words:
        yield words


def _words_of_tokens(source: str, owners: list[int | None]) -> Iterator[CorrectedWords]:
    tokens = _TOKENS.findall(source)
    run: CorrectedWords | None = None
    for (start, end), token, owner in zip(_places(tokens), tokens, owners, strict=True):
        if not token.strip():
            continue
        if run is not None and owner != run.number:
            yield run
            run = None
        if owner is not None:
            run = CorrectedWords(run.start if run else start, end, owner)
    if run is not None:
        yield run
