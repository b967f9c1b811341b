"""Three documents become one, or nothing is guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.document import Document, Question, Section
from documents.merging import OverlappingChanges, merged, merged_text
from tests.documents.strategies import documents

BODY = "Rain falls. Snow melts. Wind blows."
BASE = Document(
    "Weather",
    lead="What falls, and why.",
    sections=(Section("s1", "Rain", BODY), Section("s2", "Ice", "It is cold.")),
    faqs=(Question("q1", "Is it wet?", "Yes."),),
)
words = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", ".", ","]), max_size=12).map(
    " ".join
)


def with_body(text: str) -> Document:
    """The base with another first section."""
    return replace(BASE, sections=(Section("s1", "Rain", text), BASE.sections[1]))


@given(documents, documents)
def test_what_only_one_side_changed_is_taken_as_it_is(base: Document, other: Document) -> None:
    assert merged(base, base, other) == other
    assert merged(base, other, base) == other


@pytest.mark.slow
@given(documents, documents)
def test_two_equal_changes_are_one(base: Document, other: Document) -> None:
    same_keys = replace(
        other,
        sections=tuple(one for one in other.sections if one.key in {s.key for s in base.sections}),
        faqs=tuple(one for one in other.faqs if one.key in {q.key for q in base.faqs}),
    )
    assert merged(base, same_keys, same_keys) == same_keys


@given(words, words, words)
def test_a_merge_is_the_same_from_both_sides(base: str, theirs: str, mine: str) -> None:
    assert merged_text(base, theirs, mine) == merged_text(base, mine, theirs)


@given(words, words, words, st.sampled_from(["x", "y z", ""]), st.sampled_from(["u", "v w", ""]))
def test_changes_with_a_word_between_them_are_both_kept(
    head: str, middle: str, tail: str, mine: str, theirs: str
) -> None:
    base = f"{head} ONE {middle} MIDDLE {tail} TWO"
    assert merged_text(
        base, base.replace("TWO", f"2{theirs}"), base.replace("ONE", f"1{mine}")
    ) == base.replace("TWO", f"2{theirs}").replace("ONE", f"1{mine}")


def test_neighbouring_sentences_are_changed_one_after_the_other() -> None:
    one = with_body("Rain falls down. Snow melts. Wind blows.")
    two = with_body("Rain falls. Snow melts in spring. Wind blows.")
    three = with_body("Rain falls. Snow melts. Gales blow.")
    all_of_them = merged(BASE, merged(BASE, one, two), three)
    assert all_of_them.sections[0].body == "Rain falls down. Snow melts in spring. Gales blow."


def test_the_same_words_changed_by_both_are_shown_with_all_three_texts() -> None:
    with pytest.raises(OverlappingChanges) as overlap:
        merged(BASE, with_body("Rain drips. Snow melts."), with_body("Rain pours. Snow melts."))
    (conflict,) = overlap.value.conflicts
    assert (conflict.part, conflict.field, conflict.base) == ("s1", "body", BODY)
    assert (conflict.theirs, conflict.mine) == (
        "Rain drips. Snow melts.",
        "Rain pours. Snow melts.",
    )


def test_two_insertions_at_one_place_are_no_guess() -> None:
    with pytest.raises(OverlappingChanges):
        merged(BASE, with_body(f"{BODY} More."), with_body(f"{BODY} Less."))


def test_parts_that_both_add_get_keys_of_their_own() -> None:
    mine = replace(BASE, sections=(*BASE.sections, Section("s3", "Mine")))
    theirs = replace(BASE, sections=(*BASE.sections, Section("s3", "Theirs")))
    result = merged(BASE, theirs, mine)
    assert {one.heading for one in result.sections[2:]} == {"Mine", "Theirs"}
    assert len({one.key for one in result.sections}) == 4


def test_a_part_is_put_where_it_was_proposed() -> None:
    mine = replace(BASE, sections=(BASE.sections[0], Section("s3", "New"), BASE.sections[1]))
    theirs = with_body("Other words.")
    assert [one.key for one in merged(BASE, theirs, mine).sections] == ["s1", "s3", "s2"]


def test_a_part_that_was_moved_stays_moved() -> None:
    mine = replace(BASE, sections=BASE.sections[::-1])
    theirs = with_body("Other words.")
    result = merged(BASE, theirs, mine)
    assert [one.key for one in result.sections] == ["s2", "s1"]
    assert result.sections[1].body == "Other words."


def test_a_part_that_one_removed_and_the_other_changed_is_a_conflict() -> None:
    gone = replace(BASE, sections=BASE.sections[1:])
    for theirs, mine in ((gone, with_body("x")), (with_body("x"), gone)):
        with pytest.raises(OverlappingChanges) as overlap:
            merged(BASE, theirs, mine)
        assert overlap.value.conflicts[0].part == "s1"


def test_a_part_that_both_removed_is_gone() -> None:
    gone = replace(BASE, sections=BASE.sections[1:])
    assert merged(BASE, gone, gone) == gone


@pytest.mark.slow
@given(documents, documents, documents)
def test_nothing_that_either_side_added_is_lost(
    base: Document, theirs: Document, mine: Document
) -> None:
    try:
        result = merged(base, theirs, mine)
    except OverlappingChanges:
        return
    old = {one.key for one in base.sections}
    headings = {one.heading for one in result.sections}
    for side in (theirs, mine):
        added = {one.heading for one in side.sections if one.key not in old}
        assert added <= headings
