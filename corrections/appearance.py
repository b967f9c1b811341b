"""What a text looks like to its readers: what of its writing makes no difference to them."""

import re
import unicodedata
from collections.abc import Iterator
from html import escape

from articles.markdown import html_of

_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " "})
_TOKENS = re.compile(r"<[^<>]*>|\s+|[^<\s]+|<")
_INLINE = frozenset(("a", "b", "code", "del", "em", "i", "s", "strong", "sub", "sup"))
# Two signs of words; in Chinese and Japanese white space divides none.
_WORDY = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff]{2}")


def shown(text: str, markdown: bool) -> str:
    """What readers would see of a text, without what makes no difference to them."""
    return "".join(_tight(folded(html_of(text, "x") if markdown else escape(text, quote=False))))


def _tight(html: str) -> Iterator[str]:
    """`html` without white space but between two words, wherever tags between them stand."""
    before, is_apart = "", False
    for token in _TOKENS.findall(html):
        if token.startswith("<"):
            before = before if token.strip("</>").split(" ")[0] in _INLINE else ""
            yield token
        elif token.isspace():
            is_apart = True
        else:
            if is_apart and _WORDY.fullmatch(before + token[0]):
                yield " "
            yield token
            before, is_apart = token[-1], False


def folded(text: str) -> str:
    """`text` with quotes and white space of one kind."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())
