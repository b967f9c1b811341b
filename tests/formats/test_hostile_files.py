"""Files that mean harm, or are damaged: one clear refusal or a reading, soon, in bounded memory."""

import json
import random
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.markdown import html_of
from formats.parsed import ParsedExplainer, Refused
from formats.pictures import Pictures
from formats.word.document import parse_word
from formats.wordpress.blog import parse_answer, parse_wxr
from tests.formats.mutations import harmed
from tests.formats.test_word import FOOTNOTES, HEAD, LINK, NOTE, TestPictures
from tests.formats.word_files import item, p, r, word_file, zipped
from tests.formats.wordpress_files import answer, export
from tests.formats.wordpress_files import item as post

ROW = f"<w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr>"
RICH = (
    HEAD
    + p("Words ", runs=LINK + NOTE + r("bold", "<w:b/>") + TestPictures.DRAWING)
    + p("Why", "berschrift1")
    + item("one")
    + item("inner", depth=1)
    + f"<w:tbl>{ROW}{ROW}</w:tbl>"
    + p("FAQ", "berschrift1")
    + p("Is it?", "berschrift2")
    + p("It is.")
)
POSTS = export(
    post("<!-- wp:paragraph -->\n<p>One <b>two</b></p>\n<!-- /wp:paragraph -->", number=1),
    post("Classic [box a='b']one[/box]\n\n<ul>\n<li>two</li></ul>\n\n<h2>FAQ</h2>", number=2),
    post("<p>x</p>", number=3, status="private"),
)
_SECONDS = 10
_BYTES = 300_000_000


def check(refusal: Refused) -> None:
    """A refusal is one line that says what was expected."""
    assert "\n" not in str(refusal)
    assert "; expected " in str(refusal)


def read_all(data: bytes) -> list[ParsedExplainer]:
    """Every reading of an export; the refused are passed over."""
    readings = []
    try:
        for member in parse_wxr(BytesIO(data), language="en", pictures=Pictures):
            try:
                readings += [member.read()] if member.read else []
            except Refused as refusal:
                check(refusal)
    except Refused as refusal:
        check(refusal)
    return readings


def is_refused(data: bytes) -> str:
    """Why a Word file is refused."""
    with pytest.raises(Refused) as refusal:
        parse_word(data)
    return str(refusal.value)


def with_document(xml: bytes) -> bytes:
    """A Word file with that XML as its main part."""
    return word_file("", others={"word/document.xml": xml})


class TestWordFiles:
    """Each harm has its line."""

    @pytest.mark.parametrize(
        "doctype",
        [
            b'<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]>',
            b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1/">]>',
        ],
    )
    def test_entities_are_refused_where_they_are_declared(self, doctype: bytes) -> None:
        said = is_refused(with_document(doctype + b"<w:document>&y;</w:document>"))
        assert said.startswith("line 1: found a document type declaration")

    def test_a_part_that_unpacks_to_too_much_is_refused(self) -> None:
        said = is_refused(with_document(b"<a>" + b" " * 41_000_000))
        assert "a part word/document.xml of more than 40,000,000 bytes" in said

    def test_deep_nesting_is_refused(self) -> None:
        said = is_refused(with_document(b"<a>" * 100_000))
        assert "elements nested deeper in word/document.xml than are read" in said

    def test_many_elements_are_refused(self) -> None:
        said = is_refused(with_document(b"<a>" + b"<b/>" * 900_000 + b"</a>"))
        assert "more elements in word/document.xml than are read" in said

    @pytest.mark.parametrize(
        "data", [b"", b"PK", b"PK\x03\x04", zipped({"a.txt": b"x"}), zipped({})]
    )
    def test_what_is_no_word_file_is_refused(self, data: bytes) -> None:
        assert "expected a Word document (DOCX)" in is_refused(data)

    def test_a_protected_file_is_refused(self) -> None:
        data = bytearray(word_file(HEAD + p("x")))
        with zipfile.ZipFile(BytesIO(data)) as archive:
            offset = archive.getinfo("word/document.xml").header_offset
        # The bit that says "encrypted", in the entry and in the directory at the end.
        data[offset + 6] |= 1
        place = data.rindex(b"word/document.xml") - 46
        data[place + 8] |= 1
        assert is_refused(bytes(data)) == (
            "found a file protected by a password; expected one without a password"
        )

    def test_a_relation_that_leads_out_finds_nothing(self) -> None:
        relation = '<Relationship Id="x" Type="/image" Target="../../../../etc/passwd"/>'
        drawing = '<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r>'
        reading = parse_word(word_file(HEAD + p("x", runs=drawing), relations=relation))
        assert not reading.pictures
        assert any("didn’t come along" in note.message for note in reading.notes)

    @pytest.mark.parametrize("depth", [10, 40, 64])
    def test_tables_in_tables_end_in_text_or_a_refusal(self, depth: int) -> None:
        table = p("core")
        for _ in range(depth):
            cell = f"<w:tc>{p('x')}</w:tc>"
            table = f"<w:tbl><w:tr><w:tc>{table}</w:tc>{cell}</w:tr></w:tbl>"
        try:
            assert "core" in (parse_word(word_file(HEAD + table)).document.lead or "")
        except Refused as refusal:
            check(refusal)

    @pytest.mark.parametrize(
        "corner",
        [
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "&lt;img src=x onerror=alert(1)&gt;",
            "[x](javascript:alert(1))",
            "&lt;/x-note&gt;&lt;iframe src=//a.example&gt;",
        ],
    )
    def test_a_script_in_any_corner_is_words(self, corner: str) -> None:
        body = (
            p(corner, "Title")
            + p(corner, "Subtitle")
            + p(corner, runs=NOTE)
            + p(corner, "berschrift1")
            + item(corner)
            + f"<w:tbl><w:tr><w:tc>{p(corner)}</w:tc><w:tc>{p(corner)}</w:tc></w:tr></w:tbl>"
        )
        footnotes = FOOTNOTES.replace("Rule 12.", corner)
        document = parse_word(word_file(body, footnotes=footnotes)).document
        for key, source in document.markdown_parts():
            html = html_of(source, key)
            assert "<script" not in html
            assert "<iframe" not in html
            assert "<img" not in html
            assert 'href="javascript' not in html


