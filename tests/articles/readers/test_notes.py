"""What was decided is said, with its line."""

import pytest

from articles.readers.plain_text import read_plain_text

HEAD = "date 2023 A Title\n\n"
FAQ = "FAQ:\n\nQ: Why?\n\nA: So.\n\n"

NOTED = {
    "a title without a date": ("A Title\n\nText.", 1, "no date stands before"),
    "a heading without a colon": (f"{HEAD}Background\n\nText.", 3, "taken as a heading"),
    "a short block that is text": (f"{HEAD}Text.\n\nThe End", 5, "kept as text"),
    "a colon after many words": (f"{HEAD}{'word ' * 20}end:\n\nText.", 3, "too long for a heading"),
    "a run-in heading": (f"{HEAD}Stock Prices: They fell.", 3, "may begin with a heading"),
    "lines of a list": (f"{HEAD}- one\n- two", 3, "the lines of a list were joined"),
    "an FAQ with words of its own": (f"{HEAD}FAQs about X:\n\nQ: A? A: B.", 3, "became the FAQ"),
    "questions without marks": (f"{HEAD}FAQ\n\nWhy?\n\nSo.", 3, "has questions without “Q:”"),
    "a long last answer": (f"{HEAD}{FAQ}More.", 5, "all 2 paragraphs under the question “Why?”"),
    "a conclusion without an FAQ": (f"{HEAD}Text.\n\nOverall, yes.", 5, "became the conclusion"),
    "a conclusion too early": (f"{HEAD}Conclusion:\n\nYes.\n\n{FAQ}", 3, "it stays a section"),
    "another heading's words": (f"{HEAD}Text.\n\nIn summary:\n\nYes.", 5, "became the conclusion"),
    "sources": (f"{HEAD}Text.\n\nSources:\n\nA book.", 5, "“Sources” became the references"),
}


@pytest.mark.parametrize("case", NOTED)
def test_it_is_noted(case: str) -> None:
    text, line, message = NOTED[case]
    (note,) = read_plain_text(text.encode()).notes
    assert note.line == line
    assert message in note.message


def test_a_list_of_short_blocks_is_noted_once() -> None:
    notes = read_plain_text(f"{HEAD}Bread\n\nButter\n\nJam\n\nAll of it.".encode()).notes
    assert [note.line for note in notes] == [3]


def test_notes_come_in_the_order_of_the_file() -> None:
    notes = read_plain_text(b"A Title\n\nOne\n\nText.\n\n- a\n- b\n\nTwo\n\nText.").notes
    assert [note.line for note in notes] == [1, 3, 7, 10]
