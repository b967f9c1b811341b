"""Teasers: what a page shows of other texts, known by its headings and by its shape."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import HEADINGS, tag_of
from formats.html.element_names import TEXTS, name_words
from formats.html.prose import Prose
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
_REST, _LEAD = 200, 40
_LONGEST = 400
_FEWEST = 2
_MOST_LISTS = 200
_MOST_INSIDE = 5


def without_teasers(found: HtmlElement, prose: Prose) -> list[Note]:
    """Takes teasers of other texts out of `found`; a note says how many."""
    dropped = sum(_articles(found, prose)) + sum(_announced(found, prose))
    dropped += sum(_in_rows(found, prose)) + sum(_inline(found, prose)) + sum(_named(found, prose))
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
        if not _is_text(one, found, prose):
            prose.drop(one)
            yield 1


def _is_text(article: HtmlElement, found: HtmlElement, prose: Prose) -> bool:
    """Whether an inner article is a piece of the text: long, and without a heading that links."""
    if 2 * prose.of(article) > prose.of(found) or any(True for _ in article.iter("h1")):
        return True
    is_linked = any(map(_links_on, article.iter(*HEADINGS)))
    return prose.of(article) >= _LONGEST and not is_linked


def _links_on(element: HtmlElement) -> bool:
    """Whether `element` links to another page, or is in a link to one."""
    links = [*element.iter("a"), *element.iterancestors("a")]
    return any((one.get("href") or "#")[0] != "#" for one in links)


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


def _named(found: HtmlElement, prose: Prose) -> Iterator[int]:
    """Short pieces that are called teasers, and link to what they tease."""
    for one in list(found.iter("*")):
        is_named = tag_of(one) not in TEXTS and bool(name_words(one) & _NAMES)
        is_short = prose.of(one) < min(_LONGEST, prose.of(found) / 2)
        if is_named and is_short and _is_in(one, found) and _links_on(one):
            prose.drop(one)
            yield 1


def _inline(found: HtmlElement, prose: Prose) -> Iterator[int]:
    """Paragraphs that are "Read more:" and a link, and nothing else."""
    for one in list(found.iter("p")):
        before, link, behind = _parted(one)
        is_lead = before.rstrip().endswith((":", "»", ">", "|", "–")) and len(before) <= _LEAD
        if link and is_lead and not behind.strip(" .…»>") and _ANNOUNCING.fullmatch(folded(before)):
            prose.drop(one)
            yield 1


def _parted(element: HtmlElement) -> tuple[str, str, str]:
    """The words of `element` before its first link, of that, and behind it."""
    linked = next(filter(None, map(words_of, element.iter("a"))), "")
    before, _, behind = words_of(element).partition(linked) if linked else ("", "", "")
    return before, linked, behind


def _announcing(found: HtmlElement) -> Iterator[HtmlElement]:
    for one in found.iter(*HEADINGS, "p", "div", "strong", "span"):
        is_little = len(list(islice(one.iter("*"), _MOST_INSIDE))) < _MOST_INSIDE
        if one is not found and is_little and _ANNOUNCING.fullmatch(folded(words_of(one))):
            yield from [one] if _announces(one) else []


def _announces(element: HtmlElement) -> bool:
    """Whether words announce links: "More:" does, "More on this is on their site" is text."""
    before, linked, behind = _parted(element)
    if not linked:
        return True
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
