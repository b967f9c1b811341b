"""The outline: pieces in file order become the lead, sections and questions they belong to."""

from collections.abc import Sequence
from dataclasses import replace

from formats.parsed import Note, Refused, quoted
from formats.shapes import (
    Shape,
    begins_closing,
    ends_in_colon,
    has_heading_in_line,
    is_conclusion,
    is_plain_faq_heading,
    words_of_heading,
)
from formats.text.parts import Kind, Part, refuse_bare_sections
from formats.text.phrasing import introduces, is_byline, is_doubtful_heading
from formats.text.pieces import Piece
from formats.text_blocks import is_blank

_A_QUESTION = "a question such as “Q: …?”"
_AN_ANSWER = "its answer, such as “A: …”"


def outline_of(pieces: Sequence[Piece], line: int) -> tuple[list[Part], list[Note]]:
    """The parts of an explainer whose title stands on `line`, the lead first, and what was decided.

    Raises `Refused` for a question without an answer, an answer without a question, an FAQ without
    questions and a heading without text.
    """
    outline = _Outline(pieces, line)
    outline.read()
    return outline.parts, outline.notes


class _Outline:
    def __init__(self, pieces: Sequence[Piece], line: int) -> None:
        self.pieces = pieces
        self.parts = [Part(Kind.LEAD, "", line, Shape.PARAGRAPH)]
        self.notes: list[Note] = []
        self.in_faq = False
        answers = [piece for piece in pieces if piece.shape is Shape.ANSWER]
        self.answers_are_marked = any(piece.marked for piece in answers)
        places = (at for at, piece in enumerate(pieces) if piece.shape is Shape.QUESTION)
        self.last_question = max(places, default=-1)
        self.questions_are_marked = self.last_question >= 0 and pieces[self.last_question].marked

    def read(self) -> None:
        self._read_byline()
        for place, piece in enumerate(self.pieces):
            self._take(place, piece)
        self._refuse_unanswered("nothing")
        refuse_bare_sections(self.parts)

    @property
    def part(self) -> Part:
        """The part that is being read."""
        return self.parts[-1]

    def _read_byline(self) -> None:
        first = self.pieces[0]
        if first.shape in (Shape.SHORT, Shape.PARAGRAPH) and is_byline(first.text):
            self.pieces = [replace(first, shape=Shape.PARAGRAPH), *self.pieces[1:]]
            self._note(
                first,
                "looks like the author’s name; kept as text; give the author to the import",
            )

    def _take(self, place: int, piece: Piece) -> None:
        match piece.shape:
            case Shape.FAQ:
                self._begin_faq(place, piece)
            case Shape.QUESTION:
                self._begin_question(piece)
            case Shape.ANSWER:
                self._answer(piece)
            case Shape.CONCLUSION | Shape.REFERENCES:
                self._begin_section(piece)
            case Shape.COLON if self._is_colon_heading(piece):
                if is_doubtful_heading(words_of_heading(piece.text)):
                    self._note(piece, "was taken as a heading because it is short and has a colon")
                self._begin_section(piece)
            case Shape.SHORT if self._is_heading(place):
                self._note(piece, "was taken as a heading: short, without a full stop, before text")
                self._begin_section(piece)
            case _:
                self._add_text(place, piece)

    def _begin_faq(self, place: int, piece: Piece) -> None:
        if self.in_faq:
            raise Refused(piece.line, f"a second FAQ ({quoted(piece.text)})", "one FAQ")
        following = self.pieces[place + 1 : place + 2]
        if not following or following[0].shape is not Shape.QUESTION:
            line = following[0].line if following else piece.line
            found = quoted(following[0].text) if following else "nothing"
            raise Refused(line, f"{found} under the heading of the FAQ", _A_QUESTION)
        if not is_plain_faq_heading(piece.text):
            self._note(piece, "became the FAQ, whose heading keeps no words of its own")
        if not following[0].marked:
            self._note(piece, "has questions without “Q:”; blocks that end in “?” were taken so")
        self.in_faq = True

    def _begin_question(self, piece: Piece) -> None:
        self._refuse_unanswered("another question", piece)
        if is_blank(piece.text):
            raise Refused(piece.line, "the mark of a question without words", _A_QUESTION)
        self.in_faq = True
        self.parts.append(Part(Kind.QUESTION, piece.text, piece.line, piece.shape))

    def _answer(self, piece: Piece) -> None:
        if not self.part.is_unanswered:
            found = f"an answer without a question ({quoted(piece.text)})"
            raise Refused(piece.line, found, f"{_A_QUESTION} before each answer")
        if is_blank(piece.text):
            raise Refused(piece.line, "the mark of an answer without words", "words behind it")
        self.part.pieces.append(piece)

    def _begin_section(self, piece: Piece) -> None:
        self._refuse_unanswered("a heading", piece)
        if self.part.is_bare_section:
            found = f"{quoted(piece.text)} right under the heading {quoted(self.part.heading)}"
            raise Refused(piece.line, found, "a paragraph between two headings")
        heading = words_of_heading(piece.text)
        if is_blank(heading):
            found = f"a heading without words ({quoted(piece.text)})"
            raise Refused(piece.line, found, "words before the colon")
        self.parts.append(Part(Kind.SECTION, heading, piece.line, piece.shape))

    def _add_text(self, place: int, piece: Piece) -> None:
        if self.part.is_unanswered and (self.answers_are_marked or self._closes(place)):
            self._refuse_unanswered("text", piece)
        self._note_doubts(place, piece)
        self.part.pieces.append(piece)

    def _closes(self, place: int) -> bool:
        """Whether the text there is the conclusion, so that it can't be the last answer."""
        text = self.pieces[place].text
        if place < self.last_question or not begins_closing(text):
            return False
        later = (begins_closing(piece.text) for piece in self.pieces[place + 1 :])
        return is_conclusion(text) or not any(later)

    @property
    def _is_in_answer(self) -> bool:
        """Whether text goes on with an answer, since all questions have their marks."""
        return self.part.kind is Kind.QUESTION and self.questions_are_marked

    def _is_colon_heading(self, piece: Piece) -> bool:
        """Whether a short block with a colon is a heading: it introduces nothing, in no answer."""
        in_answer = self.part.is_unanswered or self._is_in_answer
        return not (in_answer or introduces(words_of_heading(piece.text)))

    def _is_heading(self, place: int) -> bool:
        """Whether a short block is a heading: text follows, and no heading, list or FAQ goes on."""
        is_text = self.part.is_unanswered or self.part.is_bare_section or self._is_in_answer
        if is_text or self.part.shape is Shape.REFERENCES:
            return False
        return self._precedes_text(place) and self._is_alone(place)

    def _precedes_text(self, place: int) -> bool:
        """Whether a paragraph follows, or what introduces one."""
        return any(
            piece.shape is Shape.PARAGRAPH
            or (piece.shape is Shape.COLON and introduces(words_of_heading(piece.text)))
            for piece in self.pieces[place + 1 : place + 2]
        )

    def _is_alone(self, place: int) -> bool:
        """Whether no other short block stands right before."""
        return place == 0 or self.pieces[place - 1].shape is not Shape.SHORT

    def _refuse_unanswered(self, found: str, piece: Piece | None = None) -> None:
        if self.part.is_unanswered:
            where = f"{found} ({quoted(piece.text)})" if piece else found
            found = f"{where} after the question {quoted(self.part.heading)}"
            raise Refused((piece or self.part).line, found, _AN_ANSWER)

    def _note_doubts(self, place: int, piece: Piece) -> None:
        if piece.shape is Shape.SHORT:
            self._note_short(place, piece)
        elif piece.shape is Shape.COLON:
            self._note_colon(piece)
        elif piece.shape is Shape.PARAGRAPH and ends_in_colon(piece.text):
            self._note(piece, "ends in a colon but is too long for a heading; kept as text")
        elif not self.in_faq and has_heading_in_line(piece.text):
            self._note(piece, "may begin with a heading; kept as text")

    def _note_short(self, place: int, piece: Piece) -> None:
        if not self._is_alone(place) or self.part.is_unanswered:
            return
        if self._is_in_answer and self._precedes_text(place):
            self._note(piece, "is short like a heading but stands in an answer; kept as text")
        elif self.part.shape not in (Shape.QUESTION, Shape.REFERENCES):
            self._note(piece, "is short like a heading but no text is its own; kept as text")

    def _note_colon(self, piece: Piece) -> None:
        if self.part.kind is not Kind.QUESTION:
            self._note(piece, "introduces what follows, so it is no heading; kept as text")
        elif not self.part.is_unanswered and not introduces(words_of_heading(piece.text)):
            self._note(piece, "has a colon like a heading but stands in an answer; kept as text")

    def _note(self, piece: Piece, decided: str) -> None:
        self.notes.append(Note(piece.line, f"{quoted(piece.text)} {decided}"))
