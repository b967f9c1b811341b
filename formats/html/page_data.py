"""A page before its text is looked for: decoded, as a tree, and what it says about itself.

It says so in JSON-LD, OpenGraph, microdata, `meta`, `time` and its headings; each thing is taken
from where it is said most exactly.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import parsed, with_lines
from formats.decoding import cleaned_text, refuse_unreadable, text_of
from formats.html.bylines import authors_of
from formats.html.elements import Prose
from formats.html.page_dates import dates_of
from formats.html.page_headings import own_lines, site_of, title_of
from formats.json_article import as_markdown
from formats.linked_data import (
    about_thing,
    article_in,
    organisations_in,
    questions_in,
    resolved,
    things_in,
)
from formats.metadata import (
    About,
    first_date,
    identity_of,
    language_of,
    links_of,
    metas_of,
    named_by,
    topics_in,
)
from formats.parsed import Note, Refused
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
_TOPICS = ("article:section", "article:tag", "parsely-section", "dc.subject", "dcterms.subject")
_KEYWORDS = ("news_keywords", "keywords", "parsely-tags")
_DESCRIPTIONS = ("description", "og:description", "twitter:description", "dc.description")
_HOUSES = ("og:site_name", "application-name", "publisher", "dc.publisher", "copyright")


@dataclass(slots=True)
class SetAside:
    """A block taken out of a page, an empty element in its place, and the elements before it."""

    block: HtmlElement
    place: HtmlElement
    before: frozenset[HtmlElement]


@dataclass(slots=True)
class HtmlPage:
    """A page while its text is looked for: the tree that the steps change, and what they know.

    `name` is that of its file. `about` and `things` (the objects of JSON-LD) are known once they
    were read; `text` is the whole page until the element with its text is found; `described` is
    the line that says the page's description, and `opening` are the blocks above the text.
    """

    root: HtmlElement
    name: str = ""
    about: About = field(default_factory=About)
    things: list[dict[str, object]] = field(default_factory=list)
    prose: Prose = field(default_factory=Prose)
    text: HtmlElement = field(init=False)
    described: SetAside | None = None
    opening: list[HtmlElement] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.root

    @property
    def body(self) -> HtmlElement:
        """The body, or all of a page that has none."""
        return next(self.root.iter("body"), self.root)

    @property
    def stated_text(self) -> str:
        """The text that the page's data hold (`articleBody`), "" for none."""
        article = article_in(self.things)
        text = article.get("articleBody") if article else None
        return text if isinstance(text, str) else ""


def page_of(source: bytes, name: str) -> tuple[HtmlPage, list[Note]]:
    """The page in the bytes of a file, with notes about its encoding; raises `Refused`."""
    text, notes = _decoded(source)
    if not text.strip():
        raise Refused(1, "nothing but white space" if source else "an empty file", "an explainer")
    root = parsed(text)
    with_lines(root)
    return HtmlPage(root, name), notes


def _decoded(source: bytes) -> tuple[str, list[Note]]:
    """The text of a page in the encoding that it is in, which need not be the one that it says."""
    source, strayed = _without_zeros(source)
    try:
        text, notes = cleaned_text(text_of(source))
        return text, [*strayed, *notes]
    except Refused as refusal:
        refuse_unreadable(source)
        if b"\0" in source or "not UTF-8" not in refusal.actual:
            raise
    codec = _declared_codec(source)
    try:
        text, notes = cleaned_text(source.decode(codec, "replace"))
    except LookupError:
        text, notes = cleaned_text(source.decode("cp1252", "replace"))
    message = f"the page is not in UTF-8; it was read as {codec}"
    lost = f", and {text.count(chr(0xFFFD))} signs could not be read" if "\ufffd" in text else ""
    return text, [*strayed, Note(1, message + lost), *notes]


def _declared_codec(source: bytes) -> str:
    """The encoding that a page declares, if it can be that; else the most usual one."""
    declared = _CHARSET.search(source[:_SAMPLE])
    name = declared[1].decode("ascii") if declared else ""
    return name if _CODECS.fullmatch(name) and name.lower() not in _WESTERN else "cp1252"


