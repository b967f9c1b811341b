"""Marks at corrected words: the plain HTML of a Markdown text with `<ins>` around those words.

Without the marks and their apparatus it is `documents.markdown.html_of` byte for byte. The way
there: ranges of the source become spans that no two marks share (`ranges`); the pieces of text
that they cover carry a sign while the text is rendered and sanitised (`signing`, `reading`); then
the signs give way to elements (`wrapping`). So no mark can change how a text is read.
"""

from documents.marking.marked import marked_html
from documents.marking.ranges import Mark

__all__ = ["Mark", "marked_html"]
