"""Finding quoted words in a document.

Readers quote from the page, from memory and from copies, so quotation marks, dashes, white space,
case, accents and the signs of Markdown make no difference. Other signs do: −5 is not 5.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.document import WHOLE, Document
from documents.plain import rendered_plain
from documents.text import folded

_QUOTES = "\"'“”„‟‘’‚‛«»‹›`´′″「」『』"
_DASHES = "‐‑‒–—―−"
_EQUAL = str.maketrans(dict.fromkeys(_QUOTES) | dict.fromkeys(_DASHES, "-"))
#: What stands for words that were left out at either end of a quotation.
_LEFT_OUT = " \t\n….[]()"


@dataclass(frozen=True)
class Quotation:
    """Quoted words where they stand: `text` of `part`, from `start` to `end`."""

    part: str
    text: str
    start: int
    end: int

    @property
    def around(self) -> tuple[str, str, str]:
        """What stands before the words, the words, and what stands after them."""
        return self.text[: self.start], self.text[self.start : self.end], self.text[self.end :]


def quotation_in(document: Document, words: str, part: str = WHOLE) -> Quotation | None:
    """Where `words` stand in `document`, in `part` first; None where they don't."""
    texts = dict(readable_texts(document))
    first = {part: texts[part]} if part in texts else {}
    for sought in _forms(words):
        for key, text in (first | texts).items():
            place = _place(text, sought)
            if place:
                return Quotation(key, text, *place)
    return None


def readable_texts(document: Document) -> Iterator[tuple[str, str]]:
    """Each part as readers see it, in reading order: its key, and its heading with its text."""
    heads = {part.key: part.heading or "" for part in document.sections}
    heads |= {part.key: part.question for part in document.faqs}
    bodies = {key: rendered_plain(key, source) for key, source in document.markdown_parts()}
    yield WHOLE, "\n".join(filter(None, (document.title, document.standfirst)))
    for key in dict.fromkeys((*_keys(document), *bodies)):
        yield key, "\n".join(filter(None, (heads.get(key), bodies.get(key))))


def _keys(document: Document) -> Iterator[str]:
    if document.lead is not None:
        yield "lead"
    yield from (part.key for part in document.sections)
    yield from (part.key for part in document.faqs)


def _forms(words: str) -> list[str]:
    """The words as they are, and as they are shown if they were copied from Markdown."""
    forms = (_plain(form.strip(_LEFT_OUT))[0] for form in (words, rendered_plain("words", words)))
    return [form for form in dict.fromkeys(forms) if form]


def _place(text: str, sought: str) -> tuple[int, int] | None:
    plain, places = _plain(text)
    at = plain.find(sought)
    if at < 0:
        return None
    return places[at], places[at + len(sought) - 1] + 1


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` with all that makes no difference made equal, and where each of its signs stood."""
    plain: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if sign.isspace():
            continue
        equal = folded(sign.translate(_EQUAL))
        plain.append(equal)
        places += [place] * len(equal)
    return "".join(plain), places
