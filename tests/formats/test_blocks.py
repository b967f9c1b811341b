"""Blocks: joined lines that still know where they stood."""

from formats.text.blocks import blocks_of, is_blank


def test_lines_are_joined_with_one_space() -> None:
    assert [block.text for block in blocks_of("a  b\n\u00a0c\t\n\n\nd")] == ["a b c", "d"]


def test_a_line_that_shows_nothing_parts_blocks() -> None:
    assert [block.text for block in blocks_of("a\n \u200b\u00a0\nb")] == ["a", "b"]


def test_a_place_in_a_block_has_its_line() -> None:
    (block,) = blocks_of("\n\none\ntwo three\nfour")
    assert [block.line_at(block.text.index(word)) for word in block.text.split()] == [3, 4, 4, 5]


def test_only_the_start_of_a_line_begins_one() -> None:
    (block,) = blocks_of("one\ntwo three")
    assert block.line_begins_at(block.text.index("two"))
    assert not block.line_begins_at(block.text.index("three"))


def test_the_first_line_is_known() -> None:
    (block,) = blocks_of("one\ntwo")
    assert block.first_line == "one"


def test_spaces_that_are_meant_stay() -> None:
    (block,) = blocks_of("Vive la Suisse\u202f!")
    assert block.text == "Vive la Suisse\u202f!"


def test_an_empty_text_is_blank() -> None:
    assert is_blank("")
