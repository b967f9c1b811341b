"""A reading as it is kept between looking at it and taking it in, and back."""

import json
from functools import partial
from typing import Any

from documents.document import Document
from formats.parsed import Note, ParsedExplainer, Picture
from imports.models import Item, Upload
from imports.uploads.storing import keep_picture, picture
from record.refusals import UserFacing


class Withheld(UserFacing):
    """Words of what was read were withheld since; they are gone from here too."""


def keep(upload: Upload, reading: ParsedExplainer) -> dict[str, Any]:
    """A reading as JSON; its pictures are kept beside it. Raises OSError."""
    for one in reading.pictures:
        keep_picture(upload, one)
    return {
        # As members, not as text: removals look for words in it.
        "document": json.loads(reading.document.to_json()),
        "slug": reading.slug,
        "notes": [[one.line, one.message] for one in reading.notes],
        "past": [list(one) for one in reading.past],
        "authors": list(reading.authors),
        "topics": list(reading.topics),
        "aliases": list(reading.aliases),
        "identity": reading.identity,
        "is_draft": reading.is_draft,
        "source": reading.source,
        "pictures": [one.sha256 for one in reading.pictures],
    }


def document_of(item: Item) -> Document:
    """The words of an item alone; raises `Withheld`."""
    if not item.reading:
        raise Withheld
    return Document.from_json(json.dumps(item.reading["document"]))


def kept(upload: Upload, item: Item) -> ParsedExplainer:
    """The reading of an item, just as it was read; raises `Withheld`."""
    held = item.reading
    if not held or not item.key:
        raise Withheld
    return ParsedExplainer(
        document=document_of(item),
        slug=held["slug"],
        notes=tuple(Note(line, message) for line, message in held["notes"]),
        past=tuple((date, note) for date, note in held["past"]),
        authors=tuple(held["authors"]),
        topics=tuple(held["topics"]),
        aliases=tuple(held["aliases"]),
        identity=held["identity"],
        is_draft=held["is_draft"],
        source=held.get("source", ""),
        pictures=tuple(Picture(one, partial(picture, upload, one)) for one in held["pictures"]),
    )
