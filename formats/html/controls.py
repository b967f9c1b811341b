"""Lines that belong to the page as a machine and to no text: "Advertisement", "Share", "Close".

A line counts as one only if it says nothing else, so that no sentence can lose its end.
"""

import re

from lxml.html import HtmlElement

from formats.composing.divisions import folded
from formats.composing.tree import BLOCKS, HEADINGS, tag_of
from formats.html.near_heading import short_words
from formats.html.prose import Prose
from formats.parsed import Note

_LONGEST = 60
#: A heading, a cell or a term of one word may be the text's own.
_KEPT = HEADINGS | frozenset(("td", "th", "dt", "dd", "pre"))
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


def without_controls(found: HtmlElement, prose: Prose) -> list[Note]:
    """Takes the lines of controls out of `found`; one note says how many."""
    dropped = 0
    for block in list(found.iter(*(BLOCKS - _KEPT))):
        if block is found or any(tag_of(one) in BLOCKS for one in block.iterdescendants()):
            continue
        if _is_control(block):
            prose.drop(block)
            dropped += 1
    if not dropped:
        return []
    many = "line" if dropped == 1 else "lines"
    return [Note(None, f"{dropped} {many} of controls left out (share, close and their like)")]


def _is_control(block: HtmlElement) -> bool:
    if any(True for _ in block.iter("img", "input", "time")):
        return False
    if tag_of(block) == "li" and not any(True for _ in block.iter("a")):
        return False
    text = short_words(block, _LONGEST)
    return bool(text) and _CONTROL.fullmatch(folded(text)) is not None
