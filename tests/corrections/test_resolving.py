"""Going on after an overlap: a choice for each place, all else merged as ever."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given

from corrections.proposing.choosing import conflicts_of, resolved
from documents.document import Document, DocumentError, Section
from documents.merging import OverlappingChanges, merged
from tests.documents.strategies import documents

BASE = Document("T", lead="One two three.", sections=(Section("s1", "A", "b"),))


def test_a_text_is_what_was_chosen_and_the_rest_is_merged() -> None:
    theirs = replace(BASE, lead="One TWO three.")
    mine = replace(BASE, lead="One 2 three.", title="U")

    assert resolved(BASE, theirs, mine, {("explainer", "lead"): "One II three."}) == replace(
        BASE, title="U", lead="One II three."
    )


def test_what_is_left_without_a_choice_still_overlaps() -> None:
    theirs, mine = replace(BASE, lead="One TWO three."), replace(BASE, lead="One 2 three.")

    with pytest.raises(OverlappingChanges):
        resolved(BASE, theirs, mine, {})


@pytest.mark.slow
@given(documents, documents, documents)
def test_choosing_what_stands_now_or_what_was_proposed_always_goes_on(
    base: Document, theirs: Document, mine: Document
) -> None:
    conflicts = conflicts_of(base, theirs, mine)
    for side in ("theirs", "mine"):
        choices = {(one.part, one.field): getattr(one, side) for one in conflicts}
        # Who chooses neither heading nor text of a section is told that it would be empty.
        with suppress(DocumentError):
            made = resolved(base, theirs, mine, choices)
            assert merged(theirs, theirs, made) == made


def test_a_heading_and_a_text_that_were_taken_out_by_one_each_are_asked_about() -> None:
    theirs = replace(BASE, sections=(Section("s1", "A", None),))
    mine = replace(BASE, sections=(Section("s1", None, "b"),))

    assert [(one.part, one.field) for one in conflicts_of(BASE, theirs, mine)] == [
        ("s1", "position")
    ]
    chosen = resolved(BASE, theirs, mine, {("s1", "position"): mine.sections[0]})
    assert chosen == mine
