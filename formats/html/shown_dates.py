"""Dates that people see on a page near its heading, whatever the page calls them."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, tag_of
from formats.html.byline_words import begins_as_byline
from formats.html.near_heading import short_words
from formats.moments import partial_date

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


def shown_dates(near: Iterable[HtmlElement]) -> Iterator[str]:
    """The dates in lines near the heading: those of `time` and of what is named as one first."""
    held = list(near)
    times = [one for one in held if tag_of(one) == "time"]
    named = [one for one in held if _DATED.search(_names(one)) and not _is_changed(_names(one))]
    yield from _of_times(times)
    yield from _in_words(named)
    for element in held:
        yield from filter(None, map(_day_in, _lines(element)))


def _of_times(times: list[HtmlElement]) -> Iterator[str]:
    for one in times:
        if not tells_change(one):
            yield from filter(None, (one.get("datetime"), words_of(one)))


def tells_change(time: HtmlElement) -> bool:
    """Whether `time` or what stands before it says that it is that of a change."""
    return _is_changed(_names(time)) or bool(_CHANGED.search(_before(time)))


def _is_changed(names: str) -> bool:
    """Whether names tell of a change; what is published and "updated" (hAtom) tells of none."""
    return bool(_CHANGED.search(names)) and not _PUBLISHED.search(names)


def _in_words(elements: list[HtmlElement]) -> Iterator[str]:
    for one in elements:
        text = short_words(one, _LONGEST)
        if text and not _CHANGED.match(text):
            yield from filter(None, (one.get("datetime"), _led(text)))


def _before(time: HtmlElement) -> str:
    """The last words before `time`: "Updated:" or their like."""
    previous = time.getprevious()
    parent = time.getparent()
    text = previous.tail if previous is not None else parent.text if parent is not None else ""
    words = " ".join((text or "").split())
    return words or (words_of(previous) if previous is not None else "")


def _lines(element: HtmlElement) -> Iterator[str]:
    """The words that stand in `element` itself, if it is none that holds text or other lines."""
    if tells_change(element):
        return
    most = _LONGEST_HEADING if tag_of(element) in HEADINGS else _LONGEST
    for text in (element.text, *(one.tail for one in element)):
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
    found = (partial_date(_led(piece)) for piece in pieces if len(piece) >= _SHORTEST)
    # A mere year or month may be anything.
    return next((day for day in found if day and len(day) == _WHOLE), None)


def _led(line: str) -> str:
    """`line` without what leads to its date."""
    return _PLACE.sub("", _LEADING.sub("", _LEADING.sub("", line)))


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()
