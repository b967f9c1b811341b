"""A page in HTML to a `Document`: its main text, and what it says about itself.

`main_text` says what is taken for the text and what is left out around it, `page_data` where title,
date, authors, topics and language come from. Questions are those of `dividing`, and those that the
page lists as its FAQ (`FAQPage`), in whatever it shows them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from formats.composing.composing import explainer_from_tree
from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tidying import footnotes_marked
from formats.composing.tree import BLOCKS, HEADINGS, drop, parsed, tag_of, with_class, with_lines
from formats.decoding import cleaned_text, refuse_unreadable, text_of
from formats.html.embedded_bodies import unfold_noscript
from formats.html.main_text import MainText, main_text
from formats.html.page_data import descriptions_of, linked_things, page_about
from formats.json_article import as_markdown
from formats.linked_data import article_in, questions_in
from formats.metadata import named_by
from formats.parsed import Note, ParsedExplainer, Refused
from formats.pictures import Pictures
from formats.shapes import ends_question

_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?([\w:.-]{1,40})", re.I
)
_SAMPLE, _MOST_ZEROS = 4_096, 100
# What the HTML Standard has browsers do: old names mean the code page that holds more signs.
_WESTERN = frozenset(
    ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", "iso8859-1", "utf-8", "utf8")
)
_CODECS = re.compile(
    r"(?:windows|cp)-?12\d\d|iso-?8859-\d+|koi8-[ru]|shift[_-]?jis|euc-(?:jp|kr)|gb\w+|big5", re.I
)
_STANDFIRSTS = (
    "standfirst",
    "dek",
    "deck",
    "subtitle",
    "sub-title",
    "subheadline",
    "article-summary",
)
_ASKING = ("button", "summary", "dt", "p", "div", "span", "a", "strong", "b", "li")
_LONGEST_STANDFIRST = 600


def parse_html(
    data: bytes, *, language: str = "en", name: str = "", pictures: Pictures | None = None
) -> ParsedExplainer:
    """The explainer in the page `data`; raises `Refused` for everything that isn't one."""
    source, notes = _decoded(data)
    if not source.strip():
        raise Refused(1, "nothing but white space" if data else "an empty file", "an explainer")
    root = parsed(source)
    with_lines(root)
    _drop_permalinks(root)
    things = linked_things(root)
    about = named_by(name, page_about(root))
    about = replace(about, asked=(*_asked(things, notes), *_microdata(root), *_buttons(root)))
    thing = article_in(things)
    body = thing.get("articleBody") if thing else None
    standfirst = _standfirst(root)
    footnotes_marked(root)
    unfold_noscript(root)
    _mark_questions(root, {folded(question) for question, _answer in about.asked})
    expected = body if isinstance(body, str) else ""
    text = main_text(root, about.title or "", expected, descriptions_of(root, things))
    standfirst = _opened(text, standfirst)
    own = (about.identity,) if about.identity and "://" in about.identity else ()
    about = replace(about, standfirst=standfirst, aliases=own)
    return explainer_from_tree(text.element, about, [*notes, *text.notes], language, pictures)


def _opened(text: MainText, standfirst: str | None) -> str | None:
    """The standfirst: the one given, or the line above the text; more lines begin the text.

    The line that says the page's description is one before all others.
    """
    line = [] if text.described is None else [text.described]
    above = [*line, *text.opening]
    is_standfirst = bool(line) or len(above) == 1
    if standfirst is None and is_standfirst and len(words_of(above[0])) <= _LONGEST_STANDFIRST:
        standfirst, above = words_of(above[0]), above[1:]
    for block in reversed(above):
        drop(block)
        block.tag = "p"
        block.tail, text.element.text = text.element.text, None
        text.element.insert(0, block)
    return standfirst


def _drop_permalinks(root: HtmlElement) -> None:
    """Drops the signs by which headings link to themselves."""
    for heading in root.iter(*HEADINGS):
        for link in list(heading.iter("a")):
            is_own = (link.get("href") or "").startswith("#")
            if is_own and not re.search(r"\w", words_of(link)) and not len(link):
                drop(link)


def _decoded(data: bytes) -> tuple[str, list[Note]]:
    """The text of a page in the encoding that it is in, which need not be the one that it says."""
    data, strayed = _without_zeros(data)
    try:
        text, notes = cleaned_text(text_of(data))
        return text, [*strayed, *notes]
    except Refused as refusal:
        refuse_unreadable(data)
        if b"\0" in data or "not UTF-8" not in refusal.actual:
            raise
    declared = _CHARSET.search(data[:_SAMPLE])
    named = declared[1].decode("ascii") if declared else ""
    is_known = _CODECS.fullmatch(named) and named.lower() not in _WESTERN
    codec = named if is_known else "cp1252"
    try:
        text, notes = cleaned_text(data.decode(codec, "replace"))
    except LookupError:
        text, notes = cleaned_text(data.decode("cp1252", "replace"))
    said = f"the page is not in UTF-8; it was read as {codec}"
    lost = f", and {text.count(chr(0xFFFD))} signs could not be read" if "\ufffd" in text else ""
    return text, [*strayed, Note(1, said + lost), *notes]


def _without_zeros(data: bytes) -> tuple[bytes, list[Note]]:
    """`data` without a few zero bytes, which HTML ignores; many make another encoding, or none."""
    count = data.count(0)
    if not 0 < count * _MOST_ZEROS <= len(data) or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data, []
    many = "1 zero byte" if count == 1 else f"{count} zero bytes"
    return data.replace(b"\0", b""), [Note(None, f"{many} left out, as browsers do")]


def _asked(things: list[dict[str, object]], notes: list[Note]) -> Iterator[tuple[str, str]]:
    for question, answer in questions_in(things):
        yield question, as_markdown(answer, notes)


def _microdata(root: HtmlElement) -> Iterator[tuple[str, str]]:
    for one in root.iter("*"):
        if (one.get("itemtype") or "").endswith("schema.org/Question"):
            names = (inner for inner in one.iter("*") if inner.get("itemprop") == "name")
            yield from ((words_of(inner), "") for inner in names)


def _buttons(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Questions on what unfolds their answers."""
    for one in root.iter("button", "a", "div"):
        unfolds = one.get("aria-expanded") is not None
        if unfolds and ends_question(words_of(one)):
            yield words_of(one), ""


def _mark_questions(root: HtmlElement, asked: set[str]) -> None:
    """Makes headings of what asks the questions that the page lists, whatever it was."""
    if not asked:
        return
    for element in list(root.iter(*_ASKING)):
        is_inside = any(
            tag_of(one) in HEADINGS | {"summary", "dt"} for one in element.iterancestors()
        )
        holds_blocks = any(tag_of(one) in BLOCKS for one in element.iterdescendants())
        holds_same = any(folded(words_of(one)) in asked for one in element)
        if is_inside or holds_blocks or tag_of(element) in ("summary", "dt"):
            continue
        if not (holds_same and tag_of(element) in ("li",)) and folded(words_of(element)) in asked:
            element.tag = "h6"


def _standfirst(root: HtmlElement) -> str | None:
    """The lines under the title, if the page marks them; taken out of the text."""
    for element in with_class(root, *_STANDFIRSTS):
        text = words_of(element)
        is_part = not any(
            tag_of(one) in ("h1", "aside", "nav") for one in (element, *element.iterancestors())
        )
        if is_part and 0 < len(text) <= _LONGEST_STANDFIRST:
            element.drop_tree()
            return text
    return None