class TestOverrides:
    """Characters that make a text read otherwise than it is stored."""

    def test_in_a_post_they_are_refused_and_the_next_is_read(self) -> None:
        data = export(post("<p>a\u202eb</p>", number=1), post(number=2))
        assert [one.identity for one in read_all(data)] == ["https://example.org/?p=2"]

    def test_in_a_word_file_they_are_refused(self) -> None:
        assert "a bidirectional override" in is_refused(word_file(HEAD + p("a\u202eb")))

    def test_in_a_title_they_are_refused(self) -> None:
        assert read_all(export(post(title="a\u202eb"))) == []


@pytest.mark.parametrize(
    "content",
    [
        "[a " * 50_000,
        "[a]" * 50_000,
        "[a b=" * 50_000,
        "<!-- wp:a " * 50_000,
        "<pre>" * 50_000,
        "<!--" * 50_000,
        "<p" * 50_000,
        "\n\n" * 50_000 + "x",
        "</div>" * 20_000,
        "<div>" * 20_000 + "x",
        "<b>" * 50_000,
        "x" + " \n" * 100_000 + "y",
        "<" * 100_000,
        "<table><tr>" + "<td>x" * 50_000,
    ],
)
def test_no_content_of_a_post_takes_long(content: str) -> None:
    started = time.process_time()
    read_all(export(post(content)))
    assert time.process_time() - started < _SECONDS


@settings(max_examples=150, deadline=_SECONDS * 1_000)
@given(st.integers())
def test_a_harmed_export_is_read_or_refused(seed: int) -> None:
    for reading in read_all(harmed(POSTS, random.Random(seed))):
        assert reading.document.title


@settings(max_examples=150, deadline=_SECONDS * 1_000)
@given(st.integers())
def test_a_harmed_answer_is_read_or_refused(seed: int) -> None:
    data = harmed(json.dumps([answer(), answer(id=6)]).encode(), random.Random(seed))
    try:
        for member in parse_answer(BytesIO(data), language="en", pictures=Pictures):
            if member.read:
                member.read()
    except Refused as refusal:
        check(refusal)


@settings(max_examples=100, deadline=_SECONDS * 1_000)
@given(st.integers())
def test_a_harmed_word_file_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = word_file(RICH, footnotes=FOOTNOTES)
    if chance.random() < 0.3:
        data = harmed(data, chance)
    else:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        data = zipped({**parts, name: harmed(parts[name], chance)})
    try:
        assert parse_word(data).document.title
    except Refused as refusal:
        check(refusal)


@settings(max_examples=100, deadline=_SECONDS * 1_000)
@given(st.integers())
def test_a_word_file_of_shuffled_elements_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    names = [
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "ins",
        "del",
        "hyperlink",
        "sdt",
        "sdtContent",
        "txbxContent",
        "pict",
        "fldChar",
        "br",
    ]

    def some(depth: int) -> str:
        inner = [some(depth - 1) for _ in range(chance.randint(0, 3))] if depth else ["word"]
        name = f"w:{chance.choice(names)}"
        return f"<{name}>{' '.join(inner)}</{name}>"

    try:
        assert parse_word(word_file(HEAD + "".join(some(6) for _ in range(4)))).document.title
    except Refused as refusal:
        check(refusal)


@pytest.mark.slow
def test_a_large_word_file_takes_bounded_memory() -> None:
    data = word_file(HEAD + p("word " * 20) * 8_000)
    tracemalloc.start()
    reading = parse_word(data)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (reading.document.lead or "").count("word") == 160_000
    assert peak < _BYTES
