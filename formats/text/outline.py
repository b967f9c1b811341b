"""The outline: pieces in file order become leaves, which say what is a heading and what a question.

`dividing` makes parts of them as it does with those of all other formats.
"""

from collections.abc import Sequence
from dataclasses import replace

from lxml.html import Element

from documents.document import LONGEST_LINE
from formats.composing.flow import Leaf, Role
from formats.parsed import Note, Refused, quoted
from formats.shapes import (
    Shape,
    begins_closing,
    ends_in_colon,
    is_conclusion,
    shape_of,
    words_of_heading,
)
from formats.text.blocks import is_blank, tree_of
from formats.text.pieces import (
    Piece,
    has_heading_in_line,
    introduces,
    is_byline,
    is_doubtful_heading,
    is_plain_faq_heading,
)

_A_QUESTION = "a question such as “Q: …?”"
_AN_ANSWER = "its answer, such as “A: …”"
_LEVEL = 2


def outline_of(pieces: Sequence[Piece], line: int) -> tuple[list[Leaf], list[Note]]:
    """The leaves of an explainer whose title stands on `line`, and what was decided.

    Raises `Refused` for a question without an answer, an answer without a question, an FAQ without
    questions and a heading without text.
    """
    outline = _Outline(pieces, line)
    outline.read()
    return outline.leaves, outline.notes


