"""Which words a correction replaced, and where they stand in another version."""

from collections.abc import Iterable, Iterator, Mapping

from documents.differences import Change, differences
from documents.document import Document
from documents.passages import passages

#: The part and the field of a text.
Place = tuple[str, str]


def replaced(changes: Iterable[Change]) -> Iterator[tuple[Place, str]]:
    """The passages that `changes` took away or put others in the place of, each with its place."""
    for change in changes:
        if isinstance(change.before, str) and isinstance(change.after, str):
            for passage in passages(change.before, change.after):
                if passage.before.strip():
                    yield (change.part, change.field), passage.before
        elif isinstance(change.before, str):
            yield (change.part, change.field), change.before


def texts_of(document: Document) -> Mapping[Place, str]:
    """The document's texts by part and field."""
    empty = Document("x")
    return {
        (one.part, one.field): one.after
        for one in differences(empty, document)
        if isinstance(one.after, str)
    }


def touches(before: Document, after: Document, other: Document) -> bool:
    """Whether the correction that made `after` of `before` is about words of `other`.

    It is where a passage that it replaced stands there, whenever that came in; and where it
    replaced nothing, since what is missing is missing there too.
    """
    gone = list(replaced(differences(before, after)))
    texts = texts_of(other)
    return not gone or any(text in texts.get(place, "") for place, text in gone)
