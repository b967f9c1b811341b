"""Lists: what becomes one, and what stays running text."""

import pytest

from documents.markdown import html_of
from tests.formats.samples import document


def lead(text: str) -> str | None:
    return document(text).lead


@pytest.mark.parametrize("bullet", ["-", "–", "•", "*", "●"])
def test_lines_with_bullets_are_a_list(bullet: str) -> None:
    assert lead(f"{bullet} one\n{bullet} two") == "- one\n- two"


@pytest.mark.parametrize(("first", "second"), [("1.", "2."), ("1)", "2)"), ("9.", "10.")])
def test_lines_with_numbers_are_a_list(first: str, second: str) -> None:
    assert lead(f"{first} one\n{second} two") == f"{first} one\n{second} two"


@pytest.mark.parametrize("intro", ["There are two:", "There\nare two:", "There are\u00a0two:"])
def test_what_stands_before_a_list_is_a_paragraph(intro: str) -> None:
    assert lead(f"{intro}\n- one\n- two") == "There are two:\n\n- one\n- two"


def test_a_line_without_a_bullet_goes_on_with_the_item() -> None:
    assert lead("- one\nand a half\n- two") == "- one and a half\n- two"


def test_a_number_out_of_turn_goes_on_with_the_item() -> None:
    assert lead("1. on May\n4. It was\n2. later") == "1. on May 4. It was\n2. later"


@pytest.mark.parametrize(
    "text",
    [
        *("- one", "- one - two", "a - b", "a\n- b\n- c", "— yes\n— no", "1. one\n3. three"),
        *("Two: - one - two", "They are: one\n- two\n- three", "1990. one\n1991. two"),
    ],
)
def test_other_lines_are_one_paragraph(text: str) -> None:
    read = lead(text)
    assert read
    assert "\n" not in read
    assert "<li>" not in html_of(read, "p")


def test_an_item_shows_its_signs_as_they_are() -> None:
    assert lead("- *one*\n- # two\n- 3. three") == "- \\*one\\*\n- \\# two\n- 3\\. three"


def test_two_lists_in_a_row_stay_two() -> None:
    read = lead("- one\n- two\n\n• three\n• four\n\n1. five\n2. six\n\n1. seven\n2. eight")
    html = html_of(read or "", "p")
    assert (html.count("<ul>"), html.count("<ol>"), html.count("<li>")) == (2, 2, 8)
    assert "<p>" not in html


@pytest.mark.parametrize("answer", ["A: - one\n- two", "A:\n- one\n- two", "A.\n- one\n- two"])
def test_an_answer_may_be_a_list(answer: str) -> None:
    mark = f"Q{answer[1]}"
    assert document(f"{mark} Which?\n{answer}").faqs[0].answer == "- one\n- two"


def test_each_answer_of_a_block_has_its_list() -> None:
    read = document("Q: Which?\nA: These:\n1. one\n2. two\nQ: Or?\nA: Those:\n1. three\n2. four")
    answers = [part.answer for part in read.faqs]
    assert answers == ["These:\n\n1. one\n2. two", "Those:\n\n1. three\n2. four"]


def test_a_question_keeps_its_items_in_its_line() -> None:
    assert document("Q: Which:\n- one\n- two\nA: So.").faqs[0].question == "Which: - one - two"


def test_a_conclusion_may_hold_a_list() -> None:
    assert document("Q: Why?\n\nA: So.\n\nIn short:\n- one\n- two").conclusion == (
        "In short:\n\n- one\n- two"
    )


def test_a_list_may_be_the_text_of_a_section() -> None:
    (section,) = document("Tools\n\n- one\n- two").sections
    assert (section.heading, section.body) == ("Tools", "- one\n- two")


def test_a_lone_item_before_a_list_is_no_part_of_it() -> None:
    read = document("Q: Why?\nA: 1. sun\nA. Smith says:\n1. one\n2. two").faqs[0].answer
    assert read == "1\\. sun A. Smith says:\n\n1. one\n2. two"


def test_a_number_of_which_the_item_was_cut_off_stays() -> None:
    read = document("Q: Which?\nA: These:\n1. one.\n2. two.\n3. Q: How? A: So.")
    assert read.faqs[0].answer == "These:\n\n1. one.\n2. two. 3."


def test_lists_of_two_kinds_in_one_block_stay_two() -> None:
    assert lead("- one\n- two\nA. Smith:\n1. three\n2. four") == (
        "- one\n- two A. Smith:\n\n1. three\n2. four"
    )
