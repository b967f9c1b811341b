"""What the quiet kinds may touch: a minor fix, a copy edit, a link repair.

Each function takes the same text before and after and gives a sentence for the editor when the
kind doesn't allow the change, else None. What is refused says what to choose instead.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")
_ADDRESS = re.compile(
    r"\]\(\s*<?([^\s)>]+)|<((?:https?|mailto):[^\s>]+)>|^\[[^\]]+\]:\s*(\S+)", re.M
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”]*[“”]")
_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\u00a0": " "}
)
_DOUBLED = re.compile(r"\b([^\W\d_]+)(\s+)\1\b")
# Words that turn a claim round, in the languages of the interface.
_NEGATIONS = {
    *("no", "not", "never", "none", "nobody", "nothing", "nor", "neither", "without", "cannot"),
    *("hardly", "barely", "t", "nunca", "jamás", "nadie", "nada", "ningún", "ninguna", "ni"),
    *("sin", "tampoco"),
}
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "anti", "de")


def refusal_of_minor_fix(before: str, after: str) -> str | None:
    """White space, equivalent typography and doubled words only, outside quotations and links."""
    if _skeleton(before) != _skeleton(after):
        return (
            "A minor fix may change white space, typographic marks and doubled words only. "
            "For spelling, grammar or punctuation choose a copy edit."
        )
    if _addresses(before) != _addresses(after):
        return "A minor fix leaves addresses alone. Choose a link repair."
    for old, new, around in _changes(before, after):
        if _stands_in_quotation(before, around) and old.strip(" \n\t") + new.strip(" \n\t"):
            return "This is inside a quotation. Choose a correction."
        if re.search(r"\d", old + new) or _parts_digits(before, around):
            return "This is inside a number. Choose a correction."
        if any(word[:1].isupper() for word in re.findall(r"\w+", old + new)):
            return "This may be a name. Choose a copy edit."
    return None


def refusal_of_copy_edit(before: str, after: str) -> str | None:
    """Spelling, grammar and punctuation; never numbers, quotations, links or a negation."""
    if _addresses(before) != _addresses(after):
        return "A copy edit leaves addresses alone. Choose a link repair, or a correction."
    if re.findall(r"\d+", before) != re.findall(r"\d+", after):
        return "This changes a number. Choose a correction."
    if _plain_quotations(before) != _plain_quotations(after):
        return "This changes words inside a quotation. Choose a correction."
    if _negations(before) != _negations(after):
        return "This puts in or takes out a negation, so it changes the claim. Choose a correction."
    for old, new, _around in _changes(before, after):
        if _turns_round(old, new):
            return f"“{old}” and “{new}” don’t mean the same. Choose a correction."
    return None


def refusal_of_link_repair(before: str, after: str) -> str | None:
    """Addresses only."""
    if _ADDRESS.sub("](", before) != _ADDRESS.sub("](", after):
        return "A link repair changes addresses only, no word. Choose a copy edit or a correction."
    return None


def _skeleton(text: str) -> str:
    plain = text.translate(_TYPOGRAPHY).replace("…", "...")
    while True:
        single = _DOUBLED.sub(r"\1", plain)
        if single == plain:
            break
        plain = single
    # Paragraphs are no white space: to join or to part them changes more than a slip.
    paragraphs = re.split(r"\n[ \t]*\n\s*", plain.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _changes(before: str, after: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """The removed words, those put in, and where in `before`."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    places = [0]
    for token in old:
        places.append(places[-1] + len(token))
    hunk: list[int] = []
    for operation in Indel.opcodes(old, new):
        if operation.tag != "equal":
            # What goes and what comes at one place are one change.
            start, first = hunk[::2] if hunk else (operation.src_start, operation.dest_start)
            hunk = [start, operation.src_end, first, operation.dest_end]
            continue
        if hunk:
            yield _change(old, new, hunk, places)
        hunk = []
    if hunk:
        yield _change(old, new, hunk, places)


def _change(
    old: list[str], new: list[str], hunk: list[int], places: list[int]
) -> tuple[str, str, tuple[int, int]]:
    start, end, first, last = hunk
    return "".join(old[start:end]), "".join(new[first:last]), (places[start], places[end])


def _stands_in_quotation(text: str, around: tuple[int, int]) -> bool:
    start, end = around
    return any(
        quotation.start() < start and end < quotation.end() for quotation in _QUOTED.finditer(text)
    )


def _parts_digits(text: str, around: tuple[int, int]) -> bool:
    start, end = around
    return text[max(start - 1, 0) : start].isdigit() and text[end : end + 1].isdigit()


def _addresses(text: str) -> list[str]:
    return [next(filter(None, groups)) for groups in _ADDRESS.findall(text)]


def _plain_quotations(text: str) -> list[str]:
    return [quotation.translate(_TYPOGRAPHY) for quotation in _QUOTED.findall(text)]


def _negations(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", text.translate(_TYPOGRAPHY).lower())
    return [word for word in words if word in _NEGATIONS]


def _turns_round(old: str, new: str) -> bool:
    """Whether one word is the other with a prefix that turns its meaning: fair, unfair."""
    shorter, longer = sorted((old.strip().lower(), new.strip().lower()), key=len)
    return bool(shorter) and any(longer == prefix + shorter for prefix in _PREFIXES)
