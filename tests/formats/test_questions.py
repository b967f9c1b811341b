"""Questions and answers, in all their dress."""

import pytest

from tests.formats.samples import document

PAIR = [("Why?", "So.")]


def pairs(text: str) -> list[tuple[str, str]]:
    return [(part.question, part.answer) for part in document(f"A lead.\n\n{text}").faqs]


@pytest.mark.parametrize(
    "heading",
    [
        *("FAQ:", "FAQ", "faqs:", "FAQs", "**FAQ**", "**FAQ:**", "Frequently asked questions"),
        *("FREQUENTLY ASKED QUESTIONS:", "Frequently Asked Questions (FAQs):", "Q&A", "FAQ :"),
        *("FAQs about “allies”:", "FAQ about 'allies'", "Frequently asked questions on treaties"),
        *("Questions and answers:", "FAQ – treaties", "FAQs\nabout treaties:"),
    ],
)
def test_the_faq_has_a_heading_of_many_forms(heading: str) -> None:
    text = f"{heading}\n\nQ: Why?\n\nA: So."
    assert pairs(text) == PAIR
    assert document(f"A lead.\n\n{text}").sections == ()


@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *[("Q: Why?", "A: So."), ("Q. Why?", "A. So."), ("Q1: Why?", "A1: So.")],
        *[("Q1. Why?", "A. So."), ("q: Why?", "a: So."), ("Question: Why?", "Answer: So.")],
        *[("QUESTION 1: Why?", "ANSWER 1: So."), ("Q: **Why?**", "A: So."), ("Q:Why?", "A:So.")],
        *[("**Q. Why?**", "A. So."), ("**Q: Why?**", "A: So."), ("**Q:** Why?", "**A:** So.")],
        *[("Q : Why?", "A : So."), ("Q) Why?", "A) So.")],
    ],
)  # fmt: skip
def test_marks_have_many_forms(question: str, answer: str, between: str) -> None:
    assert pairs(f"FAQ:\n\n{question}{between}{answer}") == PAIR


def test_questions_need_no_heading() -> None:
    assert pairs("Q: Why?\n\nA: So.") == PAIR


def test_the_heading_may_stand_right_above_the_first_question() -> None:
    assert pairs("FAQs about this\nQ: Why?\nA: So.") == PAIR


def test_answers_need_no_mark_where_none_has_one() -> None:
    assert pairs("**Q. Why?**\n\nSo.\n\n**Q. How?**\n\nThus.") == [*PAIR, ("How?", "Thus.")]


def test_an_answer_may_follow_a_bold_question_in_its_block() -> None:
    assert pairs("**Q. Why?** So.") == PAIR


def test_bold_words_inside_an_answer_stay_as_they_are() -> None:
    assert pairs("Q: Why?\n\nA: So **and** so.") == [("Why?", r"So \*\*and\*\* so.")]


def test_an_answer_has_paragraphs() -> None:
    assert pairs("Q: Why?\n\nA: So.\n\nAnd so.\n\nQ: How?\n\nA: Thus.") == [
        ("Why?", "So.\n\nAnd so."),
        ("How?", "Thus."),
    ]


def test_questions_without_marks_are_known_by_their_question_mark() -> None:
    assert pairs("FAQ\n\nWhy?\n\nOverall, so.\n\n**How?** Thus.") == [
        ("Why?", "Overall, so."),
        ("How?", "Thus."),
    ]


@pytest.mark.parametrize("line_end", ["\n", " "])
def test_a_letter_in_the_text_is_no_mark(line_end: str) -> None:
    text = f"Q: Which?\n\nA: Take vitamin{line_end}A: it helps, said Thomas{line_end}A. Edison."
    assert pairs(text) == [("Which?", "Take vitamin A: it helps, said Thomas A. Edison.")]


def test_an_initial_begins_no_answer() -> None:
    assert (
        document("A. J. P. Taylor disagreed.\n\nMore.").lead
        == "A. J. P. Taylor disagreed.\n\nMore."
    )


def test_quarters_of_a_year_are_no_questions() -> None:
    text = "It grew all year. Q1: 2%. Q2: 3%."
    assert document(text).lead == text


def test_a_question_right_below_an_answer_begins_a_new_one() -> None:
    assert pairs("Q: Why?\n\nA: So.\n\nAnd so.\nQ: How?\n\nA: Thus.") == [
        ("Why?", "So.\n\nAnd so."),
        ("How?", "Thus."),
    ]


def test_keys_count_in_the_order_of_the_file() -> None:
    faqs = document("Q2: Why? A2: So. Q1: How? A1: Thus.").faqs
    assert [(part.key, part.question) for part in faqs] == [("q1", "Why?"), ("q2", "How?")]
