"""What a copy edit may change: a word that is none, closed pairs, doubled words, punctuation.

These rules of the desk are narrower than the sealed ones (`documents.quiet`). They act when
something is proposed and when it is published, never when the record is verified, so that they
may grow with every release. What they refuse becomes a minor correction.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.copy_edit_data import CLOSED_PAIRS, NUMERALS, TURNING
from documents.quiet import DASHES, equivalent, without_doubled
from documents.spelling import LANGUAGES, mends_misspelling
from documents.structure import OBJECT, Structure, TextBlock
from documents.words import Word, is_unspaced, numbers_in, words_in

_ENDS_SENTENCE = re.compile(r"[.!?…。！？।]")
_COMMAS = ",،、，"
_STOPS = ".。।"


class _Side:
    """The text of a block, with its words and what stands between them."""

    def __init__(self, block: TextBlock) -> None:
        self.text = block.text
        self.words = words_in(block.text)

    def gap(self, place: int) -> str:
        """What stands before the word at `place` (from 0), or behind the last one."""
        start = self.words[place - 1].end if place else 0
        end = self.words[place].start if place < len(self.words) else len(self.text)
        return self.text[start:end]


def refusal_of_copy_edit(before: Structure, after: Structure, language: str) -> str | None:
    """Why a change within the sealed rules is no copy edit, in a sentence; None if it is one.

    `language` is a BCP 47 tag, that of the explainer.
    """
    primary = language.partition("-")[0].lower()
    for old, new in zip(before.blocks, after.blocks, strict=True):
        if equivalent(old.text) != equivalent(new.text):
            for refusal in _refusals(old, new, primary):
                return refusal
    return None


def _refusals(old: TextBlock, new: TextBlock, language: str) -> Iterator[str]:
    if old.in_quotation or old.element == "th":
        yield "This stands in a quotation or in the head of a table. Choose a correction."
        return
    before, after = _Side(old), _Side(new)
    gone = without_doubled(before.words, after.words)
    if gone is None:
        yield "A copy edit adds no word and takes none out. Choose a correction."
        return
    places = [at for at in range(len(before.words)) if at not in gone]
    yield from _doubled_refusals(before, gone, language)
    for at, place in enumerate(places):
        yield from _word_refusals(old, before.words[place], after.words[at], language)
    gaps = list(_changed_gaps(before, after, places))
    yield from _gap_refusals(gaps, before, old, language)
    changed = [before.words[place] for place in gone]
    if any(_is_quoted(old.text, word.start) for word in changed):
        yield _QUOTATION


_QUOTATION = "This stands in a quotation. Choose a correction."


def _doubled_refusals(side: _Side, gone: Sequence[int], language: str) -> Iterator[str]:
    for place in gone:
        word = side.words[place].text
        between = side.gap(place)
        if between.strip() or not between or is_unspaced(word[0]) or _is_weighty(word, language):
            yield f"“{word}” may stand there twice on purpose. Choose a correction."


def _word_refusals(block: TextBlock, old: Word, new: Word, language: str) -> Iterator[str]:
    if equivalent(old.text) == equivalent(new.text):
        return
    if not _is_mend(block, old, new, language):
        yield (
            f"“{old.text}” → “{new.text}”: a copy edit turns what is no word into a word, never "
            "one word into another. Choose a correction."
        )
    elif not block.linked.isdisjoint(range(old.start, old.end)):
        yield "This stands in a link. Choose a correction."
    elif _is_quoted(block.text, old.start):
        yield _QUOTATION
    elif _is_cut(block.text, old):
        yield f"“{old.text}” is part of a longer word. Choose a correction."


def _is_mend(block: TextBlock, old: Word, new: Word, language: str) -> bool:
    if _is_closed_pair(old.text, new.text, language):
        return True
    return language in LANGUAGES and mends_misspelling(old.text, new.text, language)


def _is_closed_pair(old: str, new: str, language: str) -> bool:
    before, after = (word.replace("’", "'").replace("ʼ", "'") for word in (old, new))
    if before[:1].isupper() != after[:1].isupper():
        return False
    pair = frozenset((before.lower(), after.lower()))
    return pair in CLOSED_PAIRS.get(language, {})


def _is_cut(text: str, word: Word) -> bool:
    """Whether more of a word stands beside it: behind a hyphen, or where emphasis begins."""
    if is_unspaced(word.text[0]):
        return False
    left = text[: word.start].rstrip(OBJECT)[-1:]
    right = text[word.end :].lstrip(OBJECT)[:1]
    joints = {left, right} & set(f"-‐‑{DASHES}_@#/\\$€£%")
    return bool(joints) or left.isalnum() or right.isalnum()


def _is_weighty(word: str, language: str) -> bool:
    """Whether a word turns, narrows or counts."""
    sets = (TURNING.get(language, frozenset()), NUMERALS.get(language, frozenset()))
    return bool(numbers_in(word)) or any(_plain(word) in words for words in sets)


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two words, before and after, and which word of `before` follows it."""

    before: str
    after: str
    place: int


