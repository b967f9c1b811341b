"""Marks at corrected words: the plain HTML of a Markdown text with `<ins>` around those words.

Without the marks and their apparatus it is `documents.markdown.html_of` byte for byte. The way
there: ranges of the source become spans that no two marks share (`ranges`); the pieces of text
that they cover carry a sign while the text is rendered and sanitised (`signing`, `reading`); then
the signs give way to elements (`wrapping`). So no mark can change how a text is read.
"""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from documents.markdown import html_of, rendered, spliced
from documents.marking.blocks import blocks_of
from documents.marking.ranges import Mark, marked_spans
from documents.marking.signing import sign, unsigned
from documents.marking.wrapping import Numbers, pieces_of
from documents.placing import parsed, placing_parser
from documents.text import refusal_of

__all__ = ["Mark", "marked_html"]

_PARSER = placing_parser()


def marked_html(
    source: str,
    part: str,
    marks: Sequence[Mark],
    *,
    headings_from: int = 3,
    numbers: Numbers | None = None,
) -> SafeString:
    """What `html_of` gives, with the corrected words in marks that say so.

    Each block has a mark of its own: `<ins>` with a label for those who can't see it. Where the
    words of a mark end, a link leads to the note. A block of code is marked as a whole. Where
    marks overlap the one of the later correction, by number, is shown. A mark without words (words
    only went, or a sign of Markdown changed) is at the sentence, list item or cell around it.

    `numbers` counts the marks of each correction; give the same one for all parts of a page, so
    that ids are unique on it. Raises `TextRefused` for a text that could not have been taken in.
    """
    if not marks:
        return html_of(source, part, headings_from=headings_from)
    if refusal := refusal_of(source):
        # Its control characters could be taken for the signs.
        raise refusal
    tokens, env = parsed(_PARSER, source)
    blocks = blocks_of(tokens, source)
    faces = sign(blocks, marked_spans(blocks, env, source, marks))
    html, lines = unsigned(rendered(_PARSER, tokens, part, headings_from))
    return spliced(html, pieces_of(html, lines, faces, {} if numbers is None else numbers))
