"""A whole explainer as one Markdown text: each part says in it what it says alone."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.document import Document, Question, Section
from documents.markdown import html_of
from documents.plain import plain_text
from formats.markdown_writer import written

ADDRESS = "https://example.org/articles/x/"


def text_of(**parts: Any) -> str:
    """The Markdown of an explainer of these parts."""
    return written(Document(**{"title": "Title", **parts}), ADDRESS)


def sections(*bodies: str) -> tuple[Section, ...]:
    return tuple(
        Section(f"s{number}", f"Head {number}", body) for number, body in enumerate(bodies, 1)
    )


def rendered(markdown: str) -> str:
    """What stands after the address when it is rendered as one text."""
    return plain_text(html_of(markdown, "all")).partition(f"{ADDRESS}\n")[2]


def alone(*bodies: str) -> str:
    """The same parts rendered one by one."""
    lines = [
        line
        for number, body in enumerate(bodies, 1)
        for line in (f"Head {number}", plain_text(html_of(body, f"s{number}")))
    ]
    return "\n".join(filter(None, lines))


def test_it_reads_in_the_order_of_the_page() -> None:
    text = text_of(
        standfirst="In short.",
        first_published="2023-11",
        lead="Lead.",
        sections=sections("Body."),
        faqs=(Question("q1", "Why?", "Because."),),
        conclusion="End.",
        references="A book.",
    )
    assert text == (
        "# Title\n\n**In short.**\n\nFirst published 2023-11\n\n<https://example.org/articles/x/>\n\n"
        "Lead.\n\n## Head 1\n\nBody.\n\n## Questions and answers\n\n### Why?\n\nBecause.\n\n"
        "## Conclusion\n\nEnd.\n\n## References\n\nA book.\n"
    )


def test_notes_of_one_name_stay_the_notes_of_their_parts() -> None:
    text = text_of(
        lead="Lead[^1].\n\n[^1]: Note of the lead.",
        sections=sections("Body[^1].\n\n[^1]: Note of the section."),
    )
    html = html_of(text, "all")
    assert plain_text(html).endswith("Note of the lead.\nNote of the section.")
    assert "Lead[^lead-1]." in text
    assert "[^s1-1]: Note of the section." in text


def test_links_of_one_label_keep_their_own_targets() -> None:
    body = "See [the law][1], [1] and [1][].\n\n[1]: https://example.org/{}"
    html = html_of(text_of(sections=sections(body.format("a"), body.format("b"))), "all")
    assert html.count('href="https://example.org/a"') == 3
    assert html.count('href="https://example.org/b"') == 3
    assert plain_text(html).count("See the law, 1 and 1.") == 2


def test_a_label_of_one_part_makes_no_link_in_another() -> None:
    text = text_of(sections=sections("A[1].\n\n[1]: https://example.org/a", "Just [1]."))
    assert "Just [1]." in rendered(text)
    assert html_of(text, "all").count('href="https://example.org/a"') == 1


@pytest.mark.parametrize(
    "code", ["`[^1] [1]`", "``a ` [^1] [1]``", "    [^1] [1]", "~~~\n[^1] [1]\n~~~", "\\[^1] \\[1]"]
)
def test_what_is_code_or_escaped_is_no_name(code: str) -> None:
    body = f"A[^1] and [1].\n\n{code}\n\n[^1]: Note.\n[1]: https://example.org"
    assert code in text_of(sections=sections(body))


def test_a_backtick_in_one_paragraph_opens_no_code_in_the_next() -> None:
    text = text_of(lead="A ` tick.\n\n- And[^1] `\n- so ` on[^1].\n\n[^1]: Note.")
    assert text.count("[^lead-1]") == 3


def test_a_note_of_another_name_is_text() -> None:
    assert "A[^2]." in text_of(lead="A[^2].\n\nB[^1].\n\n[^1]: Note.")


@pytest.mark.parametrize("fence", ["```", "~~~~", "``` python", "> ```\n> code"])
def test_an_open_fence_ends_with_its_part(fence: str) -> None:
    text = text_of(sections=sections(f"{fence}\ncode", "After."))
    assert "<h4>Head 2</h4>" in html_of(text, "all")
    assert rendered(text).endswith("Head 2\nAfter.")


def test_a_fence_that_is_closed_is_not_closed_again() -> None:
    assert text_of(lead="```\ncode\n```  ").count("```") == 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Sub", "### Sub"),
        ("Sub\n===", "### Sub"),
        ("Sub\n---", "#### Sub"),
        ("Two\nlines\\\nof it\n===", "### Two lines of it"),
        ("Learn C #\n===", "### Learn C \\#"),
        ("> Sub\n> ===", "> ### Sub"),
        ("- Sub\n  ===\n- # Sub", "- ### Sub\n- ### Sub"),
        ("###### Deep", "###### Deep"),
        ("# Sub #", "### Sub #"),
    ],
)
def test_headings_go_below_the_heading_of_their_part(body: str, expected: str) -> None:
    assert text_of(sections=sections(body)).endswith(f"## Head 1\n\n{expected}\n")


@pytest.mark.parametrize("code", ["```\n# no\n```", "    # no", "~~~\nno\n===\n~~~"])
def test_what_looks_like_a_heading_in_code_stays(code: str) -> None:
    assert code in text_of(lead=code)


@pytest.mark.parametrize("title", ["Learn C #", "# #", "C#", "What is ## ?", "#"])
def test_a_sign_at_the_end_of_a_heading_is_not_lost(title: str) -> None:
    text = text_of(title=title, sections=(Section("s1", title, "Body."),))
    assert plain_text(html_of(text, "all")).split("\n")[0] == title
    assert rendered(text).split("\n")[0] == title


PIECES = (
    *(
        "a",
        "b ",
        " c",
        "1",
        " ",
        "    ",
        "\n",
        "\n\n",
        "\\[",
        "\\#",
        "`",
        "``",
        "```",
        "```\n",
        "~~~\n",
    ),
    *("# ", "## ", " #", "#", "\n===\n", "\n---\n", "> ", "- ", "1. ", "* ", "**", "|", "\n|-|\n"),
    *(
        "[1]",
        "[a b]",
        "[1][]",
        "[1][a b]",
        "[x](y)",
        "![1]",
        "\n\n[1]: u\n",
        "\n\n[A  B]: <v> 't'\n",
    ),
)
BODIES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join).filter(str.strip)


@settings(max_examples=500)
@given(BODIES, BODIES)
def test_any_parts_render_together_as_they_do_alone(one: str, two: str) -> None:
    assert rendered(text_of(sections=sections(one, two))) == alone(one, two)
