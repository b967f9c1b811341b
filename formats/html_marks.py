"""Marks by which pages say something: classes, `meta` elements and links of their head."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from formats.metadata import one_line


def with_class(root: HtmlElement, *names: str) -> Iterator[HtmlElement]:
    """The elements that have one of the classes."""
    wanted = frozenset(names)
    for element in root.iter("*"):
        if wanted & set((element.get("class") or "").casefold().split()):
            yield element


def metas_of(root: HtmlElement) -> dict[str, list[str]]:
    """What the `meta` elements of a page say, by their names in small letters.

    One may have several names (RDFa), those of Dublin Core a point or a colon; some programs that
    save pages write `value` for `content`.
    """
    metas: dict[str, list[str]] = {}
    for one in root.iter("meta"):
        names = (one.get("property") or one.get("name") or one.get("itemprop") or "").lower()
        content = one_line(one.get("content") or one.get("value") or "")
        for name in names.split() if content else ():
            metas.setdefault(_plain(name), []).append(content)
    return metas


def links_of(root: HtmlElement, kind: str) -> Iterator[str]:
    """The addresses of the `link` elements of that kind."""
    for one in root.iter("link"):
        if kind in (one.get("rel") or "").lower().split():
            yield (one.get("href") or "").strip()


def _plain(name: str) -> str:
    return name.replace(":", ".") if name.startswith(("dc:", "dcterms:")) else name