class _Outline:
    """Reads piece by piece; `head` is the heading or question that text belongs to."""

    def __init__(self, pieces: Sequence[Piece], line: int) -> None:
        self.pieces = pieces
        self.head = Piece("", line, Shape.PARAGRAPH)
        self.has_text = False
        self.asked: Leaf | None = None
        self.in_faq = False
        self.leaves: list[Leaf] = []
        self.notes: list[Note] = []
        answers = [piece for piece in pieces if piece.shape is Shape.ANSWER]
        self.answers_are_marked = any(piece.marked for piece in answers)
        places = (at for at, piece in enumerate(pieces) if piece.shape is Shape.QUESTION)
        self.last_question = max(places, default=-1)
        self.questions_are_marked = self.last_question >= 0 and pieces[self.last_question].marked

    def read(self) -> None:
        """Fills `leaves` and `notes`."""
        self._read_byline()
        for place, piece in enumerate(self.pieces):
            self._take(place, piece)
        self._refuse_unanswered("nothing")
        self._refuse_bare_heading()
        self._end_question()

    def _read_byline(self) -> None:
        first = self.pieces[0]
        if first.shape in (Shape.SHORT, Shape.PARAGRAPH) and is_byline(first.text):
            self.pieces = [replace(first, shape=Shape.PARAGRAPH), *self.pieces[1:]]
            taken = "looks like the author’s name; kept as text; give the author to the import"
            self._note(first, taken)

    def _take(self, place: int, piece: Piece) -> None:
        match self._shape_at(place):
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

    def _shape_at(self, place: int) -> Shape:
        """Its shape; the words for an FAQ in other languages are that only before a question."""
        shape = self.pieces[place].shape
        behind = self.pieces[place + 1 : place + 2]
        if shape is Shape.FAQ and not (behind and behind[0].shape is Shape.QUESTION):
            return shape_of(self.pieces[place].text)
        return shape

    def _begin_faq(self, place: int, piece: Piece) -> None:
        if self.in_faq:
            raise Refused(piece.line, f"a second FAQ ({quoted(piece.text)})", "one FAQ")
        following = self.pieces[place + 1 : place + 2]
        if not following or following[0].shape is not Shape.QUESTION:
            line = following[0].line if following else piece.line
            instead = quoted(following[0].text) if following else "nothing"
            raise Refused(line, f"{instead} under the heading of the FAQ", _A_QUESTION)
        if not is_plain_faq_heading(piece.text):
            self._note(piece, "became the FAQ, whose heading keeps no words of its own")
        if not following[0].marked:
            self._note(piece, "has questions without “Q:”; blocks that end in “?” were taken so")
        self._enter_faq(piece)

    def _enter_faq(self, piece: Piece) -> None:
        self.leaves.append(_leaf(Role.HEADING, "FAQ", piece.line))
        self.in_faq = True

    def _begin_question(self, piece: Piece) -> None:
        self._refuse_unanswered("another question", piece)
        self._refuse_bare_heading()
        if is_blank(piece.text):
            raise Refused(piece.line, "the mark of a question without words", _A_QUESTION)
        if len(piece.text) > LONGEST_LINE:
            number = 1 + sum(leaf.role is Role.ASKED for leaf in self.leaves)
            length = f"in the question of q{number}: has {len(piece.text):,} characters"
            raise Refused(piece.line, length, f"at most {LONGEST_LINE:,}")
        self._end_question()
        if not self.in_faq:
            self._enter_faq(piece)
        self.head, self.has_text = piece, False
        self.asked = _leaf(Role.ASKED, piece.text, piece.line)
        self.leaves.append(self.asked)

    def _end_question(self) -> None:
        if self.asked is not None:
            self.leaves.append(Leaf(self.asked.element, Role.END, ""))
        self.asked = None

    def _answer(self, piece: Piece) -> None:
        if not self._is_unanswered:
            unasked = f"an answer without a question ({quoted(piece.text)})"
            raise Refused(piece.line, unasked, f"{_A_QUESTION} before each answer")
        if is_blank(piece.text):
            raise Refused(piece.line, "the mark of an answer without words", "words behind it")
        self._add(piece)

    def _begin_section(self, piece: Piece) -> None:
        self._refuse_unanswered("a heading", piece)
        if self._is_bare_heading:
            bare = f"{quoted(piece.text)} right under the heading {quoted(self.head.text)}"
            raise Refused(piece.line, bare, "a paragraph between two headings")
        heading = words_of_heading(piece.text)
        if is_blank(heading):
            wordless = f"a heading without words ({quoted(piece.text)})"
            raise Refused(piece.line, wordless, "words before the colon")
        self._end_question()
        self.head, self.has_text = replace(piece, text=heading), False
        self.leaves.append(_leaf(Role.HEADING, heading, piece.line))

    def _add_text(self, place: int, piece: Piece) -> None:
        if self._is_unanswered and (self.answers_are_marked or self._closes(place)):
            self._refuse_unanswered("text", piece)
        doubt = self._doubt(place, piece)
        if doubt:
            self._note(piece, doubt)
        self._add(piece)

    def _add(self, piece: Piece) -> None:
        self.has_text = True
        before = self.leaves[-1].element if self.leaves else None
        tree = tree_of(piece.text, piece.line, before)
        self.leaves.append(Leaf(tree, Role.BLOCK, piece.text))

    def _closes(self, place: int) -> bool:
        """Whether the text there is the conclusion, so that it can't be the last answer."""
        text = self.pieces[place].text
        if place < self.last_question or not begins_closing(text):
            return False
        later = (begins_closing(piece.text) for piece in self.pieces[place + 1 :])
        return is_conclusion(text) or not any(later)

    @property
    def _is_unanswered(self) -> bool:
        return self.head.shape is Shape.QUESTION and not self.has_text

    @property
    def _is_bare_heading(self) -> bool:
        no_heading = (Shape.QUESTION, Shape.PARAGRAPH)
        return self.head.shape not in no_heading and not self.has_text

    @property
    def _is_in_answer(self) -> bool:
        """Whether text goes on with an answer, since all questions have their marks."""
        return self.head.shape is Shape.QUESTION and self.questions_are_marked

    def _is_colon_heading(self, piece: Piece) -> bool:
        """Whether a short block with a colon is a heading: it introduces nothing, in no answer."""
        in_answer = self._is_unanswered or self._is_in_answer
        return not (in_answer or introduces(words_of_heading(piece.text)))

    def _is_heading(self, place: int) -> bool:
        """Whether a short block is a heading: text follows, and no heading, list or FAQ goes on."""
        is_text = self._is_unanswered or self._is_bare_heading or self._is_in_answer
        if is_text or self.head.shape is Shape.REFERENCES:
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

    def _refuse_unanswered(self, instead: str, piece: Piece | None = None) -> None:
        if self._is_unanswered:
            where = f"{instead} ({quoted(piece.text)})" if piece else instead
            unanswered = f"{where} after the question {quoted(self.head.text)}"
            raise Refused((piece or self.head).line, unanswered, _AN_ANSWER)

    def _refuse_bare_heading(self) -> None:
        if self._is_bare_heading:
            bare = f"the heading {quoted(self.head.text)} without text"
            raise Refused(self.head.line, bare, "a paragraph under it")

    def _doubt(self, place: int, piece: Piece) -> str:
        """What may be meant otherwise in a piece that becomes text; mostly ""."""
        match piece.shape:
            case Shape.SHORT:
                return self._doubt_about_short(place)
            case Shape.COLON if self.head.shape is not Shape.QUESTION:
                return "introduces what follows, so it is no heading; kept as text"
            case Shape.COLON if self.has_text and not introduces(words_of_heading(piece.text)):
                return "has a colon like a heading but stands in an answer; kept as text"
            case Shape.PARAGRAPH if ends_in_colon(piece.text):
                return "ends in a colon but is too long for a heading; kept as text"
            case Shape.PARAGRAPH if not self.in_faq and has_heading_in_line(piece.text):
                return "may begin with a heading; kept as text"
        return ""

    def _doubt_about_short(self, place: int) -> str:
        if not self._is_alone(place) or self._is_unanswered:
            return ""
        if self._is_in_answer and self._precedes_text(place):
            return "is short like a heading but stands in an answer; kept as text"
        is_listed = self.head.shape in (Shape.QUESTION, Shape.REFERENCES)
        return "" if is_listed else "is short like a heading but no text is its own; kept as text"

    def _note(self, piece: Piece, decided: str) -> None:
        self.notes.append(Note(piece.line, f"{quoted(piece.text)} {decided}"))


def _leaf(role: Role, text: str, line: int) -> Leaf:
    element = Element("p", {"data-line": str(line)})
    return Leaf(element, role, text, _LEVEL if role is Role.HEADING else 0)
