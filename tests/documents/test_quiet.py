"""What the quiet kinds may touch, pair by pair, in many languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.copy_edits import refusal_of_copy_edit
from documents.quiet import broken_rule, equivalent, hosts_moved
from documents.spelling import mends_misspelling
from documents.structure import structure_of

PAIRS = Path(__file__).with_name("pairs")


def lines(name: str) -> Iterator[list[str]]:
    """The lines of a file of pairs, each split at its bars; `\\n` and `\\uXXXX` are escapes."""
    for line in (PAIRS / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.replace("\\n", "\n").replace("\\u200b", "\u200b").split("|")


def refused(kind: str, before: str, after: str, language: str = "en") -> str | None:
    """Why a change isn't of `kind`; None if it is."""
    pair = structure_of(before), structure_of(after)
    broken = broken_rule(kind, *pair)
    if broken is None and kind == "copy_edit":
        return refusal_of_copy_edit(*pair, language)
    return broken


@pytest.mark.parametrize(
    ("kind", "language", "before", "after"),
    [(kind, tongue, *pair) for kind, tongue, may, *pair in lines("quiet.txt") if may == "yes"],
)
def test_a_quiet_kind_makes_this_change(kind: str, language: str, before: str, after: str) -> None:
    assert refused(kind, before, after, language) is None


@pytest.mark.parametrize(
    ("kind", "language", "before", "after"),
    [(kind, tongue, *pair) for kind, tongue, may, *pair in lines("quiet.txt") if may == "no"],
)
def test_a_quiet_kind_does_not_make_this_change(
    kind: str, language: str, before: str, after: str
) -> None:
    assert refused(kind, before, after, language) is not None


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_four_in_five_plain_misspellings_are_copy_edits(language: str) -> None:
    slips = [(slip, word) for tongue, slip, word in lines("misspellings.txt") if tongue == language]
    mended = [
        (slip, word)
        for slip, word in slips
        if refused("copy_edit", f"– {slip} –", f"– {word} –", language) is None
    ]
    assert len(slips) >= 40
    assert len(mended) >= 0.8 * len(slips), sorted(set(slips) - set(mended))


def test_no_word_list_mends_one_of_its_words_into_another() -> None:
    """Both ways, over words that are near one another and don't say the same."""
    pairs = [line for line in lines("near_words.txt") if len(line) == 3]
    both = [(a, b, tongue) for tongue, *pair in pairs for a, b in (pair, pair[::-1])]
    assert [(a, b) for a, b, tongue in both if mends_misspelling(a, b, tongue)] == []


def test_a_sealed_rule_is_the_same_both_ways() -> None:
    for kind, _language, may, before, after in lines("quiet.txt"):
        if kind == "minor_fix":
            assert (refused(kind, after, before) is None) == (may == "yes")


def test_evening_out_typography_twice_changes_nothing_more() -> None:
    for _kind, _language, _may, before, _after in lines("quiet.txt"):
        assert equivalent(equivalent(before)) == equivalent(before)


def test_a_link_that_leads_to_another_host_is_told() -> None:
    old = structure_of("[a](https://a.org/1) [b](https://b.org)")
    assert hosts_moved(old, structure_of("[a](https://A.org/2) [b](https://b.org)")) == []
    moved = structure_of("[a](https://a.org@evil.example/1) [b](https://b.org)")
    assert hosts_moved(old, moved) == [("a.org", "a.org@evil.example")]