def _without_zeros(source: bytes) -> tuple[bytes, list[Note]]:
    """A file without a few zero bytes, which HTML ignores; many make another encoding, or none."""
    count = source.count(0)
    if not 0 < count * _MOST_ZEROS <= len(source) or source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return source, []
    many = "1 zero byte" if count == 1 else f"{count} zero bytes"
    return source.replace(b"\0", b""), [Note(None, f"{many} left out, as browsers do")]


def read_about(page: HtmlPage) -> list[Note]:
    """A step: reads what the page says about itself, and which questions it lists or folds up."""
    notes: list[Note] = []
    root = page.root
    page.things = things_in(_scripts(root))
    listed = [(asked, as_markdown(answer, notes)) for asked, answer in questions_in(page.things)]
    asked = (*listed, *_microdata(root), *_buttons(root))
    page.about = replace(named_by(page.name, _about(root, page.things)), asked=asked)
    return notes


def _about(root: HtmlElement, things: list[dict[str, object]]) -> About:
    article = article_in(things)
    stated = about_thing(resolved(article, things)) if article else About()
    meta = metas_of(root)
    identity = identity_of([*links_of(root, "canonical"), *meta.get("og:url", ())])
    identity = identity or stated.identity
    title = title_of(root, stated, meta)
    own = own_lines(root, title)
    return replace(
        stated,
        title=title,
        standfirst=None,
        date=stated.date or first_date(dates_of(root, meta, own)),
        language=stated.language or _language(root, meta),
        identity=identity,
        base=identity or "",
        authors=authors_of(meta, own, stated.authors, _houses(root, meta, things)),
        topics=stated.topics or topics_in(_topics(root, meta)),
        aliases=(identity,) if identity and "://" in identity else (),
    )


def descriptions_of(page: HtmlPage) -> list[str]:
    """What the page's data say that it is about, in words that may stand on it too."""
    meta = metas_of(page.root)
    article = article_in(page.things)
    standfirst = about_thing(article).standfirst if article else None
    stated = [text for name in _DESCRIPTIONS for text in meta.get(name, ())]
    return [*stated, standfirst] if standfirst else stated


def _scripts(root: HtmlElement) -> Iterator[str]:
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            yield script.text or ""


def _microdata(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Questions that microdata mark, without their answers."""
    for element in root.iter("*"):
        if (element.get("itemtype") or "").endswith("schema.org/Question"):
            names = (inner for inner in element.iter("*") if inner.get("itemprop") == "name")
            yield from ((words_of(inner), "") for inner in names)


def _buttons(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Questions on what unfolds their answers."""
    for button in root.iter("button", "a", "div"):
        if button.get("aria-expanded") is not None and ends_question(words_of(button)):
            yield words_of(button), ""


def _houses(
    root: HtmlElement, meta: dict[str, list[str]], things: list[dict[str, object]]
) -> set[str]:
    """The names of the site and of who publishes it."""
    houses = organisations_in(things) | {site_of(root, meta)}
    return houses.union(*(meta.get(name, ()) for name in _HOUSES)) - {""}


def _language(root: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    page = next(root.iter("html"), root)
    given = [page.get("lang") or "", page.get("{http://www.w3.org/XML/1998/namespace}lang") or ""]
    named = [*given, *meta.get("content-language", ()), *meta.get("og:locale", ())]
    return language_of(named)


def _topics(root: HtmlElement, meta: dict[str, list[str]]) -> list[str]:
    topics = [text for name in _TOPICS for text in meta.get(name, ())]
    topics += [
        words_of(link) for link in root.iter("a") if "tag" in (link.get("rel") or "").split()
    ]
    if topics:
        return topics
    keywords = next((meta[name] for name in _KEYWORDS if name in meta), [])
    return [topic for text in keywords for topic in text.split(",")]
