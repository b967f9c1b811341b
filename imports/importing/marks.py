"""The mark of a file: a keyed hash by which its text is known again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.crypto import salted_hmac

from articles.drafts import Draft
from documents.document import Document, Question, Section
from documents.keys import aligned

_NOTHING = Document("x")


def mark_of(
    document: Document,
    past: Sequence[tuple[str | None, str]] = (),
    authors: Iterable[str] = (),
) -> str:
    """The mark of a text with the notes that it brought along and the names of its authors.

    Part keys and the ids of authors are given here, so they don't count.
    """
    text = _without_keys(document).to_json()
    text += "".join(f"\n{date or ''} {note}" for date, note in past)
    text += "".join(f"\n{name}" for name in dict.fromkeys(authors))
    return salted_hmac("corrigenda.import", text, algorithm="sha256").hexdigest()


def _without_keys(document: Document) -> Document:
    """The document without authors, its parts numbered as they stand."""
    parts: tuple[tuple[str, Sequence[Section | Question]], ...] = (
        ("s", document.sections),
        ("q", document.faqs),
    )
    is_numbered = all(
        one.key == f"{prefix}{place}"
        for prefix, some in parts
        for place, one in enumerate(some, start=1)
    )
    if is_numbered and not document.authors:
        return document  # As readers give it: nothing is made anew.
    return aligned(replace(document, authors=()), _NOTHING)


def mark_of_source(source: str, author: str | None) -> str:
    """The mark of what was read, whatever was made of it; "" where nobody knows what it was."""
    if not source:
        return ""
    text = f"{source}\n{author or ''}"
    return salted_hmac("corrigenda.import_source", text, algorithm="sha256").hexdigest()


def mark_of_rows(draft: Draft) -> str:
    """The mark of what the rows of a draft hold now; empty where they hold no document."""
    if draft.error:
        return ""
    past = [(one.date, one.note) for one in draft.notes]
    return mark_of(draft.document, past, [one.name for one in draft.document.authors])
