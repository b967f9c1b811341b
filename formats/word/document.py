"""Word files (DOCX) to a `ParsedExplainer`.

The words are those of the document as it would read with all tracked changes accepted. Headings
are paragraphs whose style or outline level says so; the title is the paragraph of that style, else
the first heading, else what the properties or a short first line say. Tables of contents, which
repeat the headings, headers, footers, comments and hidden text are left out; each is reported.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from lxml.html import HtmlElement

from formats.composing.composing import explainer_from_tree
from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, parsed_fragment, tag_of
from formats.decoding import cleaned_text
from formats.metadata import About, authors_in, first_date, language_of, topics_in
from formats.moments import partial_date
from formats.parsed import Note, ParsedExplainer, Refused, quoted
from formats.pictures import LARGEST, Pictures
from formats.word.body import Body
from formats.word.package import Package, Properties, Relation, properties_of

_LONGEST_TITLE = 200
_MOST_HEAD = 3
_DATE_LINE = re.compile(
    r"(?:(?:first )?(?:published|posted)(?: on)?:? |date: ?)?"
    r"(\S.{2,30}\d{4}|\d{4}-\d{2}(?:-\d{2})?)",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:written )?by:? (?=\S)", re.IGNORECASE)
_LONGEST_BYLINE = 120
_SMALL_IN_NAMES = frozenset(("and", "&", "de", "van", "von", "der", "la", "du", "da", "und"))
_FINDINGS = {
    "insertion": "tracked insertions were taken as accepted",
    "deletion": "tracked deletions were taken as accepted: their words are not here",
    "comment": "comments were left out",
    "margin": "headers or footers were left out",
    "hidden": "pieces of hidden text were left out",
    "contents": "lines of a table of contents were left out; they repeat the headings",
    "box": "text boxes stand behind the paragraphs that they are tied to",
    "formula": "formulas became plain text; look at them",
    "symbol": "signs of symbol fonts were left out; look at them",
    "drawing": "drawings or embedded objects were left out",
    "chunk": "parts in another format inside the file were left out",
}


def parse_word(
    data: bytes, *, language: str = "en", name: str = "", pictures: Pictures | None = None
) -> ParsedExplainer:
    """The explainer in the DOCX file `data`; raises `Refused` for everything that isn't one.

    `name` is the file's path; its last part is the title where nothing else says one.
    """
    package = Package(data)
    body = Body(package, _shown)
    html, notes = cleaned_text(body.html())
    if not html.strip():
        raise Refused(None, "a document without text", "an explainer")
    root = parsed_fragment(html)
    properties = properties_of(package)
    about = replace(_about(properties, body, root), file_title=_named(name))
    if about.title is None and not _begins_with_heading(root):
        about = replace(about, title=about.file_title)
        if about.title:
            notes.append(Note(None, "no title was found, so the file’s name is the title"))
    about = _with_head(about, body, root, notes)
    kept = replace(pictures or Pictures(), near=(_PackagePictures(package),), beside="")
    notes += _notes(body, properties)
    return explainer_from_tree(root, about, notes, language, kept)


class _PackagePictures:
    """The pictures inside the file."""

    def __init__(self, package: Package) -> None:
        self._package = package

    def find(self, path: str) -> "_PackagePicture | None":
        return _PackagePicture(self._package, path) if self._package.has(path) else None


class _PackagePicture:
    """Reads one picture when it is wanted."""

    def __init__(self, package: Package, path: str) -> None:
        self._package, self._path = package, path

    def __call__(self) -> bytes:
        return self._package.read(self._path)[: LARGEST + 1]


def _shown(drawing: Element, relations: dict[str, Relation], paragraph: int) -> str:
    """The pictures of a drawing as HTML, each with the description that it has."""
    named = next(iter(drawing.iter("wp:docPr")), None)
    given = (named.get("descr") or named.get("title") or "") if named is not None else ""
    pieces = []
    for blip in (*drawing.iter("a:blip"), *drawing.iter("v:imagedata")):
        key = blip.get("r:embed") or blip.get("r:id") or blip.get("r:link") or ""
        relation = relations.get(key)
        source = relation.target if relation else "without an address"
        alt = given or blip.get("x:title", "")
        pieces.append(f'<img src="{escape(source)}" alt="{escape(alt)}" data-line="{paragraph}">')
    return "".join(pieces)


def _about(properties: Properties, body: Body, root: HtmlElement) -> About:
    styled = body.styles.language("".join(root.itertext()))
    about = About(
        title=_title(properties, body, root),
        standfirst=next(filter(str.strip, body.head["subtitle"]), None),
        language=language_of(filter(None, (properties.language, styled))),
        authors=authors_in(properties.authors),
        topics=topics_in(properties.topics),
    )
    if about.standfirst:
        for paragraph in root.xpath("//p[@data-role='standfirst']")[:1]:
            paragraph.drop_tree()
    return about


def _title(properties: Properties, body: Body, root: HtmlElement) -> str | None:
    """The title, where no heading at the top says it; a first line that is one is taken out."""
    title = next(filter(str.strip, body.head["title"]), None)
    if title:
        return title
    if _begins_with_heading(root):
        return None
    first = _first(root)
    if properties.title:
        return properties.title
    text = " ".join("".join(first.itertext()).split()) if first is not None else ""
    if first is None or not _could_be_title(first, text):
        return None
    first.drop_tree()
    return text


def _first(root: HtmlElement) -> HtmlElement | None:
    """The first element that has words."""
    return next((block for block in root if "".join(block.itertext()).strip()), None)


def _begins_with_heading(root: HtmlElement) -> bool:
    first = _first(root)
    return first is not None and tag_of(first) in HEADINGS


def _named(name: str) -> str | None:
    """A title made of a file's name."""
    stem = " ".join(PurePosixPath(name).stem.split())
    if " " not in stem:
        stem = " ".join(re.split(r"[-_]+", stem)).strip()
    return f"{stem[:1].upper()}{stem[1:]}" or None


