"""Slugs: the readable part of an address, given once and never again.

A slug is lower-case letters of any script, digits and single hyphens, at most 80 characters.
"""

import re
import unicodedata

LONGEST = 80
_LETTERS = {"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"}


def slug_of(title: str) -> str:
    """A slug made from `title`; "explainer" where the title has no letter and no digit."""
    folded = unicodedata.normalize("NFC", title.casefold().replace("’", "").replace("'", ""))
    letters = "".join(character if _fits(character) else " " for character in _plain(folded))
    slug = "-".join(letters.split())
    return _cut(slug) or "explainer"


def is_slug(text: str) -> bool:
    """Whether `text` can be a slug."""
    return (
        0 < len(text) <= LONGEST
        and text == unicodedata.normalize("NFC", text)
        and all(part and all(map(_fits, part)) for part in text.split("-"))
    )


def _fits(character: str) -> bool:
    return unicodedata.category(character) in _LETTERS


def _plain(text: str) -> str:
    """Latin letters without their accents: what people can type. Other scripts stay."""
    decomposed = unicodedata.normalize("NFD", text)
    without = re.sub("(?<=[a-z])[\u0300-\u036f]+", "", decomposed)
    return unicodedata.normalize("NFC", without)


def _cut(slug: str) -> str:
    if len(slug) <= LONGEST:
        return slug
    head, hyphen, _tail = slug[: LONGEST + 1].rpartition("-")
    return head if hyphen else slug[:LONGEST]
