"""What is a heading and what is text."""

import pytest

from tests.formats.samples import document


def headings(text: str) -> list[str | None]:
    return [section.heading for section in document(f"A lead.\n\n{text}").sections]


@pytest.mark.parametrize(
    ("block", "heading"),
    [
        ("Background:", "Background"),
        ("what it costs:", "what it costs"),
        ("**Background**", "Background"),
        ("**Background:**", "Background"),
        ("**Background**:", "Background"),
        ("Background", "Background"),
        ("1990 to 2000", "1990 to 2000"),
        ("What does it cost?", "What does it cost?"),
        ("A heading\nof two lines:", "A heading of two lines"),
        ("“Allies” and friends", "“Allies” and friends"),
        ("Conclusion and outlook", "Conclusion and outlook"),
        ("What an alliance is:", "What an alliance is"),
        ("The law names three reasons:", "The law names three reasons"),
    ],
)
def test_a_short_block_before_a_paragraph_is_a_heading(block: str, heading: str) -> None:
    assert headings(f"{block}\n\nText below it.") == [heading]


@pytest.mark.parametrize(
    "block",
    [
        "It ended.",
        "It ended!",
        "It ended “well.”",
        "To whom it may concern,",
        "and so on",
        "- Background",
        "• Background",
        "***",
        "Word " * 12 + "word",
        "Stock Prices: One of the first to fall.",
        "Stock Prices:\nOne of the first to fall.",
        "She gave three reasons:",
        "There are two cases:",
        "It’s simple:",
        "The minister said:",
        "The rules are as\nfollows:",
        "For example:",
        "There are three things that every one of them has to bring along on the first day of all:",
    ],
)
def test_another_block_is_text(block: str) -> None:
    assert headings(f"{block}\n\nText below it.") == []


def test_a_short_block_at_the_end_is_text() -> None:
    assert headings("The End") == []


def test_short_blocks_in_a_row_are_text() -> None:
    assert headings("Bread\n\nButter\n\nAll of it is needed.") == []


def test_a_short_block_before_a_heading_is_text() -> None:
    assert headings("Part One\n\nThe beginning:\n\nText.") == ["The beginning"]


def test_words_that_may_be_a_run_in_heading_stay_in_the_text() -> None:
    lead = document("Stock Prices: One of the first to fall.").lead
    assert lead == "Stock Prices: One of the first to fall."


def test_what_introduces_text_is_the_text_of_the_heading_before() -> None:
    (section,) = document("Reaction:\n\nThe minister said:\n\n“No.”").sections
    assert (section.heading, section.body) == ("Reaction", "The minister said:\n\n“No.”")


@pytest.mark.parametrize("title", ["Reaction", "Reaction:"])
def test_a_heading_may_stand_before_what_introduces_text(title: str) -> None:
    assert headings(f"{title}\n\nThe minister said:\n\n“No.”") == ["Reaction"]


@pytest.mark.parametrize("table", ["Land\tTrade\nMexico\t2\nRussia\t3", "Land Trade Mexico 2"])
def test_a_short_block_right_under_a_heading_is_its_text(table: str) -> None:
    assert headings(f"Trade:\n\n{table}\n\nText below it.") == ["Trade"]


@pytest.mark.parametrize("block", ["Two cases:", "About Us"])
def test_in_an_answer_of_a_marked_question_no_block_is_a_heading(block: str) -> None:
    read = document(f"Q: Why?\n\nA: So.\n\n{block}\n\nText.\n\nQ: How?\n\nA: Thus.")
    assert [part.answer for part in read.faqs] == [f"So.\n\n{block}\n\nText.", "Thus."]


@pytest.mark.parametrize(
    "name", ["By Hanna Okoro", "By Ana de la Cruz and Li Wei", "by\nHanna Okoro", "By van Dam"]
)
def test_a_byline_is_the_first_paragraph_of_the_lead(name: str) -> None:
    read = document(f"{name}\n\nA lead.")
    assert (read.sections, read.lead) == ((), f"{' '.join(name.split())}\n\nA lead.")


def test_a_heading_may_follow_a_byline() -> None:
    assert document("By Hanna Okoro\n\nBackground\n\nText.").sections[0].heading == "Background"


@pytest.mark.parametrize("block", ["By Train:", "By the Sea", "By Whom?"])
def test_another_block_that_begins_with_by_is_a_heading(block: str) -> None:
    assert len(document(f"{block}\n\nText.").sections) == 1


@pytest.mark.parametrize("line", ["# 1 of them", "# Pound or hash"])
def test_a_line_behind_a_number_sign_is_text(line: str) -> None:
    assert document(f"A lead.\n\n{line}\n\nText.").lead == f"A lead.\n\n\\{line}\n\nText."
