"""The real file: its figures, counted by hand."""

from pathlib import Path

import pytest

from formats.parsed import ParsedExplainer
from formats.text.plain_text import parse_plain_text
from tests.formats.words import dropped_words


@pytest.fixture
def data(seed: Path) -> bytes:
    return (seed / "are-russia-and-mexico-allies.txt").read_bytes()


@pytest.fixture
def reading(data: bytes) -> ParsedExplainer:
    return parse_plain_text(data)


def words(text: str | None) -> int:
    return len((text or "").split())


def test_its_title_slug_and_date(reading: ParsedExplainer) -> None:
    assert reading.document.title == "Are Russia and Mexico Allies?"
    assert reading.slug == "are-russia-and-mexico-allies"
    assert reading.document.first_published == "2023-11-23"


def test_its_lead_has_46_words(reading: ParsedExplainer) -> None:
    assert words(reading.document.lead) == 46


def test_its_three_sections(reading: ParsedExplainer) -> None:
    sections = [(part.key, part.heading, words(part.body)) for part in reading.document.sections]
    assert sections == [
        ("s1", "Diplomatic Relations", 59),
        ("s2", "Economic Cooperation", 71),
        ("s3", "Political Differences", 72),
    ]


def test_its_two_questions(reading: ParsedExplainer) -> None:
    faqs = reading.document.faqs
    assert [question.key for question in faqs] == ["q1", "q2"]
    assert [words(question.question) for question in faqs] == [10, 9]
    assert [words(question.answer) for question in faqs] == [27, 35]


def test_its_conclusion_has_62_words(reading: ParsedExplainer) -> None:
    assert words(reading.document.conclusion) == 62


def test_nothing_in_it_had_to_be_guessed(reading: ParsedExplainer) -> None:
    assert reading.notes == ()


def test_only_its_marks_are_dropped(data: bytes, reading: ParsedExplainer) -> None:
    dropped = dropped_words(data, reading.document, rendered=True)
    assert dropped == ["date", "2023-11-23", "FAQ:", "Q:", "A:", "Q:", "A:"]


def test_its_curly_apostrophes_stay(data: bytes, reading: ParsedExplainer) -> None:
    assert reading.document.to_json().count("\\u2019") == data.decode().count("’") > 0
