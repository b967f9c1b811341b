"""The sealed rules of the quiet kinds: exact, few, without data of any language.

Verification judges every recorded minor fix, copy edit and link repair by them, for ever, so they
change only with the format: `docs/record-format.md`, section 6, says the same in words. What may
be proposed is narrower: `documents.copy_edits`.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from documents.structure import OBJECT, Structure
from documents.words import Word, numbers_in, words_in

#: The quiet kinds, each with what it may do that the others may not.
QUIET: Final = ("minor_fix", "copy_edit", "link_repair")

DOUBLE_QUOTES = '"“”„‟«»＂'
SINGLE_QUOTES = "'‘’‚‛‹›ʼ"
DASHES = "‒–—―"
#: White space may come and go beside these, unless digits stand on both sides.
SPACED = ".,;:!?…()[]{}«»‹›%‰°¡¿،؛؟。、，；：！？（）「」『』《》〈〉।"

_TYPOGRAPHY = str.maketrans(
    dict.fromkeys(DOUBLE_QUOTES, '"') | dict.fromkeys(SINGLE_QUOTES, "'") | {"…": "..."}
)
_DASH = re.compile(rf"(?<=\d)[{DASHES}](?=\d)|(?<=\s)[{DASHES}](?=\s)")
_SPACE = re.compile(r"\s+")


def broken_rule(kind: str, before: Structure, after: Structure) -> str | None:
    """What a change of one text does that `kind` doesn't allow, in a sentence; None if nothing."""
    for holds, sentence in _RULES[kind]:
        if not holds(before, after):
            return sentence
    return None


def equivalent(text: str) -> str:
    """`text` as all texts are that differ from it by white space and typography only.

    Quotation marks and apostrophes of one kind, ellipses, and the dashes of ranges and between
    spaces are alike. A run of white space is a space; beside punctuation it is none.
    """
    plain = _SPACE.sub(" ", _DASH.sub("–", text.strip()))
    kept = [sign for at, sign in enumerate(plain) if sign != " " or not _is_free(plain, at)]
    return "".join(kept).translate(_TYPOGRAPHY)


def hosts_moved(before: Structure, after: Structure) -> list[tuple[str, str]]:
    """The hosts that links left, each with the one that they lead to now."""
    pairs = zip(before.targets, after.targets, strict=False)
    hosts = ((_host(old), _host(new)) for old, new in pairs if old != new)
    return [(old, new) for old, new in hosts if old != new]


def _host(address: str) -> str:
    """Where a link leads: the host with its port, or all of a mail address."""
    parts = urlsplit(address)
    return parts.netloc.lower() if parts.netloc else parts.path


def _is_free(text: str, at: int) -> bool:
    """Whether the space at `at` stands beside punctuation, and not within a number."""
    left, right = text[at - 1], text[at + 1]
    beyond_left = text[at - 3 : at - 1].strip()[-1:]
    beyond_right = text[at + 2 : at + 4].strip()[:1]
    return (right in SPACED and not (left.isnumeric() and beyond_right.isnumeric())) or (
        left in SPACED and not (beyond_left.isnumeric() and right.isnumeric())
    )


def _keeps_structure(before: Structure, after: Structure) -> bool:
    return before.elements == after.elements and _objects(before) == _objects(after)


def _objects(structure: Structure) -> list[int]:
    """How many objects stand in each block."""
    return [block.text.count(OBJECT) for block in structure.blocks]


def _keeps_targets(before: Structure, after: Structure) -> bool:
    return before.targets == after.targets


def _keeps_numbers(before: Structure, after: Structure) -> bool:
    return _in_blocks(numbers_in, before, after)


def _keeps_text(before: Structure, after: Structure) -> bool:
    return _in_blocks(lambda text: _SPACE.sub(" ", text), before, after)


def _is_equivalent(before: Structure, after: Structure) -> bool:
    return _in_blocks(equivalent, before, after)


def _turns_no_guillemet(before: Structure, after: Structure) -> bool:
    """With white space free beside them, a turned one would quote what stood outside."""
    pairs = zip(_quotes(before), _quotes(after), strict=False)
    return all(old == new for old, new in pairs if old in "«»" and new in "«»")


def _quotes(structure: Structure) -> list[str]:
    signs = (sign for block in structure.blocks for sign in block.text)
    return [sign for sign in signs if sign in DOUBLE_QUOTES]


def _in_blocks(seen: Callable[[str], object], before: Structure, after: Structure) -> bool:
    pairs = zip(before.blocks, after.blocks, strict=True)
    return all(seen(old.text) == seen(new.text) for old, new in pairs)


def _keeps_words_but_doubled(before: Structure, after: Structure) -> bool:
    pairs = zip(before.blocks, after.blocks, strict=True)
    return all(
        without_doubled(words_in(old.text), words_in(new.text)) is not None for old, new in pairs
    )


def without_doubled(before: Sequence[Word], after: Sequence[Word]) -> list[int] | None:
    """Which words of `before` (by place, from 0) went because they only repeated.

    None where the number of words differs by more than words that repeat the one before them,
    which stays as it was.
    """
    gone: list[int] = []
    for at, word in enumerate(before):
        # How many words are still to come on each side.
        surplus = (len(before) - at) - (len(after) - at + len(gone))
        place = at - len(gone) - 1
        repeats = at > 0 and word.text.casefold() == before[at - 1].text.casefold()
        if repeats and surplus > 0 and _stands(before[at - 1], after, place):
            following = after[place + 1].text.casefold() if place + 1 < len(after) else ""
            if following != word.text.casefold():
                gone.append(at)
    return gone if len(before) - len(gone) == len(after) else None


def _stands(word: Word, words: Sequence[Word], place: int) -> bool:
    return 0 <= place < len(words) and words[place].text == word.text


def _leads_to_the_web(before: Structure, after: Structure) -> bool:
    changed = [new for old, new in zip(before.targets, after.targets, strict=True) if old != new]
    return all(re.match(r"(https?://[^/?#]|mailto:[^/?#])", new, re.I) for new in changed)


_Rule = tuple[Callable[[Structure, Structure], bool], str]
_STRUCTURE: _Rule = (
    _keeps_structure,
    "This kind leaves paragraphs, tables, emphasis, pictures and code as they are. "
    "Choose a correction.",
)
_LINKS: _Rule = (_keeps_targets, "This changes where a link leads. Choose a link repair.")
_NUMBERS: _Rule = (_keeps_numbers, "This changes a number. Choose a correction.")
_TYPOGRAPHY_ONLY = (
    "A minor fix changes white space beside punctuation, quotation marks, apostrophes, "
    "ellipses and dashes only. For spelling choose a copy edit."
)
_RULES: dict[str, tuple[_Rule, ...]] = {
    "minor_fix": (
        _STRUCTURE,
        _LINKS,
        _NUMBERS,
        (_is_equivalent, _TYPOGRAPHY_ONLY),
        (_turns_no_guillemet, _TYPOGRAPHY_ONLY),
    ),
    "copy_edit": (
        _STRUCTURE,
        _LINKS,
        _NUMBERS,
        (
            _keeps_words_but_doubled,
            "A copy edit adds no word and takes none out, but for a doubled one. "
            "Choose a correction.",
        ),
    ),
    "link_repair": (
        _STRUCTURE,
        (_keeps_text, "A link repair changes addresses only, no word. Choose another kind."),
        (_leads_to_the_web, "A link leads to http://, https:// or mailto: after its repair."),
    ),
}