def _with_head(about: About, body: Body, root: HtmlElement, notes: list[Note]) -> About:
    """`about` with date and authors that stand under the title, in a line of their own each.

    They are taken out of the text, since pages show them with the title.
    """
    dates, authors = list(body.head["date"]), list(body.head["author"])
    lines = [block for block in root if "".join(block.itertext()).strip()]
    for line in lines[1 if lines and tag_of(lines[0]) in HEADINGS else 0 :][:_MOST_HEAD]:
        text = words_of(line)
        date, by = _DATE_LINE.fullmatch(text), _byline(text)
        if tag_of(line) != "p" or not ((date and partial_date(date[1])) or by):
            break
        dates += [date[1]] if date and not by else []
        authors += [by] if by else []
        notes.append(Note(None, f"{quoted(text)} under the title was taken for what it says"))
        line.drop_tree()
    return replace(
        about,
        date=first_date(dates) or about.date,
        authors=authors_in(authors) or about.authors,
    )


def _byline(text: str) -> str:
    """The names in a line such as "By Ada Mora", whose words have capitals; "" for another."""
    begin = _BY.match(text)
    if begin is None or len(text) > _LONGEST_BYLINE or re.search("[.!?:;]$", text):
        return ""
    names = text[begin.end() :]
    words = [word for word in names.split() if word not in _SMALL_IN_NAMES]
    are_names = bool(words) and not any(word[0].islower() or word[0].isdigit() for word in words)
    return names if are_names else ""


def _could_be_title(first: HtmlElement, text: str) -> bool:
    is_line = tag_of(first) == "p" and 0 < len(text) <= _LONGEST_TITLE
    return is_line and re.search(r"[.!;,:…]$", text) is None and first.getnext() is not None


def _notes(body: Body, properties: Properties) -> Iterator[Note]:
    findings = body.findings
    for what, message in _FINDINGS.items():
        count = findings.counts[what]
        if count:
            first = findings.first.get(what, 0)
            yield Note(None, f"{count} {message} (first in paragraph {first})")
    if properties.made:
        made = f"the file was made on {properties.made}, which need not be when it was published"
        yield Note(None, made)
