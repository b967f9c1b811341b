"""Pieces: blocks cut where a question or an answer begins, each with its shape.

A question and its answer may stand in one block. A marker inside a block begins a piece

* where it takes its turn (A after Q, Q after A) at the start of a line or after the end of a
  sentence, which before an A is a question mark, or
* where it is out of turn, after the end of a sentence: an answer or a question is missing, which
  is found out later. An `A.` out of turn is an initial and no marker.

In a text that begins with no marker only `Q:` after the end of a sentence begins a piece.

Whether the words of a short block introduce text, are no heading for sure, or are a name, is told
by rules of thumb for English, and what they decide is noted. Words in another language meet none of
them, so that there a short block that ends in a colon is a heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formats.shapes import (
    BOLD,
    LONGEST_HEADING,
    LONGEST_OF_FAQ,
    PLAIN_FAQ,
    Marker,
    Shape,
    begins_closing,
    bold_and_rest,
    ends_question,
    ends_sentence,
    marker_at_start,
    markers_in,
    shape_of,
    shape_of_block,
    without_bold,
    words_of_heading,
)
from formats.text.blocks import Block

# As much of what stands before a marker as shows whether it ends a sentence.
_TAIL = 20
_LONGEST_UNMARKED_QUESTION = 300
_MOST_SURE_WORDS, _MOST_OF_BYLINE = 4, 8

# "What an alliance is:" is a heading, whatever its verb.
_ASKING = re.compile(r"(?:what|how|why|when|where|who|whom|whose|which|whether)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:(?:i|you|he|she|it|we|they|there|here)(?:['’](?:s|re|ve|ll|d|m))?"
    r"|(?:this|that|these|those) (?:is|are|was|were)) \w",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:said|says?|wrote|writes?|asked|asks?|added|adds?|replied|answered|explained|explains?"
    r"|stated|states|argued|argues|concluded|warned|declared|reads?|ran|runs|follows?|following"
    r"|includes?|included|including|are|is|was|were|that|namely|example|instance|such as)$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:am|is|are|was|were|be|been|has|have|had|does|did|can|could|will|would|shall|should|may"
    r"|might|must|cannot|said|says|gave|gives|made|makes|came|comes|took|takes|went|goes|got|gets"
    r"|\w+n['’]t)\b"
)

_BYLINE = re.compile(r"[Bb]y (?:(?:de|del|della|di|da|du|la|le|van|von|der|den|ter|al|el) )*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a block that belong together, without their marker, and what they look like."""

    text: str
    line: int
    shape: Shape
    marked: bool = False


def pieces_of(blocks: Sequence[Block]) -> list[Piece]:
    """All blocks as pieces, in order."""
    texts = [numbered for block in blocks for numbered in _cut(block)]
    dots = any(_begins_dotted_question(text) for text, _ in texts)
    pieces = [piece for text, line in texts for piece in _piece(text, line, dots)]
    if any(piece.shape is Shape.QUESTION for piece in pieces):
        return pieces
    return list(_with_unmarked_questions(pieces))


def _begins_dotted_question(text: str) -> bool:
    marker = marker_at_start(text)
    return marker is not None and marker.is_question and not marker.has_colon


def _cut(block: Block) -> Iterator[tuple[str, int]]:
    """The texts of the pieces in `block`, and the line on which each begins."""
    cuts = [0, *_cuts(block)]
    for start, stop in zip(cuts, [*cuts[1:], len(block.text)], strict=True):
        yield block.text[start:stop].strip(" \n"), block.line_at(start)


def _cuts(block: Block) -> Iterator[int]:
    """The places behind its start where a question or an answer begins."""
    start = end_of_faq_heading(block.text)
    if start:
        yield start
    last = marker_at_start(block.text[start:])
    markers = [marker for marker in markers_in(block.text) if marker.start > start]
    has_answer = any(not marker.is_question for marker in markers)
    for marker in markers:
        before = block.text[max(0, marker.start - _TAIL) : marker.start]
        if last is None:
            cut = _begins_first(marker, before, has_answer)
        else:
            cut = _follows(last, marker, before, block.line_begins_at(marker.start))
        if cut:
            yield marker.start
            last = marker


def _begins_first(marker: Marker, before: str, has_answer: bool) -> bool:
    """Whether a question begins in a text without one; `Q1:` may be a quarter of a year."""
    is_mark = marker.is_question and marker.has_colon and ends_sentence(before)
    return is_mark and (has_answer or not marker.is_numbered)


