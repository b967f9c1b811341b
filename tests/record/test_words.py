"""Words to be withheld are found however they are written, and nothing else is."""

import time

import pytest

from record.removal.words import NothingToSearch, Sought

MARK = "[withheld]"


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe",
        "JANE ROE",
        "jane\nroe",
        "Jane\u00a0Roe’s house",
        "**Jane** Roe",
        "_Jane Roe_",
        "Jane-Roe",
        "https://example.org/jane_roe",
        "https://example.org/Jane%20Roe/",
        "@JaneRoe",
        "J\u00adane Roe",
        "Jane&nbsp;Roe",
        "Ja&#110;e Roe",
        "J**ane** Roe",
        "[Jane](/a) Roe and Jane Roe",
        "[Jane](https://example.org/a_(b)) Roe",
        "Jane [Roe](/a)",
        "[Jane](/a) **[Roe](/b)**",
        "Jane [Roe][1]\n\n[1]: /a",
        "Jane[^1] Roe\n\n[^1]: A note.",
        "> She met Jane\n> Roe there.",
        "| First | Last |\n|---|---|\n| Jane | Roe |",
        "Ｊａｎｅ Ｒｏｅ",
    ],
)
def test_finds_and_masks_them(text: str) -> None:
    sought = Sought("Jane Roe")
    assert sought.is_in(text)
    assert MARK in sought.masked(text)
    assert not sought.is_in(sought.masked(text))


@pytest.mark.parametrize("text", ["Jane Roehampton", "Mary-Jane Roe2", "Roe Jane", "Jane", ""])
def test_leaves_what_is_something_else(text: str) -> None:
    assert not Sought("Jane Roe").is_in(text)


def test_accents_and_quotes_make_no_difference() -> None:
    sought = Sought("José O'Neil")
    for text in ("Jose O’Neil", "JOSÉ O'NEIL", "jose-o-neil", "Jos%C3%A9 O'Neil"):
        assert sought.is_in(text), text


def test_neighbours_become_one_mark() -> None:
    assert Sought("Jane Roe").masked("Jane Roe, Jane Roe Jane Roe.") == f"{MARK}, {MARK}."


def test_in_markdown_the_mark_can_become_no_link() -> None:
    assert Sought("Jane Roe").masked_markdown("Jane Roe(1970)") == r"\[withheld\](1970)"


def test_what_gets_too_long_is_the_mark_alone() -> None:
    assert Sought("ab").masked("ab " + "x" * 495, longest=500) == MARK


@pytest.mark.parametrize("words", ["", "x", " . ", "—"])
def test_refuses_what_is_no_word(words: str) -> None:
    with pytest.raises(NothingToSearch, match="at least two letters"):
        Sought(words)


def test_a_last_name_alone_is_shown_as_near() -> None:
    sought = Sought("Jane Roebuck")
    assert sought.is_nearly_in("Roebuck said so.")
    assert sought.is_nearly_in("The Roebucks")
    assert not sought.is_nearly_in("Jane Roebuck said so.")


def test_looking_takes_time_that_grows_with_the_text_only() -> None:
    def took(length: int) -> float:
        text = "Jane " * length + "*_~ " * length
        began = time.process_time()
        Sought("Jane Jane Jane Roe").is_in(text)
        return time.process_time() - began

    small = max(took(2_000), 1e-4)
    assert took(20_000) < 60 * small
