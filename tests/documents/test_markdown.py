"""Markdown in the record's dialect: what it renders to, and what never gets through."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.markdown import escaped, foreign_images, html_of, with_addresses
from documents.plain import plain_text

SHA256 = "a" * 64


def test_raw_html_is_shown_as_text() -> None:
    assert "&lt;script&gt;" in html_of("<script>alert(1)</script>", "s1")


@pytest.mark.parametrize(
    "source",
    ["[x](javascript:alert(1))", "[x](data:text/html,1)", "[x](vbscript:x)", "<javascript:x>"],
)
def test_an_address_of_a_scheme_that_could_act_is_no_link(source: str) -> None:
    assert "href" not in html_of(source, "s1")


def test_headings_begin_below_the_page_s_own() -> None:
    assert html_of("# A\n\n###### B", "s1").count("<h3>") == 1
    assert "<h6>B</h6>" in html_of("# A\n\n###### B", "s1")
    assert "<h4>A</h4>" in html_of("# A", "q1", headings_from=4)


def test_a_picture_from_elsewhere_is_told_by_its_description() -> None:
    html = html_of("![a *map*](https://example.org/x.png)", "s1")
    assert "<img" not in html
    assert "a map" in html


def test_pictures_from_elsewhere_are_named() -> None:
    source = f"![ok](asset:{SHA256}) ![no](https://example.org/x.png) ![no](asset:zz)"
    assert foreign_images(source) == ["https://example.org/x.png", "asset:zz"]


def test_an_asset_gets_the_site_s_address_only_when_it_is_served() -> None:
    html = html_of(f'![a "map"](asset:{SHA256})', "s1")
    assert f'src="asset:{SHA256}"' in html
    assert f'src="/x/{SHA256}"' in with_addresses(html, lambda sha256: f"/x/{sha256}")


def test_words_that_look_like_an_asset_stay_words() -> None:
    html = html_of(f'`<img src="asset:{SHA256}"`', "s1")
    assert with_addresses(html, lambda _sha256: "/x") == html


def test_alignment_needs_no_inline_style() -> None:
    html = html_of("| a | b |\n|:-:|--:|\n| 1 | 2 |", "s1")
    assert "style=" not in html
    assert 'class="align-center"' in html


def test_footnotes_belong_to_their_own_part() -> None:
    html = html_of("Words[^1].\n\n[^1]: A note.", "s7")
    assert 'id="fn-s7-1"' in html
    assert 'href="#fnref-s7-1"' in html


def test_the_way_back_from_a_footnote_is_not_words_of_the_text() -> None:
    assert plain_text(html_of("Words[^1].\n\n[^1]: A note.", "s7")) == "Words[1].\nA note."


@settings(max_examples=1500)
@given(st.text("ab1.)-+=#>:|*_[]<&;~!\\`^ ()\"'\n\t é’"))
def test_escaped_text_renders_to_just_that_text(text: str) -> None:
    blocks = re.split(r"\n[ \t]*\n", text)
    words = [re.sub("[ \t\n]+", " ", block).strip(" ") for block in blocks]
    assert plain_text(html_of(escaped(text), "lead")) == "\n".join(filter(None, words))


@settings(max_examples=500)
@given(st.text("ab*_`[]()<>!#|-\n \\&^:~1."))
def test_any_markdown_renders_to_well_nested_html_without_acting_parts(source: str) -> None:
    html = html_of(source, "s1")
    assert not re.search(r"<(script|style|iframe|object|form|input)|\son\w+=|style=", html)
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z][a-z0-9]*)", html):
        if closing:
            assert open_tags.pop() == tag
        elif tag not in ("br", "hr", "img"):
            open_tags.append(tag)
    assert open_tags == []


def test_plain_text_parts_blocks_by_lf_and_collapses_white_space() -> None:
    html = html_of("One\ntwo  three\n\n* four\n* five\n\n| a | b |\n|---|---|\n| c | d |", "s1")
    assert plain_text(html) == "One two three\nfour\nfive\na\nb\nc\nd"