def _follows(last: Marker, marker: Marker, before: str, begins_line: bool) -> bool:
    if marker.has_colon != last.has_colon:
        return False
    if marker.is_question == last.is_question:
        return ends_sentence(before) and (marker.is_question or marker.has_colon)
    ended = ends_sentence(before) if marker.is_question else ends_question(before)
    return ended or begins_line


def _piece(text: str, line: int, dots: bool) -> Iterator[Piece]:
    marker = marker_at_start(text)
    if marker is None:
        yield Piece(text, line, shape_of_block(text))
    elif marker.is_question:
        yield from _question(text, line, marker)
    elif marker.has_colon or dots:
        yield Piece(_words_of_answer(text, marker), line, Shape.ANSWER, marked=True)
    else:
        yield Piece(text, line, Shape.PARAGRAPH)


def _words_of_answer(text: str, marker: Marker) -> str:
    first, end, items = text[marker.stop :].partition("\n")
    first = first.replace(BOLD, "", 1) if marker.opens_bold else first
    return f"{first.strip(' ')}{end}{items}".strip(" \n")


def _question(text: str, line: int, marker: Marker) -> Iterator[Piece]:
    """A question and, where it is bold and the block goes on, its answer."""
    words = text[marker.stop :].replace("\n", " ").strip(" ")
    if not marker.opens_bold:
        yield Piece(without_bold(words), line, Shape.QUESTION, marked=True)
    elif words.startswith(BOLD):
        yield Piece(words[len(BOLD) :].strip(" "), line, Shape.QUESTION, marked=True)
    else:
        question, answer = bold_and_rest(words)
        yield Piece(question, line, Shape.QUESTION, marked=True)
        if answer:
            yield Piece(answer, line, Shape.ANSWER)


def _with_unmarked_questions(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of a file without `Q:`, where a question of the FAQ is known by its mark."""
    in_faq = False
    for piece in pieces:
        if piece.shape in (Shape.CONCLUSION, Shape.REFERENCES):
            in_faq = False
        could_ask = piece.shape in (Shape.SHORT, Shape.PARAGRAPH)
        is_list = "\n" in piece.text
        if in_faq and could_ask and not is_list and not begins_closing(piece.text):
            yield from _perhaps_question(piece)
        else:
            yield piece
        in_faq = in_faq or piece.shape is Shape.FAQ


def _perhaps_question(piece: Piece) -> Iterator[Piece]:
    is_bold = piece.text.startswith(BOLD)
    question, answer = bold_and_rest(piece.text[len(BOLD) :]) if is_bold else (piece.text, "")
    if ends_question(question) and len(question) <= _LONGEST_UNMARKED_QUESTION:
        yield Piece(question, piece.line, Shape.QUESTION)
        if answer:
            yield Piece(answer, piece.line, Shape.ANSWER)
    else:
        yield piece


def introduces(words: str) -> bool:
    """Whether `words`, behind which a colon stands, introduce what follows: "She gave three".

    They begin with a pronoun, `there` or `here`, or end in a verb of saying, a form of "to be" or
    "including", "for example" and the like, and they don't begin with a word that asks.
    """
    if _ASKING.match(words):
        return False
    return bool(_SUBJECT.match(words) or _SAYING.search(words))


def is_doubtful_heading(words: str) -> bool:
    """Whether `words` may be no heading: more than four, or a verb, and no word that asks."""
    if _ASKING.match(words):
        return False
    return words.count(" ") >= _MOST_SURE_WORDS or _VERB.search(words) is not None


def is_byline(text: str) -> bool:
    """Whether `text` is "By" and a name, in at most eight words that don't end like a sentence."""
    byline = _BYLINE.match(text)
    is_name = byline is not None and text[byline.end() : byline.end() + 1].isupper()
    return is_name and text.count(" ") < _MOST_OF_BYLINE and text[-1] not in ".!?:;,：？"


def is_plain_faq_heading(text: str) -> bool:
    """Whether an FAQ heading says no more than that."""
    return PLAIN_FAQ.fullmatch(words_of_heading(text)) is not None


def end_of_faq_heading(text: str) -> int:
    """Where the first marker stands in a block that begins with the FAQ's heading; else 0."""
    start = next((marker.start for marker in markers_in(text[:LONGEST_OF_FAQ])), 0)
    return start if start and shape_of(text[:start].rstrip(" ")) is Shape.FAQ else 0


def has_heading_in_line(text: str) -> bool:
    """Whether `text` begins with a few words in title case, a colon and a sentence."""
    title, colon, rest = text[:LONGEST_HEADING].partition(": ")
    words = title.split(" ")
    capital = all(word[:1].isupper() for word in words if len(word) > 3)
    is_title = len(words) <= 6 and title[:1].isupper() and capital
    return is_title and bool(colon and rest) and not begins_closing(text)
