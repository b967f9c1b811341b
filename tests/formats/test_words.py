"""No word of a file is lost, doubled or moved."""

from pathlib import Path

import pytest

from formats.text.plain_text import parse_plain_text
from tests.formats.samples import ALL, document, name
from tests.formats.words import dropped_words


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_page_has_the_words_of_its_file_in_their_order(path: Path) -> None:
    data = path.read_bytes()
    dropped_words(data, parse_plain_text(data).document, rendered=True)


def test_the_property_finds_a_lost_word() -> None:
    with pytest.raises(AssertionError, match="lost"):
        dropped_words(b"date 2023 A Title\n\nOne two three.", document("One three."))


def test_the_property_finds_a_doubled_word() -> None:
    with pytest.raises(AssertionError):
        dropped_words(b"date 2023 A Title\n\nOne two.", document("One two two."))


def test_the_property_finds_words_that_were_moved() -> None:
    with pytest.raises(AssertionError):
        dropped_words(b"date 2023 A Title\n\nOne.\n\nTwo.", document("Two.\n\nOne."))
