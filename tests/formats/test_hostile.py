"""Files that mean harm, or were damaged: one clear line each, in little time and memory."""

import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from documents.markdown import html_of
from formats.html.page import parse_html
from formats.json_article import parse_json
from formats.markdown.source import parse_markdown
from formats.parsed import ParsedExplainer, Refused
from tests.formats.mutations import harmed

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
READERS: dict[str, Callable[..., ParsedExplainer]] = {
    ".md": parse_markdown,
    ".html": parse_html,
    ".json": parse_json,
}
JSON = b'{"@type": "Article", "headline": "T", "articleBody": "<p>a</p><h2>b</h2><p>c</p>"}'
SAMPLES = [
    *((path.suffix, path.read_bytes()) for path in sorted(FIXTURES.glob("markdown/*.md"))),
    *((path.suffix, path.read_bytes()) for path in sorted(FIXTURES.glob("html/*.html"))),
    (".json", JSON),
]
# Far above what any of these needs, far below what one without a bound would take.
MOST_SECONDS, MOST_BYTES = 10, 150_000_000
N = 20_000
#: Marks of every format, alone and in one another, many of which are never closed.
PIECES = [
    *(
        "# ",
        "## FAQ\n\n",
        "Q: ",
        "A: ",
        "**",
        "*",
        "_",
        "`",
        "```\n",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "|",
    ),
    *("> ", "- ", "1. ", "\n", "\n\n", "    ", "---\n", "+++\n", "[^1]", "[^1]: ", ": ", "<", ">"),
    *("<div>", "</div>", "<p>", "<b>", "</b>", "<details>", "<summary>", "</details>", "<table>"),
    *("<tr>", "<td>", "<ul>", "<li>", "<script>", "</script>", "<!--", "-->", "<style>", "<svg>"),
    *("<a href='javascript:x()'>", "<img src=x onerror=y()>", "<iframe src=x>", "<x-note>", "<h2>"),
    *("<x-ref data-note='1'>", "<textarea>", "<plaintext>", "<template>", "{% raw %}", "{{", "}}"),
    *(
        "&#0;",
        "&#x202e;",
        "&#xd800;",
        "&lt;script&gt;",
        "\u202e",
        "\u2067",
        "\x0b",
        "\x01",
        "\ufeff",
    ),
    *("words", " a ", "title: x\n", "?", "é", "字", "javascript:", "data:text/html,<script>"),
]


