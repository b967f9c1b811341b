"""The variants of the format: each fixture is read as `expected` says."""

import pytest

from formats.text.plain_text import parse_plain_text
from tests.formats.expected import EXPECTED
from tests.formats.samples import VARIANTS
from tests.formats.words import dropped_words


def test_every_fixture_has_an_expectation() -> None:
    assert sorted(EXPECTED) == [path.stem for path in VARIANTS]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_variant_is_read_as_expected(name: str) -> None:
    (path,) = (path for path in VARIANTS if path.stem == name)
    data = path.read_bytes()
    document = parse_plain_text(data).document
    expected = EXPECTED[name]
    assert document.title == expected.title
    assert document.first_published == expected.date
    assert (document.lead is not None) is expected.has_lead
    assert tuple(part.heading for part in document.sections) == expected.headings
    assert tuple(part.question for part in document.faqs) == expected.questions
    answers = tuple(part.answer.count("\n\n") + 1 for part in document.faqs)
    assert answers == (expected.answers or (1,) * len(expected.questions))
    assert (document.conclusion or "").startswith(expected.conclusion or "")
    assert (document.conclusion is None) is (expected.conclusion is None)
    assert " ".join(dropped_words(data, document)) == expected.dropped
