"""Files that are something else: other formats by their first bytes, HTML and Markdown by marks."""

import re
from collections.abc import Sequence

from formats.parsed import Refused, quoted
from formats.text_blocks import Block

_PLAIN = "plain text in UTF-8"
_FORMATS = {
    b"{\\rtf": "a rich text file (RTF)",
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive, which Word and OpenDocument files are too",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"\x89PNG": "an image (PNG)",
    b"\xff\xd8\xff": "an image (JPEG)",
    b"GIF8": "an image (GIF)",
}

_HTML = "HTML, which is a format of its own"
_HTML_START = re.compile(r"<(?:!doctype|\?xml|!--|[a-z]{1,12}[ />])", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"</?(?:html|head|body|p|div|span|br|h[1-6]|a|ul|ol|li|strong|em|b|i|table|tr|td|img|script)"
    r"(?: [^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_FEWEST_TAGS = 5
_WORDS_PER_TAG = 50
# "# 1" is a number; one line behind a single sign may be anything, but not as the first.
_MARKDOWN_HEADING = re.compile(r"# (?!\d)")
_MARKDOWN_SUBHEADING = re.compile(r"#{2,6} ")


def refuse_other_formats(data: bytes) -> None:
    """Raises `Refused` when `data` begins as another format's files do."""
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, name in _FORMATS.items():
        if start.startswith(magic):
            raise Refused(1, name, _PLAIN)


def refuse_markup(blocks: Sequence[Block]) -> None:
    """Raises `Refused` when the blocks are HTML or Markdown source and not plain text."""
    first = blocks[0]
    if _HTML_START.match(first.text):
        raise Refused(first.line, _HTML, _PLAIN)
    if first.first_line in ("---", "+++"):
        raise Refused(first.line, "front matter, which Markdown files begin with", _PLAIN)
    _refuse_many_tags(blocks)
    _refuse_markdown(blocks)


def _refuse_markdown(blocks: Sequence[Block]) -> None:
    """Refuses a first line like a Markdown heading, a lower heading, and a second heading."""
    tops = [block for block in blocks if _MARKDOWN_HEADING.match(block.text)]
    lower = [block for block in blocks if _MARKDOWN_SUBHEADING.match(block.text)]
    if lower or len(tops) > 1 or tops[:1] == [blocks[0]]:
        block = min([*tops, *lower], key=lambda block: block.line)
        raise Refused(block.line, f"a Markdown heading ({quoted(block.text)})", _PLAIN)


def _refuse_many_tags(blocks: Sequence[Block]) -> None:
    tagged = [(block, len(_HTML_TAG.findall(block.text))) for block in blocks]
    tags = sum(count for _, count in tagged)
    words = sum(block.text.count(" ") + 1 for block in blocks)
    if tags >= _FEWEST_TAGS and tags * _WORDS_PER_TAG > words:
        line = next(block.line for block, count in tagged if count)
        raise Refused(line, f"{_HTML} ({tags} tags)", _PLAIN)
