"""What changed between two texts: which words, and in which sentences, list items and cells."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Indel

from documents.units import around

# In Chinese and Japanese every sign is a word; in other scripts accents, vowel signs and the
# points and apostrophes inside numbers and words (3.8, don’t) belong to the word around them.
_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ACCENTS = "".join(
    filter(lambda sign: unicodedata.category(sign)[0] == "M", map(chr, range(0x3000)))
)
_LETTERS = f"(?:[^\\W{_SIGNS}]|[{_ACCENTS}\u200c\u200d])+"
_WORD = f"[{_SIGNS}][{_ACCENTS}]*|{_LETTERS}(?:[.,'’]{_LETTERS})*"
_PICTURE = r"[^\w\s](?:[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[^\w\s])*"
#: Words, white space, and other signs: what is compared when two texts are.
TOKENS = re.compile(rf"{_WORD}|\s+|[\U0001f1e6-\U0001f1ff]{{2}}|{_PICTURE}")

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# So many words may be the same in the midst of others that aren't.
_FEW = 3
# The comparison takes a bit for each pair of tokens: beyond this some 50 MB.
_LARGE = 4_000_000_000


@dataclass(frozen=True, slots=True)
class ChangedRange:
    """Words of the later text, from `start` to `end`, that took the place of `removed`.

    `removed_at` is where those stood in the earlier text. Where words only went, `start` is `end`.
    """

    start: int
    end: int
    removed: str
    removed_at: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Changed words with the rest of their sentences, list items or cells.

    `before` gave way to `after`, which stands from `start` to `end` in the later text; in the
    earlier one `before` stands at `before_start`.
    """

    before: str
    after: str
    start: int
    end: int
    before_start: int


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Code points of the earlier text, `old` to `old_end`, that became `new` to `new_end`."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def size(self) -> int:
        """How long the longer side is."""
        return max(self.old_end - self.old, self.new_end - self.new)


def changed_ranges(before: str, after: str) -> list[ChangedRange]:
    """Where `after` differs from `before`, word by word, in reading order.

    With its ranges put in the place of what they removed, `before` is `after`. Changes with only
    white space and punctuation between them are one, and so are those between which a few words
    happen to be the same: a rewritten sentence is one change and not a dozen.
    """
    hunks = _joined(_hunks(before, after), after, _is_little_between)
    return [
        ChangedRange(hunk.new, hunk.new_end, before[hunk.old : hunk.old_end], hunk.old)
        for hunk in hunks
    ]


def passages(before: str, after: str) -> list[Passage]:
    """The changed words of two Markdown texts, extended to their sentence, list item or cell.

    With each passage put in the place of what stood there, `before` is `after`. Where a whole
    piece came or went its neighbour goes along, so that each side has words to be found by.
    """
    hunks = _joined(_hunks(before, after), after, _is_no_word_between)
    while True:
        grown = _grown(hunks, before, after)
        if grown == hunks:
            break
        hunks = grown
    return [
        Passage(
            before[hunk.old : hunk.old_end],
            after[hunk.new : hunk.new_end],
            hunk.new,
            hunk.new_end,
            hunk.old,
        )
        for hunk in hunks
    ]


def _hunks(before: str, after: str) -> Iterator[_Hunk]:
    if len(before) * len(after) < _LARGE:
        return _compared(before, after, TOKENS)
    return _compared_by_lines(before, after)


def _compared_by_lines(before: str, after: str) -> Iterator[_Hunk]:
    for lines in _compared(before, after, _LINES):
        old, new = before[lines.old : lines.old_end], after[lines.new : lines.new_end]
        for hunk in _compared(old, new, TOKENS):
            yield _Hunk(
                *(lines.old + hunk.old, lines.old + hunk.old_end),
                *(lines.new + hunk.new, lines.new + hunk.new_end),
            )


def _compared(before: str, after: str, tokens: re.Pattern[str]) -> Iterator[_Hunk]:
    old, new = tokens.findall(before), tokens.findall(after)
    old_at, new_at = _places(old), _places(new)
    hunk: _Hunk | None = None
    for operation in Indel.opcodes(old, new):
        if operation.tag == "equal":
            if hunk:
                yield hunk
            hunk = None
            continue
        begin = hunk or _Hunk(old_at[operation.src_start], 0, new_at[operation.dest_start], 0)
        hunk = _Hunk(begin.old, old_at[operation.src_end], begin.new, new_at[operation.dest_end])
    if hunk:
        yield hunk


def _places(tokens: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, tokens), initial=0))


def _joined(
    hunks: Iterator[_Hunk], after: str, belong: Callable[[_Hunk, _Hunk, str], bool]
) -> list[_Hunk]:
    """Hunks that belong together, by what stands between them in `after`, as one."""
    joined: list[_Hunk] = []
    for hunk in hunks:
        while joined and belong(joined[-1], hunk, after[joined[-1].new_end : hunk.new]):
            first = joined.pop()
            hunk = _Hunk(first.old, hunk.old_end, first.new, hunk.new_end)
        joined.append(hunk)
    return joined


def _is_no_word_between(_hunk: _Hunk, _other: _Hunk, between: str) -> bool:
    return all(sign.isspace() or unicodedata.category(sign)[0] == "P" for sign in between)


def _is_little_between(hunk: _Hunk, other: _Hunk, between: str) -> bool:
    if _is_no_word_between(hunk, other, between):
        return True
    little = "\n" not in between and len(re.findall(_WORD, between)) <= _FEW
    return little and len(between) <= min(hunk.size, other.size)


def _grown(hunks: Sequence[_Hunk], before: str, after: str) -> list[_Hunk]:
    """Each hunk as far as its pieces reach in either text; one, where two reach the same piece."""
    grown: list[tuple[_Hunk, int, int]] = []
    for hunk in hunks:
        left, right = _reach(hunk, before, after)
        if grown:
            first, first_left, first_right = grown[-1]
            if first_right + left > hunk.new - first.new_end:
                grown.pop()
                hunk, left = _Hunk(first.old, hunk.old_end, first.new, hunk.new_end), first_left
        grown.append((hunk, left, right))
    return [
        _Hunk(hunk.old - left, hunk.old_end + right, hunk.new - left, hunk.new_end + right)
        for hunk, left, right in grown
    ]


def _reach(hunk: _Hunk, before: str, after: str) -> tuple[int, int]:
    """How much of the same words on its left and right a hunk needs to be whole pieces."""
    old, old_end = around(before, hunk.old, hunk.old_end)
    new, new_end = around(after, hunk.new, hunk.new_end)
    return (
        max(hunk.old - old, hunk.new - new),
        max(old_end - hunk.old_end, new_end - hunk.new_end),
    )
