"""The words that a tree shows, and those that a document shows."""

import re
import unicodedata
from collections import Counter

from lxml import etree
from lxml.html import HtmlElement

from documents.document import Document
from documents.markdown import html_of
from documents.plain import plain_text


def words_in(root: HtmlElement) -> Counter[str]:
    """How often each word stands in `root`, scripts and their like apart."""
    for element in list(root.iter("script", "style", "template")):
        element.drop_tree()
    for reference in root.iter("x-ref"):
        reference.text = "[1]"
    html = etree.tostring(root, encoding="unicode", method="html")
    return _words(plain_text(html.replace("<x-note", "<p").replace("</x-note", "</p")))


def shown_words(document: Document) -> Counter[str]:
    """How often each word stands on the page of `document`, the page's own headings apart."""
    lines = [document.title, document.standfirst or ""]
    lines += [section.heading or "" for section in document.sections]
    lines += [question.question for question in document.faqs]
    lines += [plain_text(html_of(text, key)) for key, text in document.markdown_parts()]
    return _words("\n".join(lines))


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))
