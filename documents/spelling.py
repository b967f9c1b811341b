"""Whether a change of a word mends a misspelling: it turns what is no word into the word meant.

The word lists are pyspellchecker's and simplemma's together. They are read when the first word of
a language is asked for, which no reader's request does, and kept as numbers: 8 bytes a word.
"""

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import OSA
from simplemma.strategies.dictionaries import StreamDictionaryFactory
from spellchecker import SpellChecker

from documents.copy_edit_data import COMPOUNDING, NUMERALS, TURNING, WRITTEN_OUT

#: The languages whose words are known, by their primary subtag (BCP 47).
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
_ALPHABET = {
    "en": "",
    "de": "äöüß",
    "es": "áéíóúüñ",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "it": "àèéìíîòóùú",
    "nl": "áéëèïíöóüú",
    "pt": "áâãàçéêíóôõúü",
}
# Shorter words have too many neighbours; so long ones may have two slips in them.
_SHORTEST, _LONG = 4, 8


def is_known(word: str, language: str) -> bool:
    """Whether `word` is in a word list of `language`, whatever its case."""
    words = _Words.of(language)
    return words.lists(word.lower()) or words.attests(word.lower()) > 0


def mends_misspelling(before: str, after: str, language: str) -> bool:
    """Whether `before` is no word of `language`, and `after` the one word that it can mean.

    A misspelling asserts nothing, so that putting it right changes no claim. Where another word is
    as near, the misspelt text may have said that one, and so it is no copy edit.
    """
    old, new = before.lower(), after.lower()
    words = _Words.of(language)
    if not _may_be_mended(before, after) or words.attests(old) or not is_known(new, language):
        return False
    rank = _rank(old, new, language)
    if rank is None or rank > _furthest(before, new, language):
        return False
    if words.lists(old) and not _is_seldom_a_word(rank, old, new, language):
        return False
    if rank >= _ONE_LETTER and (
        _is_made_of_words(old, new, language) or _is_of_chemistry(old, new)
    ):
        return False
    rivals = _neighbours(old, language) - {new}
    return not any(_wins(rival, new, old, rank, language) for rival in rivals)


def _is_seldom_a_word(rank: int, old: str, new: str, language: str) -> bool:
    """Whether `old`, which only the larger list has, is one of the slips that it holds.

    In English a letter too many or too few makes no other word; elsewhere an accent that is
    missing within a word doesn't.
    """
    if language == "en":
        return rank <= _SWAPPED_OR_DOUBLED
    return rank == _ACCENTS and old[-1] == new[-1]


def _furthest(before: str, new: str, language: str) -> int:
    """The highest rank that is a slip: short words, names, numbers and negations have many near."""
    weighty = TURNING.get(language, frozenset()) | NUMERALS.get(language, frozenset())
    looks_like_name = before[0].isupper() and language != "de"
    if looks_like_name or len(new) < _SHORTEST or new in weighty:
        return _SWAPPED_OR_DOUBLED
    return _TWO_LETTERS


def _may_be_mended(before: str, after: str) -> bool:
    """Letters of one script, in the same case, none of them unseen."""
    return (
        (before + after).isalpha()
        and min(len(before), len(after)) >= _SHORTEST - 1
        and _case(before) == _case(after) != "mixed"
        and len({_script(sign) for sign in before + after}) == 1
        and unicodedata.is_normalized("NFKC", before + after)
    )


def _case(word: str) -> str:
    if word.islower():
        return "lower"
    return "title" if word[0].isupper() and word[1:].islower() else "mixed"


def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]


def _wins(rival: str, new: str, old: str, rank: int, language: str) -> bool:
    """Whether `rival` may be what `old` means rather than `new`, which has `rank`."""
    other = _rank(old, rival, language)
    if other is None or other > rank:
        return False
    words = _Words.of(language)
    is_rare = words.attests(rival) * _MUCH_RARER <= words.attests(new)
    return other < rank - 1 or not is_rare


#: A word that is so much rarer than another isn't what a slip between both means.
_MUCH_RARER = 20
_SWAPPED, _SWAPPED_OR_DOUBLED, _ACCENTS, _ONE_LETTER, _TWO_LETTERS = range(1, 6)


