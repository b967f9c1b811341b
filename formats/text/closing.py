"""The end of a plain text: what its headings leave open about conclusion and references."""

from collections.abc import Iterator, Sequence

from formats.composing.divisions import DocumentPart, PartKind
from formats.composing.flow import Leaf
from formats.parsed import Note, Refused, quoted
from formats.shapes import Shape, begins_closing, begins_overall
from formats.titles import shape_of_heading

_ENDS = (PartKind.CONCLUSION, PartKind.REFERENCES)


def close(parts: list[DocumentPart]) -> list[Note]:
    """Takes a conclusion without a heading off the last of `parts`; gives what was decided.

    Raises `Refused` when sections and questions alternate. Nothing is moved: what stands elsewhere
    than at the end stays the section that it was.
    """
    _refuse_section_after_questions(parts)
    notes = [*_headed_ends(parts), *_early_conclusions(parts)]
    if not any(part.kind is PartKind.CONCLUSION for part in parts):
        notes += _closing(parts)
    return notes


def _headed_ends(parts: Sequence[DocumentPart]) -> Iterator[Note]:
    for part in parts:
        name = part.kind.name.lower()
        if part.kind in _ENDS and part.heading and part.heading.casefold() != name:
            yield Note(part.line, f"the part headed {quoted(part.heading)} became the {name}")


def _early_conclusions(parts: Sequence[DocumentPart]) -> Iterator[Note]:
    for part in parts:
        if part.kind is PartKind.SECTION and shape_of_heading(part.heading) is Shape.CONCLUSION:
            stays = f"{quoted(part.heading)} doesn’t come last, so it stays a section in its place"
            yield Note(part.line, stays)


def _closing(parts: list[DocumentPart]) -> Iterator[Note]:
    """Takes the conclusion, which begins like one, off the last part before the references."""
    number = max(at for at, part in enumerate(parts) if part.kind not in _ENDS)
    last = parts[number]
    place = _closing_place(last)
    if place is None:
        if last.kind is PartKind.QUESTION and len(last.leaves) > 1:
            yield Note(last.line, _kept(last))
        return
    closing = last.leaves[place:]
    del last.leaves[place:]
    parts.insert(number + 1, DocumentPart(PartKind.CONCLUSION, leaves=closing))
    if last.kind is not PartKind.QUESTION:
        decided = f"the last paragraph, {quoted(closing[0].text)}, became the conclusion"
        yield Note(closing[0].line, decided)
    elif not _stands_out(closing, parts):
        yield Note(closing[0].line, _guessed(closing, last))


def _closing_place(last: DocumentPart) -> int | None:
    """After questions the first paragraph that begins like a conclusion; else only the last."""
    start = 1 if last.kind is PartKind.QUESTION else max(1, len(last.leaves) - 1)
    places = range(start, len(last.leaves))
    return next((place for place in places if begins_closing(last.leaves[place].text)), None)


def _stands_out(closing: Sequence[Leaf], parts: Sequence[DocumentPart]) -> bool:
    """Whether "Overall," begins the one paragraph that stands over from answers of one each."""
    answers = [len(part.leaves) for part in parts if part.kind is PartKind.QUESTION]
    is_over = len(closing) == 1 and len(answers) > 1 and set(answers) == {1}
    return is_over and begins_overall(closing[0].text)


def _guessed(closing: Sequence[Leaf], last: DocumentPart) -> str:
    count = len(closing)
    it = "it" if count == 1 else f"it and what follows ({count} paragraphs)"
    return (
        f"{quoted(closing[0].text)} begins like a conclusion, so {it} became the conclusion"
        f" and no part of the answer to {quoted(last.heading)}"
    )


def _kept(last: DocumentPart) -> str:
    count = len(last.leaves)
    return (
        f"all {count} paragraphs under the question {quoted(last.heading)} became its answer,"
        " because none begins like a conclusion (“In conclusion”, “Overall,” …)"
    )


def _refuse_section_after_questions(parts: Sequence[DocumentPart]) -> None:
    questions_began = False
    for part in parts:
        questions_began = questions_began or part.kind is PartKind.QUESTION
        if questions_began and part.kind is PartKind.SECTION:
            late = f"what looks like a heading ({quoted(part.heading)}) after a question"
            expected = "all sections before the FAQ, since pages show them in this order"
            raise Refused(part.line, late, expected)
