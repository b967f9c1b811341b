"""Pieces: blocks cut where a question or an answer begins, each with its shape.

A question and its answer may stand in one block. A marker inside a block begins a piece

* where it takes its turn (A after Q, Q after A) at the start of a line or after the end of a
  sentence, which before an A is a question mark, or
* where it is out of turn, after the end of a sentence: an answer or a question is missing, which
  is found out later. An `A.` out of turn is an initial and no marker.

In a text that begins with no marker only `Q:` after the end of a sentence begins a piece.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formats.markers import (
    BOLD,
    Marker,
    bold_and_rest,
    ends_question,
    ends_sentence,
    marker_at_start,
    markers_in,
    without_bold,
)
from formats.shapes import Shape, begins_closing, end_of_faq_heading
from formats.text_blocks import Block
from formats.titles import shape_of_block

# As much of what stands before a marker as shows whether it ends a sentence.
_TAIL = 20
_LONGEST_UNMARKED_QUESTION = 300


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
