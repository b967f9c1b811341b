"""The date of a page: in what it tells machines, near its heading, at last in its address."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, tag_of
from formats.html.byline_words import begins_as_byline
from formats.html.elements import is_inside, names_of, short_words
from formats.html.page_headings import OwnLines
from formats.metadata import links_of
from formats.moments import partial_date

_DATES = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "og:pubdate",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date.published",
    "dc.date",
    "dcterms.date",
    "dc.created",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "publication_date",
    "publicationdate",
    "citation_date",
    "citation_publication_date",
    "citation_online_date",
    "article_date_original",
    "article.published",
    "published",
    "published_at",
    "published_time",
    "published-date",
    "pub_date",
    "publishtime",
    "release_date",
    "created-date",
    "datecreated",
    "date",
]
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?:/(0?[1-9]|[12]\d|3[01]))?/")
_OF_PUBLICATION = ("publish", "entry-date", "posted", "post-date", "pubdate")
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|dates|datum|fecha|data|published|pubdate|timestamp|posted|time)"
    r"(?:$|[\s_-])"
)
_CHANGED = re.compile(
    r"updat|modif|chang|edited|revis|aktualisiert|geändert|änderung|mis à jour|actualizad"
    r"|aggiornat|atualizad|bijgewerkt|更新|обновлен",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:post|entry)[-_]date|publish", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:first |originally )?(?:published|posted|created|written|date|publié|veröffentlicht"
    r"|publicado|pubblicato|erschienen|erstellt|datum|fecha|data|stand|press release|news"
    r"|pressemitteilung|meldung|gepubliceerd|publicerad|opublikowano|опубликовано)"
    r"(?: on| at| am| vom| le| el| il| em| op| den| dnia)?"
    r"|le|am|on|el|il|vom)\b[ :：–-]*|^[-–—|•·,]\s*",
    re.IGNORECASE,
)
#: The place where a text was written, which stands before the day: "Bonn, 11 October 2021".
_PLACE = re.compile(r"^[^\W\d_][^\W\d]{2,20}(?: [^\W\d]{2,20})?, ?(?=\d)")
#: What parts a line about a text: "By Ada Mora • 3 May 2021", "Posted by Ada Mora on 3 May 2021".
_PARTING = re.compile(r"\s*[|•·/]\s*|\s+[–—-]\s+|,\s+")
_ON = re.compile(r"\s+(?=(?:am|on|le|el|il|em|vom)\s+(?:\w+,? )?\d)")
_OPENING = re.compile(r"(\d{1,2}\. ?\d{1,2}\. ?\d{4}|\d{4}-\d\d-\d\d) ?[-–—|:] ")
_LONGEST = 100
_WHOLE = len("2021-05-03")
_LONGEST_BLOCK = 250
_SHORTEST, _LONGEST_HEADING = 6, 30


def dates_of(root: HtmlElement, meta: dict[str, list[str]], own: OwnLines) -> Iterator[str]:
    """Texts that may be the date of first publication, the most exact first.

    `own` is what tells of the text, and not of comments or other texts.
    """
    for name in _DATES:
        yield from meta.get(name, ())
    yield from _marked(own)
    times = [element for element in own.all if tag_of(element) == "time"]
    yield from _of_times(_nearest_first(filter(_is_publication, times), own.near))
    yield from _shown(own.near)
    # The first time in an article, whatever the makers of the site call it.
    headed = [time for time in times if is_inside(time, "header", "article")]
    yield from _of_times(time for time in headed[:1] if not _tells_change(time))
    for address in [*links_of(root, "canonical"), *meta.get("og:url", ())]:
        if date := _IN_ADDRESS.search(address):
            yield "-".join(f"{int(part):02}" for part in date.groups() if part)


def _marked(own: OwnLines) -> Iterator[str]:
    """What microdata call the date, that near the heading first, that of a comment never."""
    marked = (element for element in own.all if "datepublished" in _properties(element))
    for element in _nearest_first(marked, own.near):
        given = map(element.get, ("datetime", "content", "value"))
        yield from filter(None, (*given, words_of(element)))


def _nearest_first(marked: Iterable[HtmlElement], near: list[HtmlElement]) -> list[HtmlElement]:
    """The marked elements, of which those near the heading come first."""
    marked = list(marked)
    wanted = set(marked)
    return [*(element for element in near if element in wanted), *marked]


def _properties(element: HtmlElement) -> list[str]:
    return (element.get("itemprop") or "").lower().split()


def _is_publication(time: HtmlElement) -> bool:
    """Whether `time` is marked as the date of publication."""
    classes = (time.get("class") or "").lower()
    return time.get("pubdate") is not None or any(name in classes for name in _OF_PUBLICATION)


def _of_times(times: Iterable[HtmlElement]) -> Iterator[str]:
    for time in times:
        yield from filter(None, (time.get("datetime"), words_of(time)))


def _shown(near: list[HtmlElement]) -> Iterator[str]:
    """The dates in lines near the heading: those of `time` and of what is named as one first."""
    times = (element for element in near if tag_of(element) == "time")
    yield from _of_times(time for time in times if not _tells_change(time))
    for element in near:
        names = names_of(element).lower()
        text = short_words(element, _LONGEST) if _DATED.search(names) else ""
        if text and not _is_changed(names) and not _CHANGED.match(text):
            yield from filter(None, (element.get("datetime"), _without_lead(text)))
    for element in near:
        yield from filter(None, map(_day_in, _lines(element)))


def _tells_change(time: HtmlElement) -> bool:
    """Whether `time` or what stands before it says that it is that of a change."""
    return _is_changed(names_of(time).lower()) or bool(_CHANGED.search(_before(time)))


def _is_changed(names: str) -> bool:
    """Whether names tell of a change; what is published and "updated" (hAtom) tells of none."""
    return bool(_CHANGED.search(names)) and not _PUBLISHED.search(names)


def _before(time: HtmlElement) -> str:
    """The last words before `time`: "Updated:" or their like."""
    previous = time.getprevious()
    parent = time.getparent()
    text = previous.tail if previous is not None else parent.text if parent is not None else ""
    words = " ".join((text or "").split())
    return words or (words_of(previous) if previous is not None else "")


def _lines(element: HtmlElement) -> Iterator[str]:
    """The words that stand in `element` itself, if it isn't full of text or other lines."""
    if _tells_change(element):
        return
    most = _LONGEST_HEADING if tag_of(element) in HEADINGS else _LONGEST
    for text in (element.text, *(inner.tail for inner in element)):
        line = " ".join((text or "").split())
        opening = _OPENING.match(line)
        if opening:
            yield opening[1]
        elif _SHORTEST <= len(line) <= most and any(sign.isdigit() for sign in line):
            yield line if short_words(element, _LONGEST_BLOCK) else ""


def _day_in(line: str) -> str | None:
    """The day that a line tells, at its beginning or by itself behind a name or a place."""
    if _CHANGED.search(line):
        return None
    is_sentence = line.endswith((".", "!", "?"))
    pieces = [line, *([] if is_sentence else _PARTING.split(line))]
    pieces += _ON.split(line)[1:] if begins_as_byline(line) and not is_sentence else []
    dates = (partial_date(_without_lead(piece)) for piece in pieces if len(piece) >= _SHORTEST)
    # A mere year or month may be anything.
    return next((day for day in dates if day and len(day) == _WHOLE), None)


def _without_lead(line: str) -> str:
    """`line` without what leads to its date."""
    return _PLACE.sub("", _LEADING.sub("", _LEADING.sub("", line)))
