"""How text is brought to one form where it enters, and what is refused."""

import pytest

from documents.text import TextRefused, normalised, refusal_of


def test_line_ends_become_lf() -> None:
    assert normalised("one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


def test_text_becomes_nfc() -> None:
    assert normalised("cafe\u0301") == "caf\u00e9"


def test_nothing_else_is_repaired() -> None:
    odd = " two  spaces\tand “quotes” … ﬁ\u00a0\n"
    assert normalised(odd) == odd


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\u202a", "\u202e"]
)
def test_what_readers_cannot_see_but_software_acts_on_is_refused(character: str) -> None:
    with pytest.raises(TextRefused) as refused:
        normalised(f"first line\nsecond{character}line")
    assert refused.value.line == 2
    assert f"U+{ord(character):04X}" in refused.value.actual


@pytest.mark.parametrize("text", ["\u2066open", "close\u2069", "\u2067a\nb\u2069", "\u2069\u2066"])
def test_isolates_that_do_not_balance_in_their_line_are_refused(text: str) -> None:
    assert refusal_of(text) is not None


def test_balanced_isolates_stay() -> None:
    text = "Hebrew: \u2067שלום \u2066abc\u2069\u2069."
    assert normalised(text) == text


def test_tab_and_line_feed_stay() -> None:
    assert normalised("a\tb\nc") == "a\tb\nc"
