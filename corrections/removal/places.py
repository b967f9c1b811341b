"""Corrections without withheld words: published rows, which follow the removal, and proposals."""

from typing import Any
from uuid import UUID

from articles.withheld import masked_document
from corrections.models import Correction, Elsewhere, ErrorReport, Source, State
from documents.document import Document, DocumentError
from record.format import WITHHELD
from record.models import Version
from record.removal.places import Mask, Matcher, WordPlace, blank, line, register_place

_EXPLANATION: dict[str, Mask] = dict.fromkeys(
    ("right", "why", "no_source", "alone", "credit"), line
)
_SOURCE: dict[str, Mask] = dict.fromkeys(("title", "publisher", "quoted", "supports"), line)
_SOURCE |= {"url": blank, "archived": blank}
_REPORT: dict[str, Mask] = dict.fromkeys(("words", "wrong", "name", "reason"), line)
_REPORT |= {"source": blank, "email": blank}


def register() -> None:
    """Registers proposals and their sources. Called once, when the apps are ready."""
    masks: dict[str, Mask] = {
        **_EXPLANATION,
        "comment": line,
        "file_key": blank,
        "proposed": document_mask,
    }
    register_place(WordPlace("proposal", _proposals, {**masks, "written_on": document_mask}))
    register_place(
        WordPlace(
            "source of proposal", lambda: Source.objects.filter(version__isnull=True), _SOURCE
        )
    )
    decided: dict[str, Mask] = {"sentence": line, "reason": line}
    register_place(
        WordPlace("decision about another place", Elsewhere.objects.all, decided, _decided)
    )
    register_place(WordPlace("report", ErrorReport.objects.all, _REPORT))


def document_mask(sought: Matcher, text: str) -> str:
    """For a document as JSON; one that can't be read any more is emptied."""
    if not text:
        return text
    try:
        return masked_document(Document.from_json(text), sought).to_json()
    except DocumentError:
        return ""


def mask_published(subject: UUID, sought: Matcher, version: Version) -> None:
    """Masks what is sought in the published corrections of an explainer, sources included.

    Rows that hold nothing of it keep the version that they follow.
    """
    published = Correction.objects.filter(article=subject, version__lt=version.pk)
    for rows, masks in (
        (Source.objects.filter(article=subject, version__lt=version.pk), _SOURCE),
        (published, _EXPLANATION),
    ):
        for row in rows:
            values = _masked(row, masks, sought)
            if values:
                type(row)._base_manager.filter(pk=row.pk).update(version=version, **values)


def forget_proposals(subject: UUID) -> None:
    """Deletes what was proposed and reported about an explainer whose words are destroyed."""
    open_ones = Correction.objects.filter(article=subject, version__isnull=True)
    open_ones.update(follows=None)
    reports = ErrorReport.objects.filter(article=subject)
    reports.exclude(duplicate_of=None).delete()
    reports.delete()
    Source.objects.filter(correction__in=open_ones).delete()
    open_ones.delete()


def _decided(subject: UUID) -> Any:
    return Elsewhere.objects.filter(article=subject)


def _proposals() -> Any:
    return Correction.objects.filter(version__isnull=True).exclude(state=State.PUBLISHED)


def _masked(row: Any, masks: dict[str, Mask], sought: Matcher) -> dict[str, Any]:
    """The columns that change, each with just what the record says in its place."""
    return {
        name: mask(sought, getattr(row, name))
        for name, mask in masks.items()
        if sought.is_in(getattr(row, name)) and getattr(row, name) != WITHHELD
    }
