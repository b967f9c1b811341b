"""Where words that a reader quotes stand now, or which correction took them out."""

from dataclasses import dataclass

from articles.models import Article
from articles.reading import document_at
from corrections.models import Where
from documents.quotations import quotation_in
from record.models import Version


@dataclass(frozen=True)
class Found:
    """Where quoted words are: `place` is empty where none were quoted; `part` is where they stood.

    `number` is that of the correction that took them out, if one did.
    """

    place: str
    part: str
    number: int | None = None


def looked_up(article: Article, number: int, part: str, words: str) -> Found:
    """Where `words` are that a reader quotes from `part` of version `number`.

    They may stand in the newest version, or have been corrected since, or be nowhere.
    """
    if not words.strip():
        return Found("", part)
    versions = [one for one in Version.objects.of(article.pk) if one.members["document"]]
    read = next((one for one in versions if one.number == number), versions[-1])
    stood = quotation_in(document_at(read), words, part)
    part = stood.part if stood else part
    gone: int | None = None
    for version in reversed(versions):
        passage = quotation_in(document_at(version), words, part)
        # Where the part is known the same words elsewhere are others: a year, a name.
        if passage and (stood is None or passage.part == part):
            place = Where.FOUND if version == versions[-1] else Where.CORRECTED
            return Found(place, passage.part, gone)
        told = version.members["explanation"]
        gone = told["correction"] if told else None
    return Found(Where.NOT_FOUND, part)
