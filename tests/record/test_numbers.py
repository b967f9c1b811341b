"""Text becomes a whole number in one way, whoever wrote it."""

import pytest

from record.numbers import LARGEST, whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), (str(LARGEST), LARGEST)])
def test_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize("text", [None, "", "-1", "+1", " 1", "1.0", "²", "١", "1_0", "9" * 16])
def test_anything_else_is_none(text: str | None) -> None:
    assert whole_number(text) is None


def test_more_than_the_largest_that_was_asked_for_is_none() -> None:
    assert (whole_number("9", most=9), whole_number("10", most=9)) == (9, None)
