"""What was decided is said, with its line."""

from pathlib import Path

import pytest

from formats.text.plain_text import parse_plain_text
from tests.formats.samples import DEMO, name

HEAD = "date 2023 A Title\n\n"
FAQ = "FAQ:\n\nQ: Why?\n\nA: So.\n\n"
END = "In conclusion, b."

NOTED = {
    "a title without a date": ("A Title\n\nText.", 1, "no date stands before"),
    "a heading without a colon": (f"{HEAD}Background\n\nText.", 3, "taken as a heading"),
    "a short block that is text": (f"{HEAD}Text.\n\nThe End", 5, "kept as text"),
    "a colon after many words": (f"{HEAD}{'word ' * 20}end:\n\nText.", 3, "too long for a heading"),
    "a run-in heading": (f"{HEAD}Stock Prices: They fell.", 3, "may begin with a heading"),
    "a list": (f"{HEAD}- one\n- two", 3, "“- one - two” became a list of 2 items"),
    "lines like a list's": (f"{HEAD}Two\n- one\n- two.", 3, "were joined into one paragraph"),
    "a sign of Markdown": (f"{HEAD}Text.\n\n# 1 of 2.", 5, "“# 1 of 2.” was kept as text"),
    "a byline": (f"{HEAD}By Hanna Okoro\n\nText.", 3, "give the author to the import"),
    "an introduction": (f"{HEAD}She gave three reasons:\n\nText.", 3, "introduces what follows"),
    "a colon after five words": (f"{HEAD}The law names three reasons:\n\nText.", 3, "a heading"),
    "a colon after a verb": (f"{HEAD}Money is tight:\n\nText.", 3, "taken as a heading"),
    "a table of words": (f"{HEAD}One:\n\nA\tB\nC\tD\n\nText.", 5, "no text is its own"),
    "a colon in an answer": (f"{HEAD}{FAQ}Two cases:\n\nA.\n\n{END}", 9, "in an answer"),
    "a title in an answer": (f"{HEAD}{FAQ}About\n\nA.\n\n{END}", 9, "in an answer"),
    "growth in an answer": (f"{HEAD}{FAQ}Overall growth slowed.", 5, "all 2 paragraphs"),
    "overall, after one answer": (f"{HEAD}{FAQ}Overall, yes.", 9, "begins like a conclusion"),
    "overall, after a long answer": (
        f"{HEAD}{FAQ}B.\n\nQ: C? A: D.\n\nOverall, yes.",
        13,
        "begins",
    ),
    "a guessed conclusion": (f"{HEAD}{FAQ}In short, yes.\n\nB.", 9, "(2 paragraphs) became"),
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
    (note,) = parse_plain_text(text.encode()).notes
    assert note.line == line
    assert message in note.message


SURE = {
    "an overall view after answers of one paragraph": f"{FAQ}Q: How?\n\nA: Thus.\n\nOverall, yes.",
    "an introduction in an answer": f"{FAQ}There are two cases:\n\nA and b.\n\n{END}",
    "a heading of a few words": "The short road:\n\nText.",
    "a heading that asks": "What the two of them are not:\n\nText.",
}


@pytest.mark.parametrize("case", SURE)
def test_nothing_is_noted(case: str) -> None:
    assert parse_plain_text(f"{HEAD}{SURE[case]}".encode()).notes == ()


@pytest.mark.parametrize("path", DEMO, ids=name)
def test_nothing_in_the_demonstration_is_noted(path: Path) -> None:
    assert parse_plain_text(path.read_bytes()).notes == ()


def test_a_list_of_short_blocks_is_noted_once() -> None:
    notes = parse_plain_text(f"{HEAD}Bread\n\nButter\n\nJam\n\nAll of it.".encode()).notes
    assert [note.line for note in notes] == [3]


def test_notes_come_in_the_order_of_the_file() -> None:
    notes = parse_plain_text(b"A Title\n\nOne\n\nText.\n\n- a\n- b\n\nTwo\n\nText.").notes
    assert [note.line for note in notes] == [1, 3, 7, 10]
