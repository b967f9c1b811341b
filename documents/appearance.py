"""What a text looks like to its readers: what of its writing makes no difference to them."""

import re
import unicodedata
from collections.abc import Iterator
from html import escape

from documents.markdown import html_of

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
_TOKENS = re.compile(r"<[^<>]*>|\s+|[^<\s]+|<")
_INLINE = frozenset(("a", "b", "code", "del", "em", "i", "s", "strong", "sub", "sup"))
# Chinese, Japanese, and what makes a picture of a sign: white space divides no words there.
_UNDIVIDED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\ufe00-\ufe0f]")


def shown(text: str, markdown: bool) -> str:
    """What readers would see of a text, without what makes no difference to them."""
    return "".join(_tight(folded(html_of(text, "x") if markdown else escape(text, quote=False))))


def _tight(html: str) -> Iterator[str]:
    """`html` without white space but in code and between words, wherever tags stand there."""
    before, is_apart, is_code = "", False, False
    for piece in _TOKENS.findall(html):
        if piece.startswith("<"):
            before = before if piece.strip("</>").split(" ")[0] in _INLINE else ""
            is_code = piece.startswith("<code") or (is_code and piece != "</code>")
            yield piece
        elif piece.isspace():
            is_apart = True
        else:
            if is_apart and (is_code or (_is_wordy(before) and _is_wordy(piece[0]))):
                yield " "
            yield piece
            before, is_apart = piece[-1], False


def _is_wordy(sign: str) -> bool:
    """Whether `sign` is part of a word that white space divides from others."""
    is_letter = sign.isalnum() or (sign and unicodedata.category(sign)[0] == "M")
    return bool(is_letter) and not _UNDIVIDED.match(sign)


def folded(text: str) -> str:
    """`text` with quotes and white space of one kind."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())
