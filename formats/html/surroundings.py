"""What stands around the text of a page: comments, sidebars and their like, of any length."""

from lxml.html import HtmlElement

from formats.composing.inline import words_of
from formats.composing.tree import tag_of
from formats.html.element_names import SHORT, TEXTS, is_within, left_out, name_words
from formats.html.prose import Prose
from formats.parsed import Note

#: What stands around a text and may hold as many words as it: readers' comments first of all.
_COMMENTS = frozenset(
    ["comments", "comment", "commentlist", "disqus", "respond", "replies", "commenting"]
)
_SURROUNDINGS = frozenset(
    [
        "sidebar",
        "related",
        "recommended",
        "recommendations",
        "trending",
        "popular",
        "newsletter",
        "outbrain",
        "taboola",
        "footer",
        "masthead",
        "navigation",
        "nav",
        "navbar",
        "menu",
        "breadcrumb",
        "breadcrumbs",
        "cookie",
        "cookies",
        "ticker",
        "promo",
        "advert",
        "advertisement",
        "relatedposts",
        "popularposts",
    ]
)
#: Boxes that ask for consent to cookies; they list every one of them, at any length.
_CONSENT = frozenset(("gdpr", "dsgvo", "consent", "cmp", "cookiebanner", "cookiebot", "onetrust"))
#: Whole classes: a word of them names other things as well.
_WIDGETS = frozenset(("widget", "widget-area", "sidebar-widget", "widgets"))
_OF_ANY_LENGTH = _COMMENTS | _CONSENT
_LEFT_WITH_COMMENTS = 200


def without_surroundings(body: HtmlElement, prose: Prose) -> list[Note]:
    """Takes out of a page what its names call comments, sidebars and their like."""
    notes = []
    for element in list(body.iter("*")):
        if element is body or not is_within(element, body) or tag_of(element) in TEXTS:
            continue
        words = name_words(element)
        hit = sorted(words & (_OF_ANY_LENGTH | _SURROUNDINGS)) or _widget(element, prose)
        if hit and _may_go(element, body, prose, of_any_length=bool(words & _OF_ANY_LENGTH)):
            length = len(words_of(element))
            prose.drop(element)
            if length > SHORT:
                notes.append(left_out(hit[0], length))
    return notes


def _widget(element: HtmlElement, prose: Prose) -> list[str]:
    """The class by which `element` is a widget; in an article, words without links are text."""
    hit = sorted(_classes(element) & _WIDGETS)
    is_text = prose.of(element) > 0 and not prose.links(element)
    return [] if is_text and any(True for _ in element.iterancestors("article")) else hit


def _may_go(element: HtmlElement, body: HtmlElement, prose: Prose, *, of_any_length: bool) -> bool:
    """Whether a text is left without `element`, and none is marked in it."""
    rest = prose.of(body) - prose.of(element)
    if rest < (_LEFT_WITH_COMMENTS if of_any_length else prose.of(element)):
        return False
    if not of_any_length and any(prose.of(one) for one in element.iter("blockquote")):
        return False
    return not any(
        tag_of(one) in ("h1", "main") or "articleBody" in (one.get("itemprop") or "").split()
        for one in element.iter("*")
    )


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").casefold().split())