def _changed_gaps(before: _Side, after: _Side, places: Sequence[int]) -> Iterator[_Gap]:
    for at, place in enumerate([*places, len(before.words)]):
        old, new = before.gap(place), after.gap(at)
        if _even(before, place, old) != _even(before, place, new):
            yield _Gap(_bare(old), _bare(new), place)


def _even(side: _Side, place: int, gap: str) -> str:
    """`gap` between its words, so that white space in a number isn't evened out."""
    left = side.words[place - 1].text[-1:] if place else ""
    right = side.words[place].text[:1] if place < len(side.words) else ""
    return equivalent(f"{left}{gap}{right}")


def _bare(gap: str) -> str:
    return "".join(gap.split())


def _gap_refusals(
    gaps: Sequence[_Gap], side: _Side, block: TextBlock, language: str
) -> Iterator[str]:
    """What speaks against punctuation that came, went or changed between two words."""
    for gap in gaps:
        start = side.words[gap.place - 1].end if gap.place else 0
        if _is_quoted(block.text, start):
            yield _QUOTATION
        elif _is_comma(gap):
            yield from _comma_refusals(side, gap.place, language)
        elif not _is_harmless(gap, block, is_last=gap.place == len(side.words)):
            yield _PUNCTUATION
    commas = [_sentence(side, gap.place) for gap in gaps if _is_comma(gap)]
    if len(commas) != len(set(commas)):
        yield _PUNCTUATION


_PUNCTUATION = "This punctuation may change what is said. Choose a correction."


def _is_comma(gap: _Gap) -> bool:
    """Whether a comma came or went, or took the place of a semicolon."""
    shorter, longer = sorted((gap.before, gap.after), key=len)
    without = longer.translate(dict.fromkeys(map(ord, _COMMAS)))
    came = len(longer) - len(shorter) == 1 and without == shorter
    return (came and not shorter.strip(OBJECT)) or {gap.before, gap.after} == {",", ";"}


def _is_harmless(gap: _Gap, block: TextBlock, *, is_last: bool) -> bool:
    """A mark that stood there twice, or a full stop that a paragraph ends without."""
    if len(gap.before) == 2 and gap.before == gap.after * 2:
        return gap.after in ",.;:，。；："
    ends = is_last and block.element == "p" and not gap.before.strip(OBJECT)
    return ends and gap.after.strip(OBJECT) in tuple(_STOPS)


def _comma_refusals(side: _Side, place: int, language: str) -> Iterator[str]:
    if not 0 < place < len(side.words) or language not in TURNING:
        yield _PUNCTUATION
        return
    beside = [side.words[place - 1].text, side.words[place].text]
    sentence = _sentence(side, place)
    spoken = [word.text for at, word in enumerate(side.words) if _sentence(side, at) == sentence]
    first = _sentence(side, place - 1) != _sentence(side, place - 2) if place > 1 else True
    turns = any(_plain(word) in TURNING[language] for word in spoken)
    counts = any(_is_weighty(word, language) for word in beside)
    if first or turns or counts or any(is_unspaced(word[0]) for word in beside):
        yield _PUNCTUATION


def _sentence(side: _Side, place: int) -> int:
    """In which sentence of the block, from 0, the word at `place` stands."""
    return sum(bool(_ENDS_SENTENCE.search(side.gap(at))) for at in range(1, place + 1))


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _is_quoted(text: str, at: int) -> bool:
    """Whether `at` may stand in a quotation: also where one of its marks is missing."""
    for marks in _PAIRED:
        places = [place for place, sign in enumerate(text) if sign in marks]
        if len(places) % 2 or sum(place < at for place in places) % 2:
            return True
    opened = _OPENS.search(text)
    closed = [mark.start() for mark in _CLOSES.finditer(text)]
    if opened and opened.start() < at:
        return not closed or at <= closed[-1] or closed[-1] < opened.start()
    return not opened and bool(_CLOSES_FOR_SURE.search(text, at))


_PAIRED = ('"＂', "“”„‟", "«»", "‹›", "「」", "『』", "《》", "〈〉")
# Single marks are apostrophes as well: those between two letters are no quotation.
_OPENS = re.compile(r"(?<!\w)['‘’‚‛](?=\w)")
_CLOSES = re.compile(r"(?<=\S)['‘’‛](?!\w)")
_CLOSES_FOR_SURE = re.compile(r"(?<=[.,;:!?…])['‘’‛](?!\w)")
