"""The head of a file: ` date YYYY-MM-DD Title`, or a title in a line of its own.

Files that are no plain text are known there too: HTML, Markdown, two explainers in one file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.document import LONGEST_LINE
from documents.partial_dates import is_partial_date
from formats.parsed import Refused, quoted
from formats.shapes import Shape, begins_closing, marker_at_start, shape_of
from formats.text.blocks import Block

LONGEST_BARE_TITLE = 200

_DATED = re.compile(r"(?:date|(?:Date|DATE)(?= \d)):?(?: |$)")
_HEAD = "a first line such as “date 2023-11-23 Title”, or a title alone before a blank line"
_DATE = "a date that exists, such as 2023-11-23, 2023-11 or 2023, behind “date”"

# What is left of a date line of which something was cut off.
_CUT_DATE = re.compile(r"(?:\S{1,8} )?[\d-]{0,7}-\d\d?-\d\d? |\d{4}-\d\d ")
_ABBREVIATION = re.compile(r"(?:^|.* )(?:\w+(?:\.\w+)+|Inc|Co|Corp|Ltd|Jr|Sr)\.")

# A second head: at the start of a block, or glued to the end of the sentence before.
_SECOND = re.compile(r"(?:^(?:date|Date|DATE)|(?<=[.!?…])[”’\"')]? ?date) (\d{4}\S{0,6}) \S")
_PLAIN = "plain text in UTF-8"
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


@dataclass(frozen=True, slots=True)
class Head:
    """Title, and the date with the precision that is known, or None."""

    title: str
    first_published: str | None


def head_of(blocks: Sequence[Block]) -> Head:
    """What the first of `blocks` says; raises `Refused` unless it is a head before a text."""
    first = blocks[0]
    if len(first.first_line) > LONGEST_LINE:
        actual = f"a first line of {len(first.first_line):,} characters"
        raise Refused(first.line, actual, f"a title of at most {LONGEST_LINE} characters")
    dated = _DATED.match(first.text)
    head = _dated(first, first.first_line[dated.end() :]) if dated else _bare(first)
    if not first.is_one_line:
        raise Refused(first.lines[1], "text right below the title", "a blank line below the title")
    if len(blocks) == 1:
        raise Refused(first.line, f"the title {quoted(head.title)} and no text", "paragraphs below")
    return head


def refuse_second_head(blocks: Sequence[Block]) -> None:
    """Raises `Refused` when a date line stands in one of `blocks`: two explainers in one file."""
    for block in blocks:
        second = _SECOND.search(block.text)
        if second:
            line = block.line_at(second.start(1))
            actual = f"a second date line ({quoted(block.text[second.start() :].lstrip(' '))})"
            raise Refused(line, actual, "one explainer in one file")


def _dated(first: Block, rest: str) -> Head:
    date, _, title = rest.partition(" ")
    if not is_partial_date(date):
        raise Refused(first.line, quoted(date) if date else "no date", _DATE)
    if not any(map(str.isalnum, title)):
        raise Refused(first.line, f"the date {date} without a title", "a title behind the date")
    return Head(title, date)


def _bare(first: Block) -> Head:
    title = first.first_line
    if len(title) > LONGEST_BARE_TITLE:
        actual = f"a first line of {len(title)} characters without a date ({quoted(title)})"
        raise Refused(first.line, actual, _HEAD)
    if not _could_be_title(title):
        raise Refused(first.line, quoted(title), _HEAD)
    return Head(title, None)


def _could_be_title(title: str) -> bool:
    """Whether a line isn't a heading, a mark, a broken date line, a sentence or other data."""
    if shape_of(title) in (Shape.FAQ, Shape.CONCLUSION, Shape.COLON) or begins_closing(title):
        return False
    if marker_at_start(title):
        return False
    if _CUT_DATE.match(title) or title.endswith((";", ",", ":", "：")):
        return False
    if title.endswith(".") and not _ABBREVIATION.fullmatch(title):
        return False
    return title[0] not in "{[<|#" and any(map(str.isalnum, title))


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
