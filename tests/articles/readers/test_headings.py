"""What is a heading and what is text."""

import pytest

from tests.articles.readers.samples import document


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
