"""Shapes: what a block looks like by itself, before its neighbours are looked at."""

import re
from enum import Enum, auto

from formats.markers import ends_sentence, markers_in, without_bold

_LONGEST, _MOST_WORDS = 100, 15
_LONGEST_WITHOUT_COLON, _MOST_WORDS_WITHOUT_COLON = 80, 12
_LONGEST_OF_FAQ = 150
_COLONS = (":", "：")
_CLOSERS = "”’\"'»)]*"
_OPENERS = "“‘\"'«([*¿¡ "
_BULLETS = ("- ", "– ", "— ", "• ", "· ", "* ", "+ ")

_FAQ_NAME = r"(?:faqs?|frequently asked questions?(?: \(faqs?\))?|q ?& ?a|questions and answers)"
_FAQ = re.compile(_FAQ_NAME, re.IGNORECASE)
_FAQ_OF = re.compile(
    rf"{_FAQ_NAME}(?: ?[:：–—-]| (?:about|on|for|regarding|concerning|related to)) \S",
    re.IGNORECASE,
)

# "Overall growth" and "to conclude a treaty" begin sentences that conclude nothing: what is
# surely a conclusion, and what probably is one with a comma or colon behind it.
_SURE = r"in conclusion|to sum up|in summary|to summari[sz]e"
_WITH_COMMA = r"overall|to conclude|in closing|in short|in sum|all in all|summing up|conclusions?"
_PAUSE = r"(?: ?[,:：]| [–—-] )"
# "Overall the rules" and "Overall Mexico", though without a comma, aren't "Overall growth".
_OVERALL = r"overall (?:the|an?|it|its|this|that|these|those|they|we|he|she|there|(?-i:[A-Z]\w*))"
_CLOSING = re.compile(
    rf"(?:\*\*)?(?:(?:{_SURE}|{_OVERALL})\b|(?:{_WITH_COMMA}){_PAUSE})", re.IGNORECASE
)
_SURELY_CLOSING = re.compile(rf"(?:\*\*)?(?:(?:{_SURE})\b|conclusions? ?[:：])", re.IGNORECASE)
_OVERALL_ALONE = re.compile(rf"(?:\*\*)?overall{_PAUSE}", re.IGNORECASE)
_CONCLUSION = re.compile(rf"{_SURE}|{_WITH_COMMA}", re.IGNORECASE)
_REFERENCES = re.compile(r"references?|sources?", re.IGNORECASE)


class Shape(Enum):
    """What a block looks like."""

    FAQ = auto()
    QUESTION = auto()
    ANSWER = auto()
    CONCLUSION = auto()
    REFERENCES = auto()
    COLON = auto()
    SHORT = auto()
    PARAGRAPH = auto()


def shape_of(text: str) -> Shape:
    """The shape of a block that begins with no marker of a question or answer.

    A list, which alone has line ends in it, is a paragraph.
    """
    if "\n" in text:
        return Shape.PARAGRAPH
    words = words_of_heading(text)
    if _FAQ.fullmatch(words) or (_FAQ_OF.match(words) and _could_be_heading(text)):
        return Shape.FAQ
    if _CONCLUSION.fullmatch(words):
        return Shape.CONCLUSION
    if _REFERENCES.fullmatch(words):
        return Shape.REFERENCES
    if ends_in_colon(text):
        return Shape.COLON if _is_short(words, _LONGEST, _MOST_WORDS) else Shape.PARAGRAPH
    return Shape.SHORT if _is_short_title(words) else Shape.PARAGRAPH


def words_of_heading(text: str) -> str:
    """A heading without the colon at its end and without the asterisks of bold type."""
    return _without_colon(without_bold(_without_colon(text)))


def ends_in_colon(text: str) -> bool:
    """Whether `text` ends in a colon, which may be in bold type."""
    return text.rstrip("* ").endswith(_COLONS)


def is_plain_faq_heading(text: str) -> bool:
    """Whether an FAQ heading says no more than that."""
    return _FAQ.fullmatch(words_of_heading(text)) is not None


def end_of_faq_heading(text: str) -> int:
    """Where the first marker stands in a block that begins with the FAQ's heading; else 0."""
    start = next((marker.start for marker in markers_in(text[:_LONGEST_OF_FAQ])), 0)
    return start if start and shape_of(text[:start].rstrip(" ")) is Shape.FAQ else 0


def begins_closing(text: str) -> bool:
    """Whether `text` begins like a conclusion: "In conclusion", "Overall," and their like."""
    return _CLOSING.match(text) is not None


def is_conclusion(text: str) -> bool:
    """Whether `text` can hardly be anything else: it begins with "In conclusion" or the like."""
    return _SURELY_CLOSING.match(text) is not None


def begins_overall(text: str) -> bool:
    """Whether `text` begins with "Overall" and a comma, a colon or a dash."""
    return _OVERALL_ALONE.match(text) is not None


def has_heading_in_line(text: str) -> bool:
    """Whether `text` begins with a few words in title case, a colon and a sentence."""
    title, colon, rest = text[:_LONGEST].partition(": ")
    words = title.split(" ")
    capital = all(word[:1].isupper() for word in words if len(word) > 3)
    is_title = len(words) <= 6 and title[:1].isupper() and capital
    return is_title and bool(colon and rest) and not begins_closing(text)


def _without_colon(text: str) -> str:
    return text[:-1].rstrip(" ") if text.endswith(_COLONS) else text


def _could_be_heading(text: str) -> bool:
    is_short = len(text) <= _LONGEST_OF_FAQ
    return is_short and (ends_in_colon(text) or text.endswith("?") or not ends_sentence(text))


def _is_short(text: str, longest: int, most_words: int) -> bool:
    return len(text) <= longest and text.count(" ") < most_words


def _is_short_title(words: str) -> bool:
    """A title or a question of one line: no bullet, no small letter ahead, no sentence's end."""
    first = words.lstrip(_OPENERS)[:1]
    last = words.rstrip(_CLOSERS)[-1:]
    return (
        _is_short(words, _LONGEST_WITHOUT_COLON, _MOST_WORDS_WITHOUT_COLON)
        and not words.startswith(_BULLETS)
        and first.isalnum()
        and not first.islower()
        and last not in tuple(".!;,:…。！；，、：")
    )
