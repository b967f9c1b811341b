"""Shapes: what a block or a heading looks like by itself, before its neighbours are looked at.

The marks of the family's questions and answers: `Q:`, `A.`, `Question 2:`, `**Q. …**`. What
headings announce, in the languages that explainers are written in; what begins like a conclusion.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

LONGEST_HEADING, _MOST_WORDS = 100, 15
_LONGEST_WITHOUT_COLON, _MOST_WORDS_WITHOUT_COLON = 80, 12
LONGEST_OF_FAQ = 150
_COLONS = (":", "：")
_CLOSERS = "”’\"'»)]*"
_OPENERS = "“‘\"'«([*¿¡ "
_BULLETS = ("- ", "– ", "— ", "• ", "· ", "* ", "+ ")

_FAQ_NAME = r"(?:faqs?|frequently asked questions?(?: \(faqs?\))?|q ?& ?a|questions and answers)"
PLAIN_FAQ = re.compile(_FAQ_NAME, re.IGNORECASE)
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
_CONCLUSION = re.compile(rf"{_SURE}|{_WITH_COMMA}", re.IGNORECASE)
_REFERENCES = re.compile(r"references?|sources?", re.IGNORECASE)
BOLD = "**"
_MARKER = re.compile(
    r"(?<!\S)(?P<bold>\*\*)?(?P<word>question|answer|ans|q|a)(?P<number> ?\d{1,3})?"
    r" ?(?P<end>[:：.)])",
    re.IGNORECASE,
)
_BOLD_END = re.compile(r"\*\*(?= |$)")
_ANY_FAQ = re.compile(
    r"(?:faqs?|häufig(?:e|st)?e? (?:gestellte )?fragen|fragen und antworten|foire aux questions"
    r"|questions fréquentes|questions fréquemment posées|questions[ -]réponses"
    r"|questions (?:et|&) réponses|preguntas frecuentes|preguntas y respuestas|domande frequenti"
    r"|domande e risposte|perguntas frequentes|perguntas e respostas|veelgestelde vragen"
    r"|vanliga frågor|ofte stilte spørsmål|usein kysytyt kysymykset|często zadawane pytania"
    r"|najczęściej zadawane pytania|часто задаваемые вопросы|вопросы и ответы"
    r"|поширені запитання|sıkça sorulan sorular|よくある質問|常见问题|常見問題|자주 묻는 질문"
    r"|الأسئلة الشائعة|أسئلة شائعة|שאלות נפוצות|common questions|common faqs"
    r"|your questions,? answered|questions? (?:and|&) answers?)(?: \([^()]{1,20}\))?",
    re.IGNORECASE,
)
_ANY_CONCLUSION = re.compile(
    r"(?:conclusions?|fazit|schluss(?:folgerung)?|conclusión|conclusiones|conclusione"
    r"|conclusão|conclusie|slutsats|wnioski|заключение|結論|结论)",
    re.IGNORECASE,
)
_ANY_REFERENCES = re.compile(
    r"(?:references?|sources?|bibliography|works cited|quellen|referenzen|literatur|références"
    r"|referencias|fuentes|fonti|riferimenti|referências|fontes|bronnen|källor|źródła|источники"
    r"|参考文献|參考文獻)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)]? ")


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
    if PLAIN_FAQ.fullmatch(words) or (_FAQ_OF.match(words) and _could_be_heading(text)):
        return Shape.FAQ
    if _CONCLUSION.fullmatch(words):
        return Shape.CONCLUSION
    if _REFERENCES.fullmatch(words):
        return Shape.REFERENCES
    if ends_in_colon(text):
        return Shape.COLON if _is_short(words, LONGEST_HEADING, _MOST_WORDS) else Shape.PARAGRAPH
    return Shape.SHORT if _is_short_title(words) else Shape.PARAGRAPH


def words_of_heading(text: str) -> str:
    """A heading without the colon at its end and without the asterisks of bold type."""
    return _without_colon(without_bold(_without_colon(text)))


def ends_in_colon(text: str) -> bool:
    """Whether `text` ends in a colon, which may be in bold type."""
    return text.rstrip("* ").endswith(_COLONS)


def begins_closing(text: str) -> bool:
    """Whether `text` begins like a conclusion: "In conclusion", "Overall," and their like."""
    return _CLOSING.match(text) is not None


def is_conclusion(text: str) -> bool:
    """Whether `text` can hardly be anything else: it begins with "In conclusion" or the like."""
    return _SURELY_CLOSING.match(text) is not None


def _without_colon(text: str) -> str:
    return text[:-1].rstrip(" ") if text.endswith(_COLONS) else text


def _could_be_heading(text: str) -> bool:
    is_short = len(text) <= LONGEST_OF_FAQ
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
    mark = _MARKER.match(text)
    return _marker(text, mark) if mark else None


def markers_in(text: str) -> Iterator[Marker]:
    """All that look like markers in `text`, at the start of a word each."""
    for mark in _MARKER.finditer(text):
        marker = _marker(text, mark)
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


def _marker(text: str, mark: re.Match[str]) -> Marker | None:
    """The marker, unless it is an initial (`A.Smith`) or the `a)` of a list."""
    has_colon = mark["end"] in _COLONS
    if not has_colon:
        rest = text[mark.end() : mark.end() + 1]
        if rest not in ("", " ", "\n", "*") or mark["word"][0].islower():
            return None
    return Marker(
        start=mark.start(),
        stop=mark.end(),
        is_question=mark["word"][0] in "qQ",
        is_numbered=mark["number"] is not None,
        has_colon=has_colon,
        opens_bold=mark["bold"] is not None,
    )


def shape_of_block(text: str) -> Shape:
    """The shape of a block of plain text, whose heading may say in any language what it heads."""
    shape = shape_of(text)
    if shape not in (Shape.SHORT, Shape.COLON):
        return shape
    announced = shape_of_heading(text)
    return shape if announced is Shape.SHORT else announced


def shape_of_heading(text: str) -> Shape:
    """What a heading announces: FAQ, conclusion, references, or nothing of the kind (`SHORT`)."""
    words = _NUMBER.sub("", words_of_heading(text)).strip(" .")
    for pattern, shape in (
        (_ANY_FAQ, Shape.FAQ),
        (_ANY_CONCLUSION, Shape.CONCLUSION),
        (_ANY_REFERENCES, Shape.REFERENCES),
    ):
        if pattern.fullmatch(words):
            return shape
    shape = shape_of(words)
    return shape if shape in (Shape.FAQ, Shape.CONCLUSION, Shape.REFERENCES) else Shape.SHORT
