"""The title of a page: what its readers see, told apart from names of sites and of campaigns."""

import re

from lxml.html import HtmlElement
from rapidfuzz.fuzz import ratio

from articles.readers.about import About, one_line
from articles.readers.divisions import folded
from articles.readers.inline import words_of
from articles.readers.page_marks import links_of

_ALIKE = 80
_SHORT_TITLE = 20
_FEWEST_WORDS = 4


def title_of(root: HtmlElement, said: About, meta: dict[str, list[str]]) -> str | None:
    """The heading that readers see, if the page's data agree with it; else what the data say."""
    headings = [text for one in root.iter("h1") if (text := words_of(one)) and not _leads_home(one)]
    title = next((words_of(one) for one in root.iter("title")), "")
    named = [said.title or "", *meta.get("og:title", ()), *meta.get("twitter:title", ())]
    stated = [one_line(text) for text in named if text.strip()]
    for told in filter(None, [*stated, title]):
        agreeing = [one for one in headings if _agree(one, told)]
        if agreeing:
            return agreeing[0]
    if len(headings) == 1 and any(_tells_the_same(headings[0], told) for told in [*stated, title]):
        return headings[0]
    site = next(iter(meta.get("og:site_name", ())), "") or site_of(root, meta)
    return next((_without_site(text, site) for text in [*stated, title, *headings] if text), None)


def _leads_home(heading: HtmlElement) -> bool:
    """Whether a heading is the name of the site, which links to its first page."""
    around = [*heading.iter("a"), *heading.iterancestors("a")]
    return any(re.fullmatch(r"(?:https?://[^/]+)?/?", one.get("href") or "x") for one in around)


def _agree(heading: str, text: str) -> bool:
    """Whether a heading says what the title `text` says, with or without the name of the site."""
    one, other = folded(heading), folded(text)
    if not one or not other:
        return False
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
    """A title without the name of the site behind it."""
    parts = re.split(r"\s+[|–—·•»:-]\s+", title)
    if site and len(parts) > 1 and _joined(parts[-1]) == _joined(site):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»:-")
    return parts[0] if len(parts) == 2 and "|" in title and len(parts[0]) > 15 else title


def _joined(text: str) -> str:
    return folded(text).replace(" ", "")
