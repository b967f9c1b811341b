"""Text of files that other programs made: what nobody sees is taken out and said.

Plain text is typed by people, and what may not enter is refused there. Pages and their sources
hold stray control characters and marks of direction by the thousand; these are no words, so they
are dropped with a note. An override, which would make a text read otherwise than it is stored, is
refused here as everywhere.
"""

import re
import unicodedata
from collections.abc import Iterator

from documents.text import TextRefused, normalised
from formats.decoding import text_of
from formats.parsed import Note, Refused

# Vertical tab, form feed, NEL and the information separators end lines; the rest ends nothing.
_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85]")
_CONTROLS = re.compile("[\ud800-\udfff\x01-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings and their end, which only say the direction; U+202D and U+202E override it.
_EMBEDDINGS = re.compile("[\u202a-\u202c]")
_ISOLATES = re.compile("[\u2066-\u2069]")


def cleaned(data: bytes) -> tuple[str, list[Note]]:
    """The text in `data`, fit to be kept, and what was dropped; raises `Refused`."""
    return cleaned_text(text_of(data))


def cleaned_text(text: str) -> tuple[str, list[Note]]:
    """`text` in NFC, with LF line ends and without what can't enter; raises `Refused`."""
    text = _LINE_ENDS.sub("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    notes = list(_dropped(text))
    text = _EMBEDDINGS.sub("", _CONTROLS.sub("", text))
    lines = [_balanced(line) for line in text.split("\n")]
    try:
        return normalised("\n".join(lines)), notes
    except TextRefused as refusal:
        raise Refused(refusal.line, refusal.present, refusal.expected) from refusal


def clean_words(text: str | None) -> str | None:
    """Words that stood in a text as references to characters, as `cleaned_text` would have them."""
    is_plain = not text or (text.isascii() and not _CONTROLS.search(text) and "\r" not in text)
    if not text or is_plain:
        return text
    text = _LINE_ENDS.sub("\n", text.replace("\r", "\n"))
    return unicodedata.normalize("NFC", _EMBEDDINGS.sub("", _CONTROLS.sub("", text)))


def _dropped(text: str) -> Iterator[Note]:
    for signs, name in ((_CONTROLS, "control character{}"), (_EMBEDDINGS, "mark{} of direction")):
        found = signs.findall(text)
        if found:
            first = signs.search(text)
            line = text.count("\n", 0, first.start() if first else 0) + 1
            many = "" if len(found) == 1 else "s"
            yield Note(line, f"{len(found)} {name.format(many)} that nobody sees left out")


def _balanced(line: str) -> str:
    """`line`, without isolates if they aren't closed in it."""
    depth, lowest = 0, 0
    for sign in _ISOLATES.findall(line):
        depth += -1 if sign == "\u2069" else 1
        lowest = min(lowest, depth)
    return line if depth == lowest == 0 else _ISOLATES.sub("", line)
