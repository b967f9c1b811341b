"""Notes of correction in a text: recognised, never invented."""

import pytest

from formats.composing.inferring import past_notes


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Correction: An earlier version said ten.", None),
        ("Correction, May 5, 2021: It said ten.", "2021-05-05"),
        ("Update (3 May 2021): The law has passed.", "2021-05-03"),
        ("UPDATED 2021-05-03: more.", "2021-05-03"),
        ("Clarification – 3 May 2021: It is half.", "2021-05-03"),
        ("Editor’s note: This article has been corrected.", None),
        ("This article was updated on May 3, 2021 to add a figure.", "2021-05-03"),
        ("An earlier version of this article misstated the share.", None),
        ("Berichtigung vom 3. Mai 2021: Es sind zehn.", "2021-05-03"),
    ],
)
def test_a_note_is_recognised_with_its_date(text: str, date: str | None) -> None:
    assert list(past_notes([text])) == [(date, text)]


@pytest.mark.parametrize(
    "text",
    [
        "Corrections to the law: they came late.",
        "Update your software: it is old.",
        "Editor’s note: We like this one.",
        "This article of the constitution says so.",
        "The correction was small.",
        "Correction: " + "x" * 3_000,
    ],
)
def test_what_only_speaks_of_corrections_is_none(text: str) -> None:
    assert list(past_notes([text])) == []
