"""Files that were damaged give a reading or a reason; files that look different give the same."""

import random
from pathlib import Path

import pytest

from documents.document import Document
from formats.parsed import Refused
from formats.text.plain_text import parse_plain_text
from tests.formats.mutations import harmed, unharmed, unwrapped
from tests.formats.samples import ALL, name
from tests.formats.words import dropped_words

ROUNDS = 40
STRAIGHT = str.maketrans("‘’“”«»", '\'\'""""')


def read_or_none(data: bytes) -> Document | None:
    """The document, or None where the file is refused; nothing else may be raised."""
    try:
        return parse_plain_text(data).document
    except Refused:
        return None


def texts(document: Document) -> list[str]:
    """All texts of a document, those that are absent as ""."""
    parts = [(part.heading, part.body) for part in document.sections]
    parts += [(part.question, part.answer) for part in document.faqs]
    ends = [(document.title, document.lead), (document.conclusion, document.references)]
    return [text or "" for pair in [*ends, *parts] for text in pair]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_damaged_file_keeps_all_its_words_or_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for number in range(ROUNDS):
        data = harmed(whole, random.Random(f"{path.stem} {number}"))
        document = read_or_none(data)
        if document:
            dropped_words(data, document)


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_file_that_only_looks_different_gives_the_same_document(path: Path) -> None:
    whole = path.read_text(encoding="utf-8")
    expected = parse_plain_text(path.read_bytes()).document
    for number in range(ROUNDS):
        data = unharmed(whole, random.Random(f"{path.stem} {number}"))
        assert parse_plain_text(data).document == expected, f"mutation {number}"


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_file_whose_wrapped_lines_were_joined_gives_the_same_document(path: Path) -> None:
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    blocks = "\n".join(line.strip() for line in lines).split("\n\n")
    joined = "\n\n".join(unwrapped(block) for block in blocks)
    expected = parse_plain_text(path.read_bytes()).document
    assert parse_plain_text(joined.encode()).document == expected


@pytest.mark.parametrize("path", ALL, ids=name)
def test_straight_quotation_marks_change_nothing_but_themselves(path: Path) -> None:
    whole = path.read_text(encoding="utf-8")
    straight = parse_plain_text(whole.translate(STRAIGHT).encode()).document
    expected = parse_plain_text(path.read_bytes()).document
    assert texts(straight) == [text.translate(STRAIGHT) for text in texts(expected)]


def test_there_are_a_thousand_of_each_kind() -> None:
    assert len(ALL) * ROUNDS >= 1_000


def test_damage_is_not_always_noticed_and_not_always_missed() -> None:
    whole = ALL[0].read_bytes()
    read = [read_or_none(harmed(whole, random.Random(number))) for number in range(100)]
    assert 10 < read.count(None) < 90
