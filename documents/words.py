"""Words, numbers and what stands between them, in any script: how texts are compared by rules.

By Unicode's general categories, so that who writes a verifier of her own finds the same words.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

#: What holds a word together where it stands between two of its letters.
APOSTROPHES = "'’ʼ"
_JOINERS = "\u200c\u200d"
# Scripts that put no spaces between words: each of their letters counts as a word. First and last
# code points: Thai and Lao, Tibetan, Myanmar, Khmer, kana and bopomofo, Han.
_UNSPACED = (
    *((0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF)),
    *((0x3040, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D)),
    *((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, from `start` to `end` (code points)."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=64)
def words_in(text: str) -> Sequence[Word]:
    """The words of `text` in order.

    A word is a run of letters, marks and numerals (categories L, M, N), joined by zero-width
    joiners and by apostrophes between two of these; a letter of a script without spaces is a
    word by itself, with its marks.
    """
    words: list[Word] = []
    at = 0
    while at < len(text):
        end = _end_of_word(text, at)
        if end > at:
            words.append(Word(text[at:end], at, end))
        at = max(end, at + 1)
    return tuple(words)


def _end_of_word(text: str, start: int) -> int:
    if not _is_of_word(text[start]):
        return start
    end = start + 1
    alone = is_unspaced(text[start])
    while end < len(text) and _goes_on(text, end, alone=alone):
        end += 1
    return end


def _goes_on(text: str, at: int, *, alone: bool) -> bool:
    sign = text[at]
    if unicodedata.category(sign)[0] == "M":
        return True
    if alone or is_unspaced(sign):
        return False
    if sign in APOSTROPHES or sign in _JOINERS:
        following = text[at + 1 : at + 2]
        return bool(following) and _is_of_word(following) and not is_unspaced(following)
    return _is_of_word(sign)


def _is_of_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def is_unspaced(sign: str) -> bool:
    """Whether `sign` is a letter of a script that puts no spaces between words."""
    code = ord(sign)
    return any(first <= code <= last for first, last in _UNSPACED) and _is_of_word(sign)


def numbers_in(text: str) -> list[str]:
    """The runs of numerals (category N: digits of any script, ½, ², Ⅷ) in `text`."""
    runs: list[str] = []
    follows = False
    for sign in text:
        is_numeral = unicodedata.category(sign)[0] == "N"
        if is_numeral and follows:
            runs[-1] += sign
        elif is_numeral:
            runs.append(sign)
        follows = is_numeral
    return runs