@pytest.mark.parametrize("suffix", READERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_mix_of_marks_is_read_or_refused_and_shows_nothing_that_acts(
    suffix: str, pieces: list[str]
) -> None:
    check(suffix, "".join(pieces).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample[0])
@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused(sample: tuple[str, bytes], seed: int) -> None:
    suffix, data = sample
    check(suffix, harmed(data, random.Random(seed)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".md", b"# T\n\n" + b"[" * N),
        (".md", b"# T\n\n" + b"` `` " * N),
        (".md", b"# T\n\n" + b"a**b" * N),
        (".md", b"# T\n\n" + b"a <!-- " * N),
        (".md", b"# T\n\n" + b"> " * N),
        (".md", b"# T\n\n" + b"<div>" * N),
        (".md", b"# T\n\n" + b"{% " * N),
        (".md", b"# T\n\n[^1]\n\n[^1]: y [^1]\n"),
        (".md", b"---\ntitle: T\na: " + b"[" * N + b"\n---\nx\n"),
        (".md", b"+++\na = " + b"[" * N + b"\n+++\n# T\n\nx\n"),
        (".md", b"import a from 'a'\n\n" + b"<A " * N),
        (".md", b"import a from 'a'\n\n" + b"<A x=" * N + b"\n" * N),
        (".md", b"import a from 'a'\n\n" + b"{/* " * N),
        (".md", b"import a from 'a'\n\n" + b"import a " * N),
        (".md", b"# T\n\n" + b'!!! a "b"\n    ' * N),
        (".md", b"# T\n\n" + b"=== \n" * N),
        (".md", b"# T\n\n<table>" + b"\n" * N + b"<td>x"),
        (".md", b"# T\n\n" + b"<table>\n\n" * 1_000),
        (".html", b"<title>T</title>" + b"<article><h2><a href=x>y</a></h2></article>" * N),
        (".html", b"<title>T</title>" + b"<article>" * 100 + b"<p>x y z</p>" * N),
        (".html", b"<title>T</title><h1>T</h1>" + b"<p>x y z</p>" * N),
        (".html", b"<title>T</title>" + b"<div><h2><a>x</a></h2>" * 140),
        (".html", b"<title>T</title>" + b"<h3>Related</h3><div class=share>" * N),
        (".html", b"<title>T</title>" + b"<div>" * N),
        (".html", b"<title>T</title>" + b"<ul><li>x" * 90),
        (".html", b"<title>T</title>" + b"<ul><li>x" * N),
        (".html", b"<title>T</title>" + b"<b>x" * N),
        (".html", b"<title>T</title><p>" + b"x<br>" * N),
        (".html", b"<title>T</title>" + b"<aside>xyz</aside>" * N),
        (".md", b"# T\n\n" + b"{{< ` >}} `" * N),
        (".md", b"import a from 'a'\n\n" + b"<A >`" * 2 * N),
        (".html", b"<h1>T</h1><p>" + b"x\n" * 10 * N),
        (".html", b'<h1>T</h1><p>x</p><script type="application/ld+json">{' + b" " * 10 * N),
        (".html", b"<h1>T</h1><p>x</p><meta name=author content='" + b"@" * N + b"'>"),
        (".html", b"<h1>T</h1><p>x</p><meta name=author content='" + b"x" * 5 * N + b"'>"),
        (".html", b"<h1>T</h1><p>x</p><meta name=author content='A" + b"," * 5 * N + b"A'>"),
        (".html", b"<h1>T</h1><p>x</p>" + b"<meta name=author content='" + b"@." * N + b"'>"),
        (
            ".json",
            b'{"@type": "Article", "headline": "T", "articleBody": "x", "author": "('
            + b"@" * 5 * N
            + b'"}',
        ),
        (".html", b'<script type="application/ld+json">' + b"[" * N + b"</script><h1>T</h1>x"),
        (".json", b"[" * N),
        (".json", b'{"a":' * N),
    ],
    ids=lambda value: value[:24].decode() if isinstance(value, bytes) else value,
)
def test_what_is_made_to_take_long_does_not(suffix: str, data: bytes) -> None:
    begun = time.process_time()
    check(suffix, data)
    assert time.process_time() - begun < MOST_SECONDS
    # Counting memory takes ten times as long, and a quarter tells as well how it grows.
    tracemalloc.start()
    check(suffix, data[: len(data) // 4])
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_BYTES / 4


@pytest.mark.parametrize("suffix", READERS)
@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x00\x01", "binary data"),
        (b" " * 5_000_001, "a file of 5,000,001 bytes"),
        ("# T\n\n<p>a\u202eb</p>".encode(), "a bidirectional override"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_reason(
    suffix: str, data: bytes, found: str
) -> None:
    with pytest.raises(Refused) as refusal:
        READERS[suffix](data)
    assert found in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_what_nobody_sees_is_left_out_and_said() -> None:
    reading = parse_markdown("# T\n\na\x01b \u202ac\u202c\n".encode())
    assert reading.document.lead == "ab c"
    messages = [note.message for note in reading.notes]
    assert "1 control character that nobody sees left out" in messages
    assert "2 mark of directions that nobody sees left out" not in messages
    assert "2 marks of direction that nobody sees left out" in messages


def check(suffix: str, data: bytes) -> None:
    """Reads `data`; what comes of it is a document that shows nothing that acts, or a refusal."""
    try:
        reading = READERS[suffix](data, name="a-name")
    except Refused as refusal:
        line = str(refusal)
    else:
        line = ""
        shows_nothing_that_acts(reading)
    assert "\n" not in line


def shows_nothing_that_acts(reading: ParsedExplainer) -> None:
    """Looks at the HTML that a reading renders to."""
    for key, source in reading.document.markdown_parts():
        for element in fragment_fromstring(html_of(source, key), create_parent="div").iter("*"):
            assert element.tag not in ("script", "style", "iframe", "form", "svg")
            assert not any(name.startswith("on") or name == "style" for name in element.attrib)
            address = (element.get("href") or "").strip().lower()
            assert not address.startswith(("javascript:", "data:", "vbscript:"))
