"""The title of a page: what its readers see, told apart from names of sites and of campaigns."""

import re

from lxml.html import HtmlElement
from rapidfuzz.fuzz import ratio

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import tag_of
from formats.html.element_names import name_words
from formats.metadata import About, links_of, one_line

#: Words in the names of the line above a title, and of what is read out and not shown in it.
_KICKERS = frozenset(
    [
        "kicker",
        "overline",
        "dachzeile",
        "roofline",
        "spitzmarke",
        "eyebrow",
        "topic",
        "label",
        "subheadline",
        "subline",
        "subtitle",
        "invisible",
        "hidden",
        "visuallyhidden",
    ]
)
_ALIKE = 80
_SHORT_TITLE = 20
_FEWEST_WORDS = 4
_LONG_ENOUGH = 10
_SEPARATED = r"\s+[|–—·•»:-]\s+"


def title_of(root: HtmlElement, said: About, meta: dict[str, list[str]]) -> str | None:
    """The heading that readers see, if the page's data agree with it; else what the data say."""
    shown = [one for one in root.iter("h1") if words_of(one) and not _leads_home(one)]
    title = next((words_of(one) for one in root.iter("title")), "")
    named = [said.title or "", *meta.get("og:title", ()), *meta.get("twitter:title", ())]
    stated = [one_line(text) for text in named if text.strip()]
    headings = [_told_part(one, [*stated, title]) for one in shown]
    for told in filter(None, [*stated, title]):
        agreeing = [one for one in headings if _agree(one, told)]
        if agreeing:
            return agreeing[0]
    if len(headings) == 1 and any(_tells_the_same(headings[0], told) for told in [*stated, title]):
        return headings[0]
    site = next(iter(meta.get("og:site_name", ())), "") or site_of(root, meta)
    lower = [words_of(one) for one in root.iter("h2", "h3") if not _leads_home(one)]
    part = _part_that_heads([*stated, title], [*headings, *lower], site)
    if part:
        return part
    return next((_without_site(text, site) for text in [*stated, title, *headings] if text), None)


def _part_that_heads(told: list[str], headings: list[str], site: str) -> str | None:
    """The one heading that is a part of a title: what else the title says names the site."""
    for title in told:
        parts = {folded(part) for part in re.split(_SEPARATED, title)} - {folded(site), ""}
        heads = [one for one in headings if folded(one) in parts and len(one) >= _LONG_ENOUGH]
        if len(heads) == 1:
            return heads[0]
    return None


def _told_part(heading: HtmlElement, told: list[str]) -> str:
    """The words of a heading, without a line above or below that no title of the page says."""
    words = _without_kicker(heading)
    if any(_joined(words) in _joined(one) for one in told):
        return words
    parts = [words_of(one) for one in heading.iter("span", "small", "div", "strong", "em", "b")]
    for part in filter(None, [*parts, *(one_line(one.tail or "") for one in heading)]):
        is_line = len(part.split()) >= _FEWEST_WORDS - 1 and words != part
        if is_line and any(_is_whole_title(part, one) for one in told):
            return part
    return words


def _without_kicker(heading: HtmlElement) -> str:
    """The words of a heading, without a line of its own above them that names the topic."""
    whole = words_of(heading)
    for one in heading.iter("span", "div", "small", "strong"):
        is_kicker = tag_of(one) == "small" or name_words(one) & _KICKERS
        rest = whole.replace(words_of(one), " ", 1).strip(" :–—|-") if is_kicker else ""
        if len(rest.split()) >= _FEWEST_WORDS - 1:
            whole = rest
    return " ".join(whole.split())


def _is_whole_title(part: str, told: str) -> bool:
    """Whether a title says `part`, and no more but the name of the site."""
    one, other = folded(part), folded(told)
    return other == one or folded(re.split(_SEPARATED, told)[0]) == one


def _leads_home(heading: HtmlElement) -> bool:
    """Whether a heading is the name of the site, which links to its first page."""
    around = [*heading.iter("a"), *heading.iterancestors("a")]
    return any(re.fullmatch(r"(?:https?://[^/]+)?/?", one.get("href") or "x") for one in around)


def _agree(heading: str, text: str) -> bool:
    """Whether a heading says what the title `text` says, with or without the name of the site."""
    one, other = folded(heading), folded(text)
    if not one or not other:
        return False
    if other.endswith(f" {one}") and len(one) > _SHORT_TITLE:
        return True
    if other.startswith(one):
        return len(one) > _SHORT_TITLE or len(one) * 3 > len(other)
    return one.startswith(other) or ratio(one, other) >= _ALIKE


def _tells_the_same(heading: str, told: str) -> bool:
    """Whether the only heading of a page and a title written for machines share a word."""
    words, others = (set(re.findall(r"\w{4,}", text.casefold())) for text in (heading, told))
    return len(heading.split()) >= _FEWEST_WORDS and bool(words & others)


def site_of(root: HtmlElement, meta: dict[str, list[str]]) -> str:
    """The name of the site in the page's address: "example" of "https://www.example.org/a"."""
    for address in [*links_of(root, "canonical"), *meta.get("og:url", ())]:
        found = re.match(r"https?://(?:www\.)?([a-z0-9-]+)\.", address)
        if found:
            return found[1]
    return ""


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site behind or before it."""
    parts = re.split(_SEPARATED, title)
    if site and len(parts) > 1 and _joined(parts[-1]) == _joined(site):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»:-")
    if site and len(parts) > 1 and _joined(parts[0]) == _joined(site):
        return title[len(parts[0]) :].lstrip(" |–—·•»:-")
    return parts[0] if len(parts) == 2 and "|" in title and len(parts[0]) > 15 else title


def _joined(text: str) -> str:
    return folded(text).replace(" ", "")
