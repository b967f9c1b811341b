"""What a text may hold, and how it is brought to one form where it enters.

A text enters once: from a file or a form. There it is brought to Unicode NFC with LF line ends
(`normalised`) and refused if it holds what no reader can see but software would act on
(`refusal`). After that nothing repairs it: what was sealed is what is shown.
"""

import re
import unicodedata
from collections.abc import Iterator

from record.refusals import UserFacing

# U+202A–U+202E embed and override direction (Unicode Bidirectional Algorithm, UAX #9) without an
# end that rendering could enforce: a text could read one way and be stored another.
_EMBEDDINGS = "\u202a-\u202e"
_REFUSED = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_EMBEDDINGS}]",
)
_ISOLATES = re.compile("[\u2066-\u2069]")
_POP_ISOLATE = "\u2069"


class TextRefused(UserFacing):
    """A text that can't be taken in.

    `line` counts from 1; `actual` and `expected` are sentences' parts for a message.
    """

    def __init__(self, line: int, actual: str, expected: str) -> None:
        super().__init__(f"line {line}: found {actual}; expected {expected}")
        self.line = line
        self.actual = actual
        self.expected = expected


def normalised(text: str) -> str:
    """`text` in Unicode NFC with LF line ends; raises `TextRefused` for what may not enter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    refusal = refusal_of(text)
    if refusal:
        raise refusal
    return unicodedata.normalize("NFC", text)


def refusal_of(text: str) -> TextRefused | None:
    """Why `text` can't be taken in, or None when it can.

    Refused are NUL and other control characters but TAB and LF, lone surrogates, bidirectional
    embeddings and overrides, and isolates that aren't closed in their own line.
    """
    character = _REFUSED.search(text)
    if character:
        present = _name(character.group())
        return TextRefused(_line(text, character.start()), present, "text without such characters")
    for number, line in enumerate(_lines(text), start=1):
        if not _isolates_balance(line):
            return TextRefused(
                number,
                "a bidirectional isolate that is not closed",
                "isolates closed in their line",
            )
    return None


def _lines(text: str) -> Iterator[str]:
    return iter(text.split("\n"))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _name(character: str) -> str:
    code = f"U+{ord(character):04X}"
    if "\ud800" <= character <= "\udfff":
        return f"half of a surrogate pair ({code})"
    if "\u202a" <= character <= "\u202e":
        return f"a bidirectional override ({code})"
    return f"a control character ({code})"


def _isolates_balance(line: str) -> bool:
    depth = 0
    for mark in _ISOLATES.findall(line):
        depth += -1 if mark == _POP_ISOLATE else 1
        if depth < 0:
            return False
    return depth == 0


def folded(text: str) -> str:
    """`text` without case and without accents, for searching alike on every database."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
