"""Words that are to be withheld: how they are looked for, and what stands in their place.

They are found whatever stands between them (white space, marks of Markdown, hyphens of an
address) and whatever their case, accents and quotes are; inside a longer word they aren't.
"""

import html
import re
import unicodedata
from functools import cached_property
from urllib.parse import quote

from record.format import WITHHELD
from record.refusals import UserFacing

_TOKENS = re.compile(r"\w+|[^\w\s]")
#: What may stand between two words without parting them for a reader.
_GAP = r"(?:[\s*_~`\\+\-./,]|%20|&nbsp;|[\u00ad\u200b-\u200d\u2060])*"
_SIGNS = re.compile(r"[*_~`\\\u00ad\u200b-\u200d\u2060]")
# What a reader doesn't see of a reference to a note, of a link and of a quoted line.
_NOT_SEEN = re.compile(
    r"\[\^[^\]\s]+\]"
    r"|\]\((?:[^()]|\([^()]*\))*\)|\]\[[^\]\n]*\]|[\[\]]"
    r"|^[ \t]*(?:>[ \t]?)+",
    re.MULTILINE,
)
_BAR = re.compile(r"\|")
_QUOTES = "'’‘´`"
_NEIGHBOURS = re.compile(r"(\\?\[withheld\\?\])(?:\s*\\?\[withheld\\?\])+")
# In Markdown a bare [withheld] could become a link to what follows it.
_IN_MARKDOWN = WITHHELD.replace("[", r"\[").replace("]", r"\]")


class NothingToSearch(UserFacing):
    """Nothing to look for: no letter and no digit, or a single one."""


class Sought:
    """Words to be withheld. Raises `NoWords` where there is nothing that could be looked for."""

    def __init__(self, words: str) -> None:
        self.words = " ".join(unicodedata.normalize("NFC", words).split())
        letters = [sign for sign in self.words if sign.isalnum()]
        if len(letters) < 2:
            raise NothingToSearch(f"found {words!r}; expected at least two letters or digits")

    def is_in(self, text: str | None) -> bool:
        """Whether `text` holds the words, as it stands or as a reader would see it."""
        if not text:
            return False
        return bool(self._pattern.search(text) or self._pattern.search(_seen(text)))

    def masked(self, text: str, *, longest: int | None = None, markdown: bool = False) -> str:
        """`text` with the mark in place of the words, of neighbours one; the mark alone where that
        would be longer than `longest`.
        """
        mark = _IN_MARKDOWN if markdown else WITHHELD
        result = self._pattern.sub(lambda _match: mark, text)
        if self._pattern.search(_seen(result)):
            # Written so that only a reader sees them: as references, or with signs inside a word.
            result = self._without_paragraphs(result, mark)
        result = _NEIGHBOURS.sub(lambda marks: marks[1], result)
        return WITHHELD if longest is not None and len(result) > longest else result

    def masked_markdown(self, text: str) -> str:
        """As `masked`, for Markdown."""
        return self.masked(text, markdown=True)

    def is_nearly_in(self, text: str) -> bool:
        """Whether `text` holds a part of the words that may mean the same: a last name alone."""
        return bool(self._near and self._near.search(text)) and not self.is_in(text)

    def _without_paragraphs(self, text: str, mark: str) -> str:
        paragraphs = re.split(r"(\n[ \t]*\n)", text)
        kept = [
            mark if self._pattern.search(_seen(paragraph)) else paragraph
            for paragraph in paragraphs
        ]
        result = "".join(kept)
        return mark if self._pattern.search(_seen(result)) else result

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        tokens = [_any_writing(token) for token in _TOKENS.findall(self.words)]
        return re.compile(rf"(?<![^\W_]){_GAP.join(tokens)}(?![^\W_])", re.IGNORECASE)

    @cached_property
    def _near(self) -> re.Pattern[str] | None:
        long = [token for token in re.findall(r"\w+", self.words) if len(token) > 3]
        parts = "|".join(_any_writing(token) for token in long)
        return re.compile(rf"(?<![^\W_])(?:{parts})", re.IGNORECASE) if long else None


class Everything:
    """All the words of an explainer that is destroyed."""

    def is_in(self, text: str | None) -> bool:
        """Whether there is a text."""
        return bool(text) and text != WITHHELD

    def masked(self, _text: str, *, longest: int | None = None, markdown: bool = False) -> str:
        """The mark."""
        return _IN_MARKDOWN if markdown else WITHHELD

    def masked_markdown(self, _text: str) -> str:
        """The mark."""
        return _IN_MARKDOWN


def _seen(text: str) -> str:
    """About what a reader sees of a text: references resolved, marks of Markdown left out."""
    bare = _SIGNS.sub("", _BAR.sub(" ", _NOT_SEEN.sub("", text)))
    return unicodedata.normalize("NFKC", html.unescape(bare))


def _any_writing(token: str) -> str:
    """A pattern for the word with and without its accents, and as addresses write it."""
    if token in _QUOTES:
        return f"[{re.escape(_QUOTES)}]?"
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", token) if not unicodedata.combining(sign)
    )
    forms = {token, bare, unicodedata.normalize("NFD", token), quote(token)}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return f"(?:{'|'.join(map(re.escape, longest_first))})"
