"""What changed between two texts, word by word and sentence by sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import passages as module
from documents.passages import ChangedRange, changed_ranges, passages
from documents.units import units
from tests.documents.marked import sources

_pieces = st.sampled_from(
    [
        *("Rain falls. ", "It is 3.8 metres. ", "Snow, ", "melts ", "don’t ", "Dr. Ruiz ", "and "),
        *("\n\n", "\n", "- ", "1. ", "> ", "| a | b |\n|---|---|\n| c | d |\n", "```\nx\n```\n"),
        *("*dry* ", "[link](/x) ", "雨が降る。", "हिन्दी ", "🇲🇽", "👩‍🔬", "e\u0301"),
        *("[r]: /x\n", "[^1]: A note.\n", "# Head\n", ".", "!", " "),
    ]
)
texts = st.lists(_pieces, max_size=12).map("".join) | sources


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """A text and what an editor made of it."""
    before = draw(texts)
    after = before
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(after)))
        end = draw(st.integers(start, min(len(after), start + 8)))
        after = after[:start] + draw(st.sampled_from(["", "x", " ", "4.1"]) | _pieces) + after[end:]
    return before, draw(st.just(after) | texts)


def one_range(before: str, after: str) -> tuple[str, str]:
    (one,) = changed_ranges(before, after)
    return one.removed, after[one.start : one.end]


def one_passage(before: str, after: str) -> tuple[str, str]:
    (one,) = passages(before, after)
    return one.before, one.after


def pieces(source: str) -> list[str]:
    return [source[start:end] for start, end in units(source)]


@pytest.mark.slow
@settings(max_examples=500)
@given(pairs())
def test_the_ranges_put_in_place_of_what_they_removed_give_the_later_text(
    pair: tuple[str, str],
) -> None:
    before, after = pair
    made, done = "", 0
    for one in changed_ranges(before, after):
        assert before[one.removed_at : one.removed_at + len(one.removed)] == one.removed
        assert one.removed or one.start < one.end
        made += before[done : one.removed_at]
        assert len(made) == one.start
        made += after[one.start : one.end]
        done = one.removed_at + len(one.removed)
    assert made + before[done:] == after


@pytest.mark.slow
@settings(max_examples=500)
@given(pairs())
def test_the_passages_put_in_place_of_what_stood_there_give_the_later_text(
    pair: tuple[str, str],
) -> None:
    before, after = pair
    made, done = "", 0
    for one in passages(before, after):
        assert one.before != one.after
        assert before[one.before_start :].startswith(one.before)
        made += before[done : one.before_start]
        assert (len(made), len(made) + len(one.after)) == (one.start, one.end)
        made += one.after
        done = one.before_start + len(one.before)
    assert made + before[done:] == after


@settings(max_examples=300)
@given(pairs())
def test_passages_hold_whole_pieces(pair: tuple[str, str]) -> None:
    before, after = pair
    for one in passages(before, after):
        for start, end in units(after):
            assert end <= one.start or one.end <= start or one.start <= start <= end <= one.end


@settings(max_examples=300)
@given(texts)
def test_pieces_are_in_order_and_never_overlap(source: str) -> None:
    end = 0
    for start, finish in units(source):
        assert end <= start < finish <= len(source)
        end = finish


def test_a_text_that_stayed_has_no_ranges() -> None:
    assert changed_ranges("Rain.", "Rain.") == []
    assert passages("Rain.", "Rain.") == []


@pytest.mark.parametrize(
    ("before", "after", "removed", "brought"),
    [
        ("It is 3.8 metres.", "It is 3.9 metres.", "3.8", "3.9"),
        ("About 1,000 came.", "About 2,000 came.", "1,000", "2,000"),
        ("I don’t know.", "I can’t know.", "don’t", "can’t"),
        ("Rain falls.", "Rain falls down.", "", " down"),
        ("Rain falls down.", "Rain falls.", " down", ""),
        ("One, two; six.", "Three, four; six.", "One, two", "Three, four"),
        ("雨が降る。", "雪が降る。", "雨", "雪"),
        ("हिन्दी है", "हिन्दू है", "हिन्दी", "हिन्दू"),
        ("in 🇲🇽.", "in 🇲🇾.", "🇲🇽", "🇲🇾"),
        ("by 👩‍🔬.", "by 👩‍🚀.", "👩‍🔬", "👩‍🚀"),
    ],
)
def test_a_range_holds_whole_words(before: str, after: str, removed: str, brought: str) -> None:
    assert one_range(before, after) == (removed, brought)


def test_changes_with_a_word_between_them_are_two() -> None:
    assert changed_ranges("a b c", "x b y") == [
        ChangedRange(0, 1, "a", 0),
        ChangedRange(4, 5, "c", 4),
    ]


def test_a_rewritten_sentence_is_one_change_whatever_words_it_kept() -> None:
    assert one_range("It has grown so fast in towns.", "It has shrunk so slowly in cities.") == (
        "grown so fast in towns",
        "shrunk so slowly in cities",
    )


def test_changes_in_two_cells_are_two() -> None:
    assert len(changed_ranges("| 1 | 2 |", "| 3 | 4 |")) == 2


@pytest.mark.parametrize(
    ("before", "after", "was", "is_now"),
    [
        ("One. Two b. Three.", "One. Two c. Three.", "Two b.", "Two c."),
        ("a\n\nOne b. Two.", "a\n\nOne c. Two.", "One b.", "One c."),
        ("One. Two.", "One. New. Two.", "Two.", "New. Two."),
        ("One. New. Two.", "One. Two.", "New. Two.", "Two."),
        ("One.", "One.\n\nTwo.", "One.", "One.\n\nTwo."),
        ("- a b. c\n- d", "- a x. c\n- d", "a b. c", "a x. c"),
        ("| a | b c |\n|-|-|\n| d | e |", "| a | b x |\n|-|-|\n| d | e |", "b c", "b x"),
        ("# a b\n\nc", "# a x\n\nc", "a b", "a x"),
        ("> One. Two\n> b. So", "> One. Two\n> x. So", "Two\n> b.", "Two\n> x."),
        ("```\na b\nc\n```\nd", "```\na x\nc\n```\nd", "```\na b\nc\n```", "```\na x\nc\n```"),
        ("[a][k]. b\n\n[k]: /x", "[a][k]. b\n\n[k]: /y", "[k]: /x", "[k]: /y"),
        ("a[^1]\n\n[^1]: So. No d.", "a[^1]\n\n[^1]: So. No x.", "No d.", "No x."),
        ("One two. Three four.", "One x. Y four.", "One two. Three four.", "One x. Y four."),
        ("One.", "", "One.", ""),
        ("", "One.", "", "One."),
    ],
)
def test_a_passage_is_the_sentence_item_or_cell(
    before: str, after: str, was: str, is_now: str
) -> None:
    assert one_passage(before, after) == (was, is_now)


def test_changes_in_neighbouring_sentences_are_two_passages() -> None:
    found = passages("One a. Two b three.", "One x. Two y three.")
    assert [(one.before, one.after) for one in found] == [
        ("One a.", "One x."),
        ("Two b three.", "Two y three."),
    ]


def test_two_changes_in_one_sentence_are_one_passage() -> None:
    assert one_passage("One a two b three.", "One x two y three.") == (
        "One a two b three.",
        "One x two y three.",
    )


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ("One. Two! Three? Four … five.", ["One.", "Two!", "Three?", "Four … five."]),
        ("He said “No.” She left.", ["He said “No.”", "She left."]),
        ("*One.* Two.", ["*One.*", "Two."]),
        ("Dr. Ruiz met J. Smith of the U.S. Army. They ate.", 2),
        ("It cost 3.8 m. or so.", 1),
        ("See [One. Two](/x). Three.", ["See [One. Two](/x).", "Three."]),
        ("Use `a. B` now. Go.", ["Use `a. B` now.", "Go."]),
        ("雨。雪。", ["雨。", "雪。"]),
        ("¿Sí? ¡No!", ["¿Sí?", "¡No!"]),
    ],
)
def test_sentences_end_where_people_end_them(source: str, sentences: list[str] | int) -> None:
    found = pieces(source)
    assert (len(found) if isinstance(sentences, int) else found) == sentences


def test_long_texts_are_compared_by_lines_first(monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = "a b\nc d\ne f\n", "a b\nc x\ne f\ng"
    monkeypatch.setattr(module, "_LARGE", 1)
    found = [(one.removed, after[one.start : one.end]) for one in changed_ranges(before, after)]
    assert found == [("d", "x"), ("", "g")]
