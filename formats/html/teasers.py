"""Teasers: what a page shows of other texts, known by its headings and by its shape."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, tag_of
from formats.html.elements import TEXTS, Prose, holds, is_inside, is_within, name_words, outermost
from formats.html.page_data import HtmlPage
from formats.parsed import Note

#: Headings above what is no part of a text.
_ANNOUNCING = re.compile(
    r"(?:more|also|see also|you may|you might|read|related|recommended|latest|most|trending|popular"
    r"|other|don t miss|next|previous|share|follow|filed under|tags?"
    r"|categories|subscribe|sign up|newsletters?|comments?|leave a|post a|join the|about the author"
    r"|advertisement|sponsored|promoted|around the web|recent|similar"
    r"|mehr|weitere|lesen sie|auch interessant|verwandte|ähnliche|das könnte|kommentare?"
    r"|meistgelesene?|empfohlene|entdecken?|siehe auch|schon gelesen|das thema könnte"
    r"|neueste|aktuelle|weiterführende"
    r"|vous aimerez|à découvrir|lire|à lire|articles|sur le même|plus|commentaires|partager"
    r"|más|lea|leer|artículos|noticias|relacionad|temas|contenidos?|vea|te puede"
    r"|comentarios|compartir"
    r"|leia|veja|mais|notícias|comentários|relacionad|leggi|altri|potrebbe|commenti"
    r"|читайте|похожие|комментарии|по теме)\b.{0,60}",
    re.IGNORECASE,
)
#: Words in the names of teasers. Some sites call a standfirst so, which links to nothing.
_NAMES = frozenset(
    ["teaser", "teasers", "newsteaser", "nextpost", "prevpost", "relatedpost", "relatedposts"]
)
#: Signs behind a link that say nothing.
_ENDS = " .…»>"
_REST, _LEAD = 200, 40
_LONGEST = 400
_FEWEST = 2
_MOST_LISTS = 200
_MOST_INSIDE = 5


def drop_teasers(page: HtmlPage) -> list[Note]:
    """A step: takes teasers of other texts out of the text; a note says how many."""
    kinds = (_articles, _announced, _in_rows, _read_more, _named)
    count = sum(_count_dropped(find(page.text, page.prose), page.prose) for find in kinds)
    if not count:
        return []
    teasers = "1 teaser" if count == 1 else f"{count} teasers"
    return [Note(None, f"{teasers} of other texts left out")]


def _count_dropped(teasers: Iterator[HtmlElement], prose: Prose) -> int:
    """Drops each teaser before the next is looked for; gives their number."""
    count = 0
    for teaser in teasers:
        prose.drop(teaser)
        count += 1
    return count


def _articles(text: HtmlElement, prose: Prose) -> Iterator[HtmlElement]:
    """Articles in an article, which has a text of its own."""
    outer = outermost([article for article in text.iter("article") if article is not text])
    if prose.of(text) - sum(map(prose.of, outer)) < _REST:
        return
    for article in outer:
        if not _is_text(article, text, prose):
            yield article


def _is_text(article: HtmlElement, text: HtmlElement, prose: Prose) -> bool:
    """Whether an inner article is a piece of the text: long, and without a heading that links."""
    if 2 * prose.of(article) > prose.of(text) or holds(article, "h1"):
        return True
    is_linked = any(map(_links_on, article.iter(*HEADINGS)))
    return prose.of(article) >= _LONGEST and not is_linked


def _links_on(element: HtmlElement) -> bool:
    """Whether `element` links to another page, or is in a link to one."""
    links = [*element.iter("a"), *element.iterancestors("a")]
    return any((link.get("href") or "#")[0] != "#" for link in links)


def _announced(text: HtmlElement, prose: Prose) -> Iterator[HtmlElement]:
    """Lists of links below a heading that says what they are."""
    for heading in list(_announcing(text))[:_MOST_LISTS]:
        if not is_within(heading, text):
            continue
        around = _around(heading, text, prose)
        if prose.links(around):
            yield around
        else:
            yield from _behind(around, prose)


def _named(text: HtmlElement, prose: Prose) -> Iterator[HtmlElement]:
    """Short pieces that are called teasers, and link to what they tease."""
    for element in list(text.iter("*")):
        is_named = tag_of(element) not in TEXTS and bool(name_words(element) & _NAMES)
        is_short = prose.of(element) < min(_LONGEST, prose.of(text) / 2)
        if is_named and is_short and is_within(element, text) and _links_on(element):
            yield element


def _read_more(text: HtmlElement, _prose: Prose) -> Iterator[HtmlElement]:
    """Paragraphs that are "Read more:" and a link, and nothing else."""
    for paragraph in list(text.iter("p")):
        before, link, behind = _parted(paragraph)
        is_lead = before.rstrip().endswith((":", "»", ">", "|", "–")) and len(before) <= _LEAD
        if link and is_lead and not behind.strip(_ENDS) and _ANNOUNCING.fullmatch(folded(before)):
            yield paragraph


def _parted(element: HtmlElement) -> tuple[str, str, str]:
    """The words of `element` before its first link, of that, and behind it."""
    linked = next(filter(None, map(words_of, element.iter("a"))), "")
    before, _, behind = words_of(element).partition(linked) if linked else ("", "", "")
    return before, linked, behind


def _announcing(text: HtmlElement) -> Iterator[HtmlElement]:
    for element in text.iter(*HEADINGS, "p", "div", "strong", "span"):
        is_little = len(list(islice(element.iter("*"), _MOST_INSIDE))) < _MOST_INSIDE
        if element is text or not is_little or not _ANNOUNCING.fullmatch(folded(words_of(element))):
            continue
        if _announces(element):
            yield element


def _announces(element: HtmlElement) -> bool:
    """Whether words announce links: "More:" does, "More on this is on their site" is text."""
    before, linked, behind = _parted(element)
    if not linked:
        return True
    is_heading = tag_of(element) in HEADINGS and not before.strip()
    return (is_heading or before.rstrip().endswith(":")) and not behind.strip(_ENDS)


def _behind(announcing: HtmlElement, prose: Prose) -> Iterator[HtmlElement]:
    """The lists of links that come right behind."""
    after = announcing.getnext()
    while after is not None and _is_teaser(after, prose):
        behind = after.getnext()
        yield after
        after = behind


def _around(heading: HtmlElement, text: HtmlElement, prose: Prose) -> HtmlElement:
    """The widest element that begins with `heading` and holds links and no text."""
    around = heading
    for holder in heading.iterancestors():
        if holder is text or (prose.of(holder) and not prose.is_linked(holder)):
            return around
        if not words_of(holder).startswith(words_of(heading)):
            return around
        around = holder
    return around


def _is_teaser(element: HtmlElement, prose: Prose) -> bool:
    is_heading = tag_of(element) in HEADINGS
    is_text = prose.of(element) > 0 and not prose.is_linked(element)
    return bool(prose.links(element)) and not is_text and not is_heading


def _in_rows(text: HtmlElement, prose: Prose) -> Iterator[HtmlElement]:
    """Siblings that each are a linked heading and no more than a few words."""
    for holder in list(text.iter("*")):
        elements = (element for element in holder if isinstance(element.tag, str))
        rows = list(filter(_has_linked_heading, elements))
        if len(rows) >= _FEWEST and is_within(rows[0], text):
            yield from (row for row in rows if prose.of(row) < _LONGEST)


def _has_linked_heading(element: HtmlElement) -> bool:
    if tag_of(element) in HEADINGS:
        return False
    headings = list(element.iter(*HEADINGS))
    if len(headings) != 1 or len(words_of(element)) > _LONGEST:
        return False
    heading = headings[0]
    words = words_of(heading)
    linked = sum(len(words_of(link)) for link in heading.iter("a"))
    return bool(words) and (is_inside(heading, "a") or linked >= 0.9 * len(words))