def _rank(old: str, new: str, language: str) -> int | None:
    """How likely `old` is a slip for `new`, from 1; None where it is too far."""
    if sorted(old) == sorted(new) and OSA.distance(old, new) == 1:
        return _SWAPPED if old[0] == new[0] else _SWAPPED_OR_DOUBLED
    if _without_doubles(old) == _without_doubles(new):
        return _SWAPPED_OR_DOUBLED
    if _unaccented(old, language) == _unaccented(new, language):
        # At its end an accent makes another word: papà, papa.
        return _ACCENTS if old[-1] == new[-1] or old[-1].isascii() else None
    if (old[0], old[-1]) != (new[0], new[-1]):
        return None  # There stand prefixes and endings, which say something.
    distance = OSA.distance(old, new)
    if distance == 1:
        return _ONE_LETTER
    return _TWO_LETTERS if distance == 2 and len(old) >= _LONG and len(new) >= _LONG else None


def _without_doubles(word: str) -> str:
    return "".join(letter for letter, _run in groupby(word))


def _is_of_chemistry(old: str, new: str) -> bool:
    """Whether both end as names of substances do, in different ways: nitrite, nitrate."""
    for endings in (("ite", "ate", "ide"), ("ane", "ene", "yne", "one"), ("ose", "ase")):
        if {old[-3:], new[-3:]} <= set(endings) and old[-3:] != new[-3:]:
            return True
    return False


def _unaccented(word: str, language: str) -> str:
    for written, meant in WRITTEN_OUT.get(language, {}).items():
        word = word.replace(meant, written)
    marks = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in marks if not unicodedata.combining(sign))


def _neighbours(word: str, language: str) -> set[str]:
    """The known words that are one slip away from `word`."""
    return {other for other in _one_slip_away(word, language) if is_known(other, language)}


def _one_slip_away(word: str, language: str) -> Iterator[str]:
    letters = "abcdefghijklmnopqrstuvwxyz" + _ALPHABET[language]
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in letters)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        yield from (left + letter + right for letter in letters)


def _is_made_of_words(word: str, meant: str, language: str) -> bool:
    """Whether `word` is one that the lists lack: a compound, or a word with another prefix."""
    prefixes, joints, shortest = COMPOUNDING[language]
    for at in range(1, len(word) - shortest + 1):
        first, second = word[:at], word[at:]
        if not _Words.of(language).attests(second):
            continue
        if first in prefixes and not meant.startswith(first):
            return True
        if joints and at >= shortest and _begins_compound(first, joints, language):
            return True
    return False


def _begins_compound(word: str, joints: Collection[str], language: str) -> bool:
    stems = (word.removesuffix(joint) for joint in ("", *joints))
    return any(len(stem) >= 4 and _Words.of(language).attests(stem) for stem in stems)


class _Words:
    """The words of a language, as sorted hashes: what is listed, and how often the rest was met."""

    def __init__(self, language: str) -> None:
        listed = StreamDictionaryFactory().get_dictionary(language)
        self._listed = array("q", sorted({hash(word.lower()) for word in listed}))
        counted = SpellChecker(language=language, distance=1).word_frequency.dictionary
        counts = sorted((hash(word.lower()), times) for word, times in counted.items())
        self._counted = array("q", (word for word, _times in counts))
        self._times = array("I", (min(times, 2**32 - 1) for _word, times in counts))

    @classmethod
    @lru_cache(maxsize=len(LANGUAGES))
    def of(cls, language: str) -> "_Words":
        """The words of one of `LANGUAGES`."""
        return cls(language)

    def lists(self, word: str) -> bool:
        """Whether `word`, in lower case, is in simplemma's list, which holds slips as well."""
        return _place(self._listed, word) is not None

    def attests(self, word: str) -> int:
        """How often pyspellchecker counted `word`, in lower case; 0 where it doesn't know it."""
        place = _place(self._counted, word)
        return 0 if place is None else self._times[place]


def _place(hashes: "array[int]", word: str) -> int | None:
    place = bisect_left(hashes, hash(word))
    return place if place < len(hashes) and hashes[place] == hash(word) else None
