"""Blocks that only some site makers know: MkDocs, MDX, tables that are no Markdown."""

import pytest

from formats.markdown.site_markup import in_plain_markdown
from formats.markdown.source import parse_markdown
from formats.metadata import authors_in
from formats.parsed import ParsedExplainer


def read(text: str, name: str = "quorum.md") -> ParsedExplainer:
    """The reading of a file with a title and this text."""
    return parse_markdown(f"# What is a quorum?\n\n{text}\n".encode(), name=name)


def lead(text: str, name: str = "quorum.md") -> str:
    """Its lead."""
    return read(text, name).document.lead or ""


class TestBoxes:
    """Boxes and tabs of MkDocs."""

    def test_a_box_keeps_its_text_as_text_and_its_title_in_bold(self) -> None:
        box = '!!! note "Mind the number"\n    Half of *all* members.\n\n    - One\n    - Two'
        box += "\n\nMore."
        assert lead(box) == (
            "**Mind the number**\\\nHalf of *all* members.\n\n- One\n- Two\n\nMore."
        )

    def test_tabs_and_boxes_in_them_are_read_to_any_depth(self) -> None:
        tabs = '=== "Lower house"\n\n    Half.\n\n    ??? tip\n\n        Count twice.\n\nMore.'
        assert lead(tabs) == "**Lower house**\n\nHalf.\n\nCount twice.\n\nMore."

    @pytest.mark.parametrize("line", ["!!! note", "=== A", "??? really"])
    def test_a_line_without_an_indented_text_is_none(self, line: str) -> None:
        assert lead(f"{line}\n\nWords.").replace("\\", "").startswith(line)

    def test_a_box_in_code_stays_code(self) -> None:
        code = "```\n!!! note\n    Half.\n```"
        assert lead(code) == code


class TestComponents:
    """MDX: Markdown with components."""

    TEXT = (
        "import Tabs from '@theme/Tabs';\nimport { a,\n  b } from '../b';\n\n"
        "<Tabs\n  values={[1, 2]}\n>\n\nHalf of **all** members.\n\n- One\n- Two\n\n</Tabs>\n\n"
        "See <Link to='/a'>the rules</Link> {/* or not */}.\n\nexport const a = {\n  b: 1,\n};"
    )

    def test_what_is_imported_and_the_tags_go_and_the_text_between_them_stays(self) -> None:
        reading = read(self.TEXT, "quorum.mdx")
        assert (
            reading.document.lead == "Half of **all** members.\n\n- One\n- Two\n\nSee the rules ."
        )
        assert any("import Tabs" in note.message for note in reading.notes)

    def test_code_keeps_its_imports_and_tags(self) -> None:
        code = "```js\nimport a from 'a';\n<Tabs />\n```"
        assert lead(f"{code}\n\nUse `<Tabs>` here.", "a.mdx") == f"{code}\n\nUse `<Tabs>` here."

    def test_a_sentence_that_begins_so_stays(self) -> None:
        assert lead("Words\nimport grain from afar.", "a.mdx") == "Words import grain from afar."

    def test_other_files_keep_what_looks_so(self) -> None:
        assert lead("import duties: see below") == "import duties: see below"

    @pytest.mark.parametrize("name", ["a.md", "a.mdx"])
    def test_the_lines_keep_their_numbers(self, name: str) -> None:
        text = f'{self.TEXT}\n\n!!! note "A"\n    B\n\n<table>\n\n<tr><td>a</td></tr></table>'
        changed, _notes = in_plain_markdown(text, 1, name)
        assert changed.count("\n") == text.count("\n")


class TestTables:
    """Tables in HTML, as old Markdown files have them."""

    def test_cells_behind_blank_lines_stay_cells(self) -> None:
        table = (
            "<table>\n  <tr>\n    <td>\n      House\n    </td>\n    \n    <td>\n      Half\n"
            "    </td>\n  </tr>\n\n  <tr>\n    <td>Senate</td>\n\n    <td>A third</td>\n  </tr>\n"
            "</table>"
        )
        assert lead(table) == "|  |  |\n| --- | --- |\n| House | Half |\n| Senate | A third |"

    def test_words_beside_the_cells_of_a_table_are_not_lost(self) -> None:
        table = "<table><tr><td>a</td><td>b</td>\n<div>Stray words.</div></tr></table>"
        assert lead(table) == "a\n\nb\n\nStray words."


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ada Mora", ("Ada Mora",)),
        ("Ludwig von Berg", ("Ludwig von Berg",)),
        ("Mengdi Mora", ("Mengdi Mora",)),
        ("Ada Mora, Ben Oduya, Cher and Dee Roe", ("Ada Mora", "Ben Oduya", "Cher", "Dee Roe")),
        ("Mora, Ada", ("Mora, Ada",)),
        ("Ada, Ben and Mo", ("Ada", "Ben", "Mo")),
        ("Ada Mora, Managing Director of the Hall", ("Ada Mora",)),
        ("Ada Mora, Editor and Ben Oduya, on behalf of the Hall", ("Ada Mora", "Ben Oduya")),
        ("Work & i", ("Work & i",)),
    ],
)
def test_names_are_whole(text: str, names: tuple[str, ...]) -> None:
    assert authors_in([text]) == names


class TestStylesAndScripts:
    """Styles and scripts in the midst of HTML."""

    @pytest.mark.parametrize("tag", ["style", "script", "STYLE"])
    def test_what_stands_in_one_is_no_text_though_a_blank_line_divides_it(self, tag: str) -> None:
        html = (
            f"<center>\n<{tag}>\n.a {{ color: red }}\n\n.b {{ color: blue }}\n</{tag}>\n</center>"
        )
        assert lead(f"Half.\n\n{html}\n\nMore.") == "Half.\n\nMore."

    def test_one_that_nothing_ends_takes_no_text_away(self) -> None:
        assert lead("Half.\n\n<div><style></div>\n\nMore.") == "Half.\n\nMore."

    @pytest.mark.parametrize(
        "code",
        [
            "```\n<style>\na\n</style>\n```",
            "A tag `<script>` begins it.\n\nAnd `</script>` ends it.",
        ],
    )
    def test_in_code_they_stay(self, code: str) -> None:
        assert lead(code) == code


def test_a_tag_without_an_end_takes_no_text_away() -> None:
    html = '<embed src="a.swf">\n\nHalf of **all** members.\n\n<bgsound src="b.mid">\n\n- More'
    assert lead(html) == "Half of **all** members.\n\n- More"


def test_a_comment_without_an_end_is_reported_with_its_line() -> None:
    reading = read("Half.\n\n<!-- not yet:\n\nA quarter.")
    assert reading.document.lead == "Half."
    assert [note.line for note in reading.notes if "has no end" in note.message] == [5]


def test_the_description_of_a_picture_is_no_part_of_the_word_beside_it() -> None:
    html = '<a href="/a"><img src="a.png" alt="Ada Mora"><sub><b>Ada Mora</b></sub></a>'
    assert lead(html) == "[Ada Mora **Ada Mora**](/a)"
    html = 'Below<a href="/a"><img src="a.png" alt="The hall"></a>Half of all members.'
    assert lead(html) == "Below [The hall](/a) Half of all members."
