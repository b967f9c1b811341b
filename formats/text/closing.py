"""The end of an explainer: its conclusion and references, told apart from what stands before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formats.parsed import Note, Refused, quoted
from formats.shapes import Shape, begins_closing, begins_overall, is_conclusion
from formats.text.parts import Kind, Part
from formats.text.pieces import Piece


@dataclass(frozen=True, slots=True)
class Ending:
    """The parts before the end; the paragraphs of conclusion and references, maybe none."""

    parts: tuple[Part, ...]
    conclusion: tuple[Piece, ...]
    references: tuple[Piece, ...]
    notes: tuple[Note, ...]


def ending_of(parts: Sequence[Part]) -> Ending:
    """`parts` with their end taken off; raises `Refused` when sections and questions alternate.

    Nothing is moved: what stands elsewhere than at the end stays the section that it was.
    """
    notes: list[Note] = []
    rest, references = _headed(parts, Shape.REFERENCES, "references", notes)
    rest, conclusion = _headed(rest, Shape.CONCLUSION, "conclusion", notes)
    _refuse_section_after_questions(rest)
    notes.extend(_early_conclusions(rest))
    if not conclusion:
        conclusion = _closing_paragraphs(rest, notes)
    return Ending(tuple(rest), tuple(conclusion), tuple(references), tuple(notes))


def _headed(
    parts: Sequence[Part], shape: Shape, name: str, notes: list[Note]
) -> tuple[Sequence[Part], list[Piece]]:
    """The parts before a last section that is headed as the conclusion or references are."""
    last = parts[-1]
    if last.shape is not shape:
        return parts, []
    if last.heading.casefold() != name:
        notes.append(Note(last.line, f"the part headed {quoted(last.heading)} became the {name}"))
    return parts[:-1], last.pieces


def _early_conclusions(parts: Sequence[Part]) -> Iterator[Note]:
    for part in parts:
        if part.shape is Shape.CONCLUSION:
            stays = f"{quoted(part.heading)} doesn’t come last, so it stays a section in its place"
            yield Note(part.line, stays)


def _closing_paragraphs(parts: Sequence[Part], notes: list[Note]) -> list[Piece]:
    """Takes the conclusion, which begins like one, off the end of the last of `parts`."""
    last = parts[-1]
    place = _closing_place(last)
    if place is None:
        if last.kind is Kind.QUESTION and len(last.pieces) > 1:
            notes.append(Note(last.line, _kept(last)))
        return []
    closing = last.pieces[place:]
    del last.pieces[place:]
    if last.kind is not Kind.QUESTION:
        decided = f"the last paragraph, {quoted(closing[0].text)}, became the conclusion"
        notes.append(Note(closing[0].line, decided))
    elif not is_conclusion(closing[0].text) and not _stands_out(closing, parts):
        notes.append(Note(closing[0].line, _guessed(closing, last)))
    return closing


def _closing_place(last: Part) -> int | None:
    """After questions the first paragraph that begins like a conclusion; else only the last.

    One that surely is a conclusion goes before those that only may be.
    """
    start = 1 if last.kind is Kind.QUESTION else max(1, len(last.pieces) - 1)
    places = [at for at in range(start, len(last.pieces)) if begins_closing(last.pieces[at].text)]
    sure = [place for place in places if is_conclusion(last.pieces[place].text)]
    return next(iter(sure or places), None)


def _stands_out(closing: Sequence[Piece], parts: Sequence[Part]) -> bool:
    """Whether "Overall," begins the one paragraph that stands over from answers of one each."""
    answers = [len(part.pieces) for part in parts if part.kind is Kind.QUESTION]
    is_over = len(closing) == 1 and len(answers) > 1 and set(answers) == {1}
    return is_over and begins_overall(closing[0].text)


def _guessed(closing: Sequence[Piece], last: Part) -> str:
    count = len(closing)
    it = "it" if count == 1 else f"it and what follows ({count} paragraphs)"
    return (
        f"{quoted(closing[0].text)} begins like a conclusion, so {it} became the conclusion"
        f" and no part of the answer to {quoted(last.heading)}"
    )


def _kept(last: Part) -> str:
    count = len(last.pieces)
    return (
        f"all {count} paragraphs under the question {quoted(last.heading)} became its answer,"
        " because none begins like a conclusion (“In conclusion”, “Overall,” …)"
    )


def _refuse_section_after_questions(parts: Sequence[Part]) -> None:
    questions_began = False
    for part in parts:
        questions_began = questions_began or part.kind is Kind.QUESTION
        if questions_began and part.kind is Kind.SECTION:
            found = f"what looks like a heading ({quoted(part.heading)}) after a question"
            expected = "all sections before the FAQ, since pages show them in this order"
            raise Refused(part.line, found, expected)
