"""Whether a correction of a file was taken in before: by its `id`, or else by what it says.

A file can be run again, and what it brought once isn't brought twice. What a correction says can
be seen from its row and its version, so nothing of the file is kept but the `id`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from articles.models import Article
from articles.reading import DocumentGone, document_at
from corrections.models import EXPLANATION_FIELDS, SOURCE_FIELDS, Correction, State
from documents.document import Document, DocumentError
from documents.locating import WordsNotFound, with_replacement
from record.models import Version
from record.refusals import UserFacing

_EMPTY_SOURCE = dict.fromkeys(SOURCE_FIELDS, "")
#: What no file says about a correction.
_NOT_IN_FILES = ("alone", "amends", "incident")


class AnotherCorrection(UserFacing):
    """An `id` that a correction with other words was taken in by."""


@dataclass(frozen=True)
class KnownCorrection:
    """A correction that a file brought before; `is_as_brought` unless editors wrote at it since."""

    correction: Correction
    is_as_brought: bool

    @property
    def standing(self) -> str:
        """What became of it, as a report says it."""
        number, state = self.correction.number, self.correction.state
        edited = "" if self.is_as_brought else ", after editors wrote at it"
        if number is not None:
            return f"published as correction {number}{edited}"
        return {
            State.IN_REVIEW: f"in review already{edited}",
            State.DRAFT: "being written on the desk",
            State.REJECTED: "rejected by a reviewer",
        }[State(state)]


def known(article: Article, given: Mapping[str, Any]) -> KnownCorrection | None:
    """What was taken in of the correction `given` before, unless that was withdrawn.

    Raises `AnotherCorrection` where another has its id.
    """
    taken = article.corrections.exclude(state=State.WITHDRAWN).order_by("-pk")
    if given["given_id"]:
        by_id = taken.filter(file_id=given["given_id"]).first()
        if by_id is not None:
            return _known_by_id(by_id, given)
    alike = taken.filter(file_id="", kind=given["explanation"]["kind"])
    same = next((row for row in alike if _says_the_same(row, given)), None)
    return KnownCorrection(same, is_as_brought=True) if same else None


def _known_by_id(correction: Correction, given: Mapping[str, Any]) -> KnownCorrection:
    as_brought = _says_the_same(correction, given)
    if not as_brought and correction.edition == 0:
        which = f"correction {correction.number}" if correction.number else "a proposal"
        raise AnotherCorrection(f"its id is that of {which} with other words; give it another id")
    return KnownCorrection(correction, as_brought)


def changed_by(document: Document, given: Mapping[str, Any]) -> Document:
    """`document` with the changes of a correction `given`; raises `WordsNotFound`."""
    for change in given["changes"]:
        document = with_replacement(document, change)
    return document


def _says_the_same(correction: Correction, given: Mapping[str, Any]) -> bool:
    names = [name for name in EXPLANATION_FIELDS if name not in _NOT_IN_FILES]
    explained = {name: getattr(correction, name) or "" for name in names}
    if explained != {name: given["explanation"].get(name, "") for name in names}:
        return False
    sources = [{**_EMPTY_SOURCE, **source} for source in given["sources"]]
    if [source.fields() for source in correction.sources.all()] != sources:
        return False
    try:
        before, after = _sides(correction)
        return changed_by(before, given) == after
    except (DocumentError, DocumentGone, WordsNotFound):
        return False


def _sides(correction: Correction) -> tuple[Document, Document]:
    """The words before a correction, and with it."""
    published = correction.published_in
    if published is None:
        return correction.base_document, correction.document
    before = Version.objects.get(subject=published.subject, number=published.number - 1)
    return document_at(before), document_at(published)
