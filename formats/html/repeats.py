"""What a page says twice: the same picture for wide and narrow screens, the same caption cut short.

Readers see one of them. A refrain of a few words is none; what is dropped has words enough to be a
sentence, and stands in the text as a whole already.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import BLOCKS, drop, tag_of, with_class
from formats.html.element_names import is_caption
from formats.html.prose import Prose
from formats.parsed import Note

_LEAST = 40
_MOST_ASIDES = 100
_MOST_CAPTIONS = 500
_KEPT = frozenset(("td", "th", "tr", "pre", "li", "dt", "dd"))
#: Descriptions that describe nothing: names of files, of the kind of thing.
_NO_DESCRIPTION = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)|(?=\S*[-_])[\w-]*\d[\w-]*|\w+(?:[-_]\w+){3,}"
    r"|(?:image|picture|photo|img|thumbnail|logo|icon|avatar|bild|foto)[\W\d]*",
    re.IGNORECASE,
)


def without_repeats(found: HtmlElement, prose: Prose) -> list[Note]:
    """Takes out of `found` what it says again; marks descriptions of pictures that say nothing."""
    notes = list(_pulled_quotes(found))
    count = sum(_drop_again(found, prose))
    if count:
        many = "block" if count == 1 else "blocks"
        notes.append(Note(None, f"{count} {many} that the page shows twice left out once"))
    _mark_said(found)
    return notes


def _pulled_quotes(found: HtmlElement) -> Iterator[Note]:
    """Drops pulled quotes, which say again what the text says."""
    quotes = with_class(found, "pullquote", "pull-quote", "wp-block-pullquote")
    words = words_of(found)
    for aside in [*found.iter("aside"), *quotes][:_MOST_ASIDES]:
        text = words_of(aside).strip("“”\"’‘' ")
        if aside.getparent() is not None and text and words.count(text) > 1:
            drop(aside)
            yield Note(None, "a pulled quote that repeats the text was left out")


def _drop_again(found: HtmlElement, prose: Prose) -> Iterator[int]:
    """Drops blocks that were there before, and captions that are part of a caption."""
    seen: set[str] = set()
    captions: list[str] = []
    for block in list(found.iter(*BLOCKS)):
        if block is found or any(tag_of(one) in BLOCKS for one in block.iterdescendants()):
            continue
        text = folded(words_of(block))
        if len(text) < _LEAST or tag_of(block) in _KEPT:
            continue
        is_caption = tag_of(block) == "figcaption" or _is_in_caption(block)
        if is_caption and (text in seen or any(text in one for one in captions)):
            prose.drop(block)
            yield 1
        seen.add(text)
        captions += [text] if is_caption and len(captions) < _MOST_CAPTIONS else []


def _is_in_caption(block: HtmlElement) -> bool:
    return any(is_caption(one) for one in [block, *block.iterancestors()][:4])


def _mark_said(found: HtmlElement) -> None:
    """Marks pictures whose description nobody would miss where they can't be shown."""
    said: set[str] = set()
    whole = folded(_words_without_pictures(found))
    for picture in list(found.iter("img"))[:_MOST_CAPTIONS]:
        text = " ".join((picture.get("alt") or "").split())
        is_said = folded(text) in said or f" {folded(text)} " in f" {whole} "
        if text and (is_said or _NO_DESCRIPTION.fullmatch(text)):
            picture.set("data-said", "1")
        said.add(folded(text))


def _words_without_pictures(element: HtmlElement) -> str:
    """The words of `element` but the descriptions of its pictures."""
    return " ".join(" ".join(element.itertext()).split())
