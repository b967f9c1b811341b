"""Marks at corrected words: where they stand, what they say, and that they change nothing else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.markdown import html_of
from documents.marking import Mark, marked_html
from documents.plain import plain_text
from documents.text import TextRefused
from tests.documents.marked import SHA256, Seen, letters_of, sources

Case = tuple[str, list[Mark]]


def mark(start: int, end: int, number: int = 3, label: str = "Corrected") -> Mark:
    return Mark(
        start, end, number, label, f"Correction {number}: what changed", "2026-11-24", "correction"
    )


def shown(source: str, *words: str) -> str:
    """The HTML of `source` with each of `words` marked, by corrections 1, 2 …

    Marks are written `{words}`, links to notes `{1}` and so on, for tests to read.
    """
    marks = []
    for number, one in enumerate(words, start=1):
        assert source.count(one) == 1
        marks.append(mark(source.index(one), source.index(one) + len(one), number))
    return readable(marked_html(source, "s1", marks))


def readable(html: str) -> str:
    html = re.sub(r'<a data-apparatus class="mark-link"[^>]*>(\d+)</a>', r"^\1", html)
    html = re.sub(r"<span data-apparatus[^>]*>[^<]*</span>", "", html)
    return re.sub(r"<ins[^>]*>", "{", html).replace("</ins>", "}").strip()


def without_marks(html: str) -> str:
    """`html` as it would be without what marks bring."""
    html = re.sub(r'<(span|a) data-apparatus class="(?:hidden|mark-link)"[^>]*>.*?</\1>', "", html)
    html = re.sub(r'<p data-apparatus class="mark-label"[^>]*>[^<]*</p>', "", html)
    return re.sub(r"</?ins[^>]*>", "", html).replace('<pre class="mark">', "<pre>")


@st.composite
def marked_sources(draw: st.DrawFn) -> Case:
    source = draw(sources)
    places = st.integers(0, len(source))
    spans = draw(st.lists(st.tuples(places, places, st.integers(1, 3)), min_size=1, max_size=4))
    return source, [mark(min(one, two), max(one, two), number) for one, two, number in spans]


@pytest.mark.slow
@settings(max_examples=400)
@given(marked_sources())
def test_without_the_marks_the_html_is_the_plain_rendering(case: Case) -> None:
    source, marks = case
    assert without_marks(marked_html(source, "s1", marks)) == html_of(source, "s1")


@settings(max_examples=400)
@given(marked_sources())
def test_marks_are_well_nested_and_never_around_blocks(case: Case) -> None:
    source, marks = case
    seen = Seen(marked_html(source, "s1", marks))
    assert seen.errors == []
    assert len(seen.ids) == len(set(seen.ids))


@pytest.mark.slow
@settings(max_examples=400)
@given(marked_sources())
def test_marks_are_not_words_of_the_text(case: Case) -> None:
    source, marks = case
    assert plain_text(marked_html(source, "s1", marks)) == plain_text(html_of(source, "s1"))


@settings(max_examples=400)
@given(marked_sources())
def test_every_visible_letter_of_a_range_is_marked(case: Case) -> None:
    source, marks = case
    visible = Seen(html_of(source, "s1")).letters
    marked = Seen(marked_html(source, "s1", marks)).marked
    for one in marks:
        assert letters_of(source[one.start : one.end]) & visible <= marked.keys()


@settings(max_examples=400)
@given(marked_sources())
def test_no_other_letter_is_marked_and_the_later_correction_wins(case: Case) -> None:
    source, marks = case
    html = html_of(source, "s1")
    visible = Seen(html).letters
    covered = [(one, letters_of(source[one.start : one.end]) & visible) for one in marks]
    # Links, images and code are marked as wholes; a range without words marks what is around it.
    if any(tag in html for tag in ("<a", "<img", "<pre")) or "![" in source:
        return
    if all(letters for _, letters in covered):
        wanted: dict[str, int] = {}
        for one, letters in sorted(covered, key=lambda pair: pair[0].number):
            wanted |= dict.fromkeys(letters, one.number)
        assert Seen(marked_html(source, "s1", marks)).marked == wanted


def test_a_mark_says_what_it_is_and_leads_to_its_note() -> None:
    html = marked_html("Rain falls.", "s1", [mark(5, 10)])
    assert html == (
        '<p>Rain <ins class="mark" cite="#correction-3" datetime="2026-11-24" id="mark-3-1"'
        ' data-kind="correction"><span data-apparatus class="hidden">[Corrected: </span>falls'
        '<span data-apparatus class="hidden">]</span></ins><a data-apparatus class="mark-link"'
        ' href="#note-3" aria-label="Correction 3: what changed">3</a>.</p>\n'
    )


def test_a_text_without_marks_is_the_plain_rendering() -> None:
    assert marked_html("# A", "s1", [], headings_from=4) == html_of("# A", "s1", headings_from=4)


def test_headings_begin_below_the_page_s_own_with_marks_too() -> None:
    html = readable(marked_html("# A", "s1", [mark(2, 3)], headings_from=4))
    assert html == "<h4>{A}^3</h4>"


def test_labels_and_dates_are_text_and_never_html() -> None:
    hostile = Mark(0, 4, 1, '<b>"&', '"<u>', '">', "<i>")
    html = marked_html("Rain", "s1", [hostile])
    assert "<b>" not in html
    assert "<i>" not in html
    assert "[&lt;b&gt;&quot;&amp;: " in html
    assert 'datetime="&quot;&gt;"' in html


@pytest.mark.parametrize(
    ("source", "words", "html"),
    [
        (
            "a *dry **gr**ound* b",
            "*dry **gr**ound*",
            "a {<em>dry <strong>gr</strong>ound</em>}^1 b",
        ),
        ("a *dry **gr**ound* b", "a *dry **g", "{a} <em>{dry} <strong>{g}^1r</strong>ound</em> b"),
        ("a ***b*** ~~c~~ d", "b*** ~~c~~", "a {<em><strong>b</strong></em> <s>c</s>}^1 d"),
        ("a `b c` d", "c", "a <code>b {c}</code>^1 d"),
        ("a `` b`c `` d", "b`c", "a {<code>b`c</code>}^1 d"),
        ("a &amp; b", "&amp;", "a {&amp;}^1 b"),
        ("a &nbsp;c", "c", "a &nbsp;{c}^1"),
        ("a \\* b", "\\*", "a {*}^1 b"),
        ("😀 𝛼𝛽 c", "𝛽", "😀 𝛼{𝛽}^1 c"),
        ("a <b>c</b>", "<b>c", "a {&lt;b&gt;c}^1&lt;/b&gt;"),
        ("a  \nb", "a  \nb", "{a<br>\nb}^1"),
        ("a\\\nb", "\\\nb", "a<br>\n{b}^1"),
        ("a\nb", "a\nb", "{a\nb}^1"),
        ("a\n     b c", "b", "a\n{b}^1 c"),
        ("\xa0\na b", "a", "{a}^1 b"),
        ("a -~~~ b", "-~", "a {-~}^1~~ b"),
        ("a\n*b c*", "a\n*b", "{a}\n<em>{b}^1 c</em>"),
    ],
)
def test_words_in_a_line_are_marked(source: str, words: str, html: str) -> None:
    assert shown(source, words) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("source", "words", "html"),
    [
        ("a [b c](/d) e", "c", 'a <a href="/d">b {c}</a>^1 e'),
        ("a [b c](/d) e", "[b c](/d)", 'a {<a href="/d">b c</a>}^1 e'),
        ("a [b c](/d) e", "/d", 'a {<a href="/d">b c</a>}^1 e'),
        ('a [b](/d "t") e', "t", 'a {<a href="/d" title="t">b</a>}^1 e'),
        ("<https://b.example> c", "b", '{<a href="https://b.example">https://b.example</a>}^1 c'),
        ("a [b](/c) d", "a [b](/c) d", '{a <a href="/c">b</a> d}^1'),
        (f"a ![b](asset:{SHA256})", "b", f'a {{<img src="asset:{SHA256}" alt="b">}}^1'),
        (f"a ![b](asset:{SHA256})", SHA256, f'a {{<img src="asset:{SHA256}" alt="b">}}^1'),
        ("a ![b *c*](https://example.org/d)", "c", "a {b c}^1"),
    ],
)
def test_links_and_images_are_marked(source: str, words: str, html: str) -> None:
    assert shown(source, words) == f"<p>{html}</p>"


def test_an_address_that_stands_elsewhere_marks_the_links_that_use_it() -> None:
    html = shown("[a][k] b [K] [c][d]\n\n[k]: /new\n[d]: /d", "/new")
    link = '{<a href="/new">%s</a>}^1'
    assert html == f'<p>{link % "a"} b {link % "K"} <a href="/d">c</a></p>'


@pytest.mark.parametrize(
    ("source", "words", "html"),
    [
        ("## a b ##", "a", "<h4>{a}^1 b</h4>"),
        ("a\nb\n===", "b", "<h3>a\n{b}^1</h3>"),
        ("> a\n> b\nc", "b\nc", "<blockquote>\n<p>a\n{b\nc}^1</p>\n</blockquote>"),
        ("- a\n  - b", "a\n  - b", "<ul>\n<li>{a}\n<ul>\n<li>{b}^1</li>\n</ul>\n</li>\n</ul>"),
        ("a\n\nb c", "a\n\nb", "<p>{a}</p>\n<p>{b}^1 c</p>"),
        ("a\n\nb c", "c", "<p>a</p>\n<p>b {c}^1</p>"),
        ("1. a\n\n\tb", "b", "<ol>\n<li>\n<p>a</p>\n<p>{b}^1</p>\n</li>\n</ol>"),
    ],
)
def test_each_block_has_its_own_mark_and_the_last_leads_to_the_note(
    source: str, words: str, html: str
) -> None:
    assert shown(source, words) == html


def test_the_cells_of_a_table_are_marked() -> None:
    html = shown("| a | b \\| c f |\n|---|---|\n| d | `e` |", "c", "| d | `e` |")
    assert re.findall(r"<t[hd][^>]*>(.*)</t[hd]>", html) == [
        *("a", "b | {c}^1 f", "{d}", "{<code>e</code>}^2")
    ]


def test_the_table_of_a_footnote_with_a_bar_in_its_name_is_read_right() -> None:
    html = shown("a[^x|]\n\n[^x|]: b | c\n    --|--\n    d | e", "c")
    assert '<th scope="col">b</th>\n<th scope="col">{c}^1</th>' in html


def test_a_footnote_is_marked_at_its_number_and_in_its_words() -> None:
    source = "a[^1] b\n\n[^1]: c d"
    html = readable(marked_html(source, "s1", [mark(1, 5, 1), mark(17, 18, 2)]))
    assert (
        'a{<sup class="footnote-ref"><a href="#fn-s1-1" id="fnref-s1-1">[1]</a></sup>}^1 b' in html
    )
    assert "<p>c {d}^2 <a" in html


def test_a_block_of_code_is_marked_as_a_whole_with_a_label_that_shows() -> None:
    html = marked_html("```py\na\nb\n```", "s1", [mark(8, 9), mark(6, 7, 4)])
    assert html.count('<p data-apparatus class="mark-label"') == 2
    assert '</a></p><pre class="mark"><code class="language-py">a\nb\n</code></pre>' in html
    assert "<ins" not in html


def test_where_words_only_went_the_sentence_around_is_marked() -> None:
    html = readable(marked_html("One. Two words. Three.", "s1", [mark(9, 9)]))
    assert html == "<p>One. {Two words.}^3 Three.</p>"


def test_where_a_whole_item_went_its_neighbour_is_marked() -> None:
    html = readable(marked_html("- a b\n- c\n\nd", "s1", [mark(9, 9)]))
    assert html == "<ul>\n<li>a b</li>\n<li>{c}^3</li>\n</ul>\n<p>d</p>"


def test_where_only_a_sign_of_markdown_changed_the_words_around_are_marked() -> None:
    assert (
        shown("- a\n- *b* c.", "*b*"[:2]) == "<ul>\n<li>a</li>\n<li>{<em>b</em>}^1 c.</li>\n</ul>"
    )
    html = readable(marked_html("- a\n- *b* c.", "s1", [mark(6, 7)]))
    assert html == "<ul>\n<li>a</li>\n<li>{<em>b</em> c.}^3</li>\n</ul>"


def test_white_space_is_no_word_and_has_no_mark() -> None:
    assert marked_html("a\n\nb", "s1", [mark(1, 3)]) == html_of("a\n\nb", "s1")


def test_a_mark_ends_at_its_words() -> None:
    assert shown("a b c", " b ") == "<p>a {b}^1 c</p>"


def test_the_later_correction_s_mark_wins_and_parts_the_earlier_one() -> None:
    assert shown("a b c d", "a b c", "b") == "<p>{a}^1 {b}^2 {c}^1 d</p>"
    assert shown("a b c d", "b", "a b c") == "<p>{a b c}^2 d</p>"
    assert shown("a *b c* d", "a *b", "b c") == "<p>{a}^1 {<em>b c</em>}^2 d</p>"


def test_what_stands_around_a_loss_leaves_other_marks_alone() -> None:
    html = readable(marked_html("One two three. Four.", "s1", [mark(4, 7, 1), mark(9, 9, 2)]))
    assert html == "<p>{One}^2 {two}^1 {three.}^2 Four.</p>"


def test_two_marks_of_one_correction_side_by_side_are_one() -> None:
    html = marked_html("a b c", "s1", [mark(0, 1), mark(2, 3)])
    assert readable(html) == "<p>{a b}^3 c</p>"


def test_the_ids_of_marks_are_unique_on_a_page_of_many_parts() -> None:
    numbers: dict[int, int] = {}
    html = "".join(
        marked_html("a\n\nb", part, [mark(0, 4)], numbers=numbers) for part in ("s1", "s2")
    )
    assert re.findall('id="([^"]*)"', html) == [f"mark-3-{count}" for count in (1, 2, 3, 4)]
    assert numbers == {3: 4}


def test_a_text_that_could_not_have_come_in_is_refused() -> None:
    with pytest.raises(TextRefused):
        marked_html("a \x020\x03 b", "s1", [mark(0, 1)])
