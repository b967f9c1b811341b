"""What the quiet kinds may touch, and what is said when they touch more."""

import pytest

from documents.limits import refusal_of_copy_edit, refusal_of_link_repair, refusal_of_minor_fix


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It's so.", "It’s so."),
        ("two  spaces", "two spaces"),
        ("the the end", "the end"),
        ("a - b", "a – b"),
        ('He said "no".', "He said “no”."),
        ("wait...", "wait…"),
        ("one\ntwo", "one two"),
    ],
)
def test_a_minor_fix_mends_white_space_typography_and_doubled_words(
    before: str, after: str
) -> None:
    assert refusal_of_minor_fix(before, after) is None


@pytest.mark.parametrize(
    ("before", "after", "choose"),
    [
        ("seperate", "separate", "copy edit"),
        ("unconvicted", "convicted", "copy edit"),
        ("one two", "onetwo", "copy edit"),
        ("one.\n\ntwo", "one. two", "copy edit"),
        ("1 000 men", "1000 men", "copy edit"),
        ("Bora Bora", "Bora", "copy edit"),
        ("[a](https://x.org/a)", "[a](https://x.org/b)", "copy edit"),
        ("twenty", "30", "copy edit"),
    ],
)
def test_a_minor_fix_that_does_more_is_told_what_to_choose(
    before: str, after: str, choose: str
) -> None:
    refusal = refusal_of_minor_fix(before, after)
    assert refusal is not None
    assert choose in refusal.lower()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pages 1–2", "pages 1-2"),
        ("1  000 men", "1 000 men"),
        ("1\u00a0000 men", "1 000 men"),
        ("in 3’500 places", "in 3'500 places"),
    ],
)
def test_a_minor_fix_leaves_numbers_alone(before: str, after: str) -> None:
    assert refusal_of_minor_fix(before, after) == "This is inside a number. Choose a correction."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("three seperate bodies", "three separate bodies"),
        ("they was here", "they were here"),
        ("here; there", "here, there"),
    ],
)
def test_a_copy_edit_mends_spelling_grammar_and_punctuation(before: str, after: str) -> None:
    assert refusal_of_copy_edit(before, after) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("in 1890", "in 1980"),
        ("he is guilty", "he is not guilty"),
        ("they never met", "they met"),
        ("a fair trial", "an unfair trial"),
        ("She said “we agree”.", "She said “we disagree”."),
        ("see [it](https://a.org)", "see [it](https://b.org)"),
        ("it can’t be", "it can be"),
        ("no es así", "es así"),
    ],
)
def test_a_copy_edit_that_changes_a_claim_is_refused(before: str, after: str) -> None:
    assert refusal_of_copy_edit(before, after) is not None


def test_a_link_repair_changes_addresses_only() -> None:
    before = "See [the list](https://a.org/1) and <https://b.org>."
    after = "See [the list](https://a.org/2) and <https://b.org/new>."
    assert refusal_of_link_repair(before, after) is None
    assert refusal_of_link_repair(before, after.replace("list", "lists")) is not None
