"""Teasers: what a page shows of other texts, known by its headings and by its shape."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from articles.readers.divisions import folded
from articles.readers.inline import words_of
from articles.readers.prose import Prose
from articles.readers.reading import Note
from articles.readers.tree import HEADINGS, tag_of

#: Headings above what is no part of a text.
_ANNOUNCING = re.compile(
    r"(?:more|also|you may|you might|read|related|recommended|latest|most|trending|popular"
    r"|other|don t miss|next|previous|share|follow|filed under|tags?"
    r"|categories|subscribe|sign up|newsletters?|comments?|leave a|post a|join the|about the author"
    r"|advertisement|sponsored|promoted|around the web|recent|similar"
    r"|mehr|weitere|lesen sie|auch interessant|verwandte|ähnliche|das könnte|kommentare?"
    r"|meistgelesen"
    r"|lire|à lire|articles|sur le même|plus|commentaires|partager"
    r"|más|lea|leer|artículos|noticias|relacionad|te puede|comentarios|compartir"
    r"|leia|veja|mais|notícias|comentários|relacionad|leggi|altri|potrebbe|commenti"
    r"|читайте|похожие|комментарии|по теме)\b.{0,60}",
    re.IGNORECASE,
)
_REST = 200
_LONGEST = 400
_FEWEST = 2
_MOST_LISTS = 200
_MOST_INSIDE = 5


def without_teasers(found: HtmlElement, prose: Prose) -> list[Note]:
    """Takes teasers of other texts out of `found`; a note says how many."""
    dropped = sum(_articles(found, prose)) + sum(_announced(found, prose))
    dropped += sum(_in_rows(found, prose))
    if not dropped:
        return []
    what = "1 teaser" if dropped == 1 else f"{dropped} teasers"
    return [Note(None, f"{what} of other texts left out")]


def _articles(found: HtmlElement, prose: Prose) -> Iterator[int]:
    """Articles in an article, which has a text of its own."""
    inner = [one for one in found.iter("article") if one is not found]
    held = set(inner)
    outer = [one for one in inner if not any(up in held for up in one.iterancestors("article"))]
    if not outer or prose.of(found) - sum(map(prose.of, outer)) < _REST:
        return
    for one in outer:
        is_text = 2 * prose.of(one) > prose.of(found) or any(True for _ in one.iter("h1"))
        if not is_text:
            prose.drop(one)
            yield 1


def _announced(found: HtmlElement, prose: Prose) -> Iterator[int]:
    """Lists of links below a heading that says what they are."""
    for heading in list(_announcing(found))[:_MOST_LISTS]:
        if not _is_in(heading, found):
            continue
        around = _around(heading, found, prose)
        if prose.links(around):
            prose.drop(around)
            yield 1
        else:
            yield from _behind(around, prose)


def _announcing(found: HtmlElement) -> Iterator[HtmlElement]:
    for one in found.iter(*HEADINGS, "p", "div", "strong", "span"):
        is_little = len(list(islice(one.iter("*"), _MOST_INSIDE))) < _MOST_INSIDE
        if one is not found and is_little and _ANNOUNCING.fullmatch(folded(words_of(one))):
            yield from [one] if _announces(one) else []


def _announces(element: HtmlElement) -> bool:
    """Whether words announce links: "More:" does, "More on this is on their site" is text."""
    linked = next(filter(None, map(words_of, element.iter("a"))), "")
    if not linked:
        return True
    before, _, behind = words_of(element).partition(linked)
    is_heading = tag_of(element) in HEADINGS and not before.strip()
    return (is_heading or before.rstrip().endswith(":")) and not behind.strip(" .…»>")


def _behind(announcing: HtmlElement, prose: Prose) -> Iterator[int]:
    """Drops the lists of links that come right behind."""
    after = announcing.getnext()
    while after is not None and _is_teaser(after, prose):
        behind = after.getnext()
        prose.drop(after)
        yield 1
        after = behind


def _around(heading: HtmlElement, found: HtmlElement, prose: Prose) -> HtmlElement:
    """The widest element that begins with `heading` and holds links and no text."""
    around = heading
    for one in heading.iterancestors():
        if one is found or (prose.of(one) and not prose.is_linked(one)):
            return around
        if not words_of(one).startswith(words_of(heading)):
            return around
        around = one
    return around


def _is_in(element: HtmlElement, found: HtmlElement) -> bool:
    return element is not found and any(one is found for one in element.iterancestors())


def _is_teaser(element: HtmlElement, prose: Prose) -> bool:
    is_heading = tag_of(element) in HEADINGS
    is_text = prose.of(element) > 0 and not prose.is_linked(element)
    return bool(prose.links(element)) and not is_text and not is_heading


def _in_rows(found: HtmlElement, prose: Prose) -> Iterator[int]:
    """Siblings that each are a linked heading and no more than a few words."""
    for holder in list(found.iter("*")):
        rows = [one for one in holder if isinstance(one.tag, str) and _has_linked_heading(one)]
        if len(rows) < _FEWEST or not _is_in(rows[0], found):
            continue
        for one in rows:
            if prose.of(one) < _LONGEST:
                prose.drop(one)
                yield 1


def _has_linked_heading(element: HtmlElement) -> bool:
    if tag_of(element) in HEADINGS:
        return False
    headings = list(element.iter(*HEADINGS))
    if len(headings) != 1 or len(words_of(element)) > _LONGEST:
        return False
    heading = headings[0]
    text = words_of(heading)
    is_inside = any(tag_of(one) == "a" for one in heading.iterancestors())
    linked = sum(len(words_of(one)) for one in heading.iter("a"))
    return bool(text) and (is_inside or linked >= 0.9 * len(text))
