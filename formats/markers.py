"""The marks of the family's questions and answers: `Q:`, `A.`, `Question 2:`, `**Q. …**`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BOLD = "**"
_COLONS = ":："
_MARKER = re.compile(
    r"(?<!\S)(?P<bold>\*\*)?(?P<word>question|answer|ans|q|a)(?P<number> ?\d{1,3})?"
    r" ?(?P<end>[:：.)])",
    re.IGNORECASE,
)
_BOLD_END = re.compile(r"\*\*(?= |$)")
_CLOSERS = "”’\"'»)]*"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in a text, from `start` up to `stop`: of a question or of an answer."""

    start: int
    stop: int
    is_question: bool
    is_numbered: bool
    has_colon: bool
    opens_bold: bool


def marker_at_start(text: str) -> Marker | None:
    """The marker that `text` begins with, if any."""
    found = _MARKER.match(text)
    return _marker(text, found) if found else None


def markers_in(text: str) -> Iterator[Marker]:
    """All that look like markers in `text`, at the start of a word each."""
    for found in _MARKER.finditer(text):
        marker = _marker(text, found)
        if marker:
            yield marker


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, quotation marks and brackets behind it apart."""
    return text.rstrip(" ").rstrip(_CLOSERS).endswith((".", "!", "?", "…", "。", "！", "？", "؟"))


def ends_question(text: str) -> bool:
    """Whether `text` ends in a question mark, quotation marks and brackets behind it apart."""
    return text.rstrip(" ").rstrip(_CLOSERS).endswith(("?", "？", "؟"))


def bold_and_rest(text: str) -> tuple[str, str]:
    """The words up to the end of bold type in `text`, and those behind; all and "" without one."""
    end = _BOLD_END.search(text)
    if end is None:
        return text, ""
    return text[: end.start()].strip(" "), text[end.end() :].strip(" ")


def without_bold(text: str) -> str:
    """`text` without the asterisks, when it is bold as a whole."""
    inner = text[2:-2]
    is_bold = len(text) > 4 and text.startswith(BOLD) and text.endswith(BOLD)
    return inner.strip(" ") if is_bold and "*" not in inner else text


def _marker(text: str, found: re.Match[str]) -> Marker | None:
    """The marker, unless it is an initial (`A.Smith`) or the `a)` of a list."""
    has_colon = found["end"] in _COLONS
    if not has_colon:
        rest = text[found.end() : found.end() + 1]
        if rest not in ("", " ", "\n", "*") or found["word"][0].islower():
            return None
    return Marker(
        start=found.start(),
        stop=found.end(),
        is_question=found["word"][0] in "qQ",
        is_numbered=found["number"] is not None,
        has_colon=has_colon,
        opens_bold=found["bold"] is not None,
    )
