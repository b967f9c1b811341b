"""Clutter in a text: signs and lines of controls, and what the page shows twice.

Lines of controls belong to the page as a machine: "Advertisement", "Share", "Close". A line counts
as one only if it says nothing else, so that no sentence can lose its end. Of what is shown twice,
such as a caption for wide and for narrow screens, readers see one; a refrain of a few words stays.
"""

import re

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.inline import words_of
from formats.composing.tree import BLOCKS, HEADINGS, drop, tag_of, with_class
from formats.html.elements import holds, innermost_blocks, is_caption, short_words
from formats.html.page_data import HtmlPage
from formats.parsed import Note

_LONGEST_CONTROL = 60
#: A heading, a cell or a term of one word may be the text's own.
_WORDS = HEADINGS | frozenset(("td", "th", "dt", "dd", "pre"))
_CONTROL = re.compile(
    r"(?:advert|advertisements?|advertising|sponsored|article continues below( this ad.*)?|anzeige"
    r"|werbung|publicité|publicidad|anuncio|pubblicità|publicidade|реклама"
    r"|(?:story|article|text) continues (?:below|after)(?: the)?(?: ad| advertisement)?"
    r"|close|caption|loading( .{0,20})?|back to gallery|hide caption|toggle caption"
    r"|enlarge this image"
    r"|(?:view|open|show|see) (?:fullscreen|full size|gallery|all|image in fullscreen|larger image)"
    r"|click to enlarge|zum vergrössern .{0,30}klicken|bild anzeigen|bild vergrössern"
    r"|bild schliessen"
    r"|(?:image|photo|slide|picture|foto|bild) \d+ (?:of|von|de|sur|di) \d+|\d+ ?(?:of|von) ?\d+"
    r"|share( (?:this|on|via|it|with|article|story|now|your).{0,40})?|tweet( this)?|pin it|pinnen"
    r"|email( this)?(?: article| story)?|print(?: this)?(?: article| page| recipe)?|drucken"
    r"|artikel (?:teilen|drucken)|(?:beitrag|seite) (?:teilen|drucken)|teilen( auf .{0,20})?"
    r"|partager( (?:sur|cet).{0,30})?|compartir( en .{0,20})?|condividi( su .{0,20})?"
    r"|compartilhar|imprimir|imprimer|stampa|drukuj"
    r"|skip to (?:main )?content|jump to recipe|(?:back to|to the) top|nach oben"
    r"|zurück zur startseite"
    r"|(?:no|\d+) (?:comments?|kommentare?|responses?( so far)?)|comments? (?:are )?closed"
    r"|kommentare geschlossen|join the conversation|leave a (?:comment|reply)|add a comment"
    r"|sign up|sign in|log ?in|subscribe( sign in)?|subscribe now|follow( us| me)?( on .{0,20})?"
    r"|this slideshow requires javascript|please enable javascript.{0,40}"
    r"|externer inhalt|external content|play( video| audio)?|watch live)",
    re.IGNORECASE,
)
_SHORTEST_SENTENCE = 40
_MOST_ASIDES = 100
_MOST_CAPTIONS = 500
_MAY_REPEAT = frozenset(("td", "th", "tr", "pre", "li", "dt", "dd"))
#: Descriptions that describe nothing: names of files, of the kind of thing.
_NO_DESCRIPTION = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)|(?=\S*[-_])[\w-]*\d[\w-]*|\w+(?:[-_]\w+){3,}"
    r"|(?:image|picture|photo|img|thumbnail|logo|icon|avatar|bild|foto)[\W\d]*",
    re.IGNORECASE,
)


def drop_permalinks(page: HtmlPage) -> list[Note]:
    """A step: takes out the signs by which headings link to themselves."""
    for heading in page.root.iter(*HEADINGS):
        for link in list(heading.iter("a")):
            is_own = (link.get("href") or "").startswith("#")
            if is_own and not re.search(r"\w", words_of(link)) and not len(link):
                drop(link)
    return []


def drop_controls(page: HtmlPage) -> list[Note]:
    """A step: takes the lines of controls out of the text; a note says how many."""
    controls = list(filter(_is_control, innermost_blocks(page.text, BLOCKS - _WORDS)))
    for block in controls:
        page.prose.drop(block)
    if not controls:
        return []
    lines = "1 line" if len(controls) == 1 else f"{len(controls)} lines"
    return [Note(None, f"{lines} of controls left out (share, close and their like)")]


def _is_control(block: HtmlElement) -> bool:
    if holds(block, "img", "input", "time"):
        return False
    if tag_of(block) == "li" and not holds(block, "a"):
        return False
    text = short_words(block, _LONGEST_CONTROL)
    return bool(text) and _CONTROL.fullmatch(folded(text)) is not None


def drop_pulled_quotes(page: HtmlPage) -> list[Note]:
    """A step: takes out pulled quotes, which say again what the text says."""
    notes = []
    quotes = with_class(page.text, "pullquote", "pull-quote", "wp-block-pullquote")
    words = words_of(page.text)
    for aside in [*page.text.iter("aside"), *quotes][:_MOST_ASIDES]:
        text = words_of(aside).strip("“”\"’‘' ")
        if aside.getparent() is not None and text and words.count(text) > 1:
            page.prose.drop(aside)
            notes.append(Note(None, "a pulled quote that repeats the text was left out"))
    return notes


def drop_repeats(page: HtmlPage) -> list[Note]:
    """A step: takes out captions that were there before, or are part of one; notes how many."""
    before: set[str] = set()
    captions: list[str] = []
    count = 0
    for block in innermost_blocks(page.text):
        text = folded(words_of(block))
        if len(text) < _SHORTEST_SENTENCE or tag_of(block) in _MAY_REPEAT:
            continue
        is_of_caption = tag_of(block) == "figcaption" or _is_in_caption(block)
        if is_of_caption and (text in before or any(text in caption for caption in captions)):
            page.prose.drop(block)
            count += 1
        before.add(text)
        captions += [text] if is_of_caption and len(captions) < _MOST_CAPTIONS else []
    if not count:
        return []
    blocks = "1 block" if count == 1 else f"{count} blocks"
    return [Note(None, f"{blocks} that the page shows twice left out once")]


def _is_in_caption(block: HtmlElement) -> bool:
    return any(map(is_caption, [block, *block.iterancestors()][:4]))


def mark_descriptions(page: HtmlPage) -> list[Note]:
    """A step: marks pictures whose description nobody would miss where they can't be shown."""
    before: set[str] = set()
    whole = folded(" ".join(" ".join(page.text.itertext()).split()))
    for picture in list(page.text.iter("img"))[:_MOST_CAPTIONS]:
        text = " ".join((picture.get("alt") or "").split())
        is_repeated = folded(text) in before or f" {folded(text)} " in f" {whole} "
        if text and (is_repeated or _NO_DESCRIPTION.fullmatch(text)):
            picture.set("data-said", "1")
        before.add(folded(text))
    return []
