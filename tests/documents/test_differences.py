"""What changed from one document to another, and making one of the other."""

from dataclasses import replace

import pytest
from hypothesis import given

from documents.differences import Change, ChangeDoesNotFit, applied, differences
from documents.document import Document, Section
from tests.documents.strategies import documents

ONE, TWO, THREE = Section("s1", "One"), Section("s2", "Two"), Section("s3", "Three")
DOCUMENT = Document("Title", sections=(ONE, TWO, THREE))


@pytest.mark.slow
@given(documents, documents)
def test_the_differences_make_one_document_of_the_other(before: Document, after: Document) -> None:
    assert applied(before, differences(before, after)) == after


@given(documents)
def test_a_document_does_not_differ_from_itself(document: Document) -> None:
    assert differences(document, document) == []


@given(documents, documents)
def test_no_change_of_words_says_the_same_before_and_after(
    before: Document, after: Document
) -> None:
    worded = [one for one in differences(before, after) if one.field != "position"]
    assert all(change.before != change.after for change in worded)


def test_a_part_that_is_added_in_front_moves_no_other() -> None:
    added = replace(DOCUMENT, sections=(Section("s4", "New"), ONE, TWO, THREE))
    assert differences(DOCUMENT, added) == [
        Change("s4", "heading", None, "New"),
        Change("s4", "position", None, 1),
    ]


def test_a_removed_part_says_what_it_held_and_where_it_stood() -> None:
    removed = replace(DOCUMENT, sections=(ONE, THREE))
    assert differences(DOCUMENT, removed) == [
        Change("s2", "heading", "Two", None),
        Change("s2", "position", 2, None),
    ]


def test_a_moved_part_is_the_only_one_that_moved() -> None:
    moved = replace(DOCUMENT, sections=(THREE, ONE, TWO))
    assert differences(DOCUMENT, moved) == [Change("s3", "position", 3, 1)]


def test_a_change_that_does_not_find_its_text_is_refused() -> None:
    with pytest.raises(ChangeDoesNotFit):
        applied(DOCUMENT, [Change("s1", "heading", "Other", "New")])
