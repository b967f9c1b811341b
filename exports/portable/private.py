"""What no reader sees, as a file of its own: accounts, drafts, proposals, decisions,
histories and reports.

One JSON object whose `rows` come in an order in which each names only rows before it; `kind` says
what a row is. Corrections are named by their public number, proposals by their place among them.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, models

from articles.models import Article, Author, OldAddress
from corrections.models import (
    SOURCE_FIELDS,
    Correction,
    Elsewhere,
    ErrorReport,
    ProposalEvent,
    Source,
    State,
)
from documents.document import FIELDS
from documents.text import refusal_of
from exports.portable.explainer_json import array_member, json_of
from record.models import Signer, SiteIdentity
from record.refusals import UserFacing

PRIVATE = "corrigenda-private/2"
#: What older ones say of themselves: they have no histories, and `hands` for `contributors`.
OLDER_PRIVATE = ("corrigenda-private/1",)
_FILE = "private.json"
_BATCH = 200

ACCOUNT = ("username", "first_name", "last_name")
DRAFT = (
    *("slug", *FIELDS, "reviewed_on"),
    *("publish_at", "publish_problem", "import_key", "import_mark"),
    *(
        "import_source",
        "import_origin",
        "edition",
        "last_section",
        "last_question",
        "created_at",
        "touched_at",
    ),
)
PARTS: dict[str, tuple[str, ...]] = {
    "sections": ("key", "position", "heading", "body"),
    "faqs": ("key", "position", "question", "answer"),
    "imported_notes": ("position", "date", "note"),
}
PROPOSAL = (
    *("state", "kind", "severity", "cause", "right", "why", "no_source", "alone", "credit"),
    *("discovered", "world_changed", "incident", "proposed", "written_on", "comment"),
    *("file_key", "file_id", "contributors", "edition", "created_at", "submitted_at"),
)
SOURCE = ("position", *SOURCE_FIELDS)
EVENT = ("deed", "at", "comment")
DECISION = ("key", "sentence", "decision", "reason", "decided_at")
REPORT = (
    *("token", "version_number", "part", "words", "wrong", "source", "name", "may_be_named"),
    *("email", "suspected", "place", "corrected_by", "state", "reason"),
    *("received_at", "answered_at", "closed_at"),
)


def name_of_file() -> str:
    """The name of the private part's file: never that of an explainer's, which has no `_`."""
    is_taken = Article.objects.filter(version__isnull=False, slug=Path(_FILE).stem).exists()
    return f"_{_FILE}" if is_taken else _FILE


def private_part() -> Iterator[str]:
    """The private part of the whole site as JSON text, in pieces."""
    head = {"format": PRIVATE, "site": str(SiteIdentity.objects.get().uuid)}
    yield json_of(head).removesuffix("\n}")
    yield from array_member("rows", _rows())
    yield "\n}\n"


def proposals() -> Any:
    """Every proposal that isn't published, in the order in which they are named by their place."""
    return Correction.objects.exclude(state=State.PUBLISHED).order_by("pk")


def private_texts() -> Iterator[str]:
    """Every text of drafts and proposals that may show a picture."""
    for draft in Article.objects.drafts().order_by("pk").iterator(_BATCH):
        yield from (draft.lead, draft.conclusion, draft.references)
        yield from draft.sections.values_list("body", flat=True)
        yield from draft.faqs.values_list("answer", flat=True)
    yield from proposals().values_list("proposed", flat=True).iterator(_BATCH)


def _rows() -> Iterator[dict[str, Any]]:
    yield from _accounts()
    yield from _drafts()
    places = {pk: place for place, pk in enumerate(proposals().values_list("pk", flat=True))}
    yield from _proposals(places)
    yield from _decisions(places)
    yield from _events(places)
    yield from _reports(places)


def _accounts() -> Iterator[dict[str, Any]]:
    for signer in Signer.objects.select_related("user").order_by("pk").iterator(_BATCH):
        account = None
        if signer.user is not None:
            groups = list(signer.user.groups.order_by("name").values_list("name", flat=True))
            account = columns_of(signer.user, ACCOUNT) | {"groups": groups}
        yield {"kind": "signer", "id": str(signer.pk), "name": signer.name, "account": account}


def _drafts() -> Iterator[dict[str, Any]]:
    for draft in Article.objects.drafts().order_by("pk").iterator(_BATCH):
        authors = Author.objects.filter(bylines__article=draft).distinct().order_by("slug")
        addresses = OldAddress.objects.shown().filter(article=draft)
        yield {
            "kind": "draft",
            "id": str(draft.pk),
            **columns_of(draft, DRAFT),
            "publish_by": _id(draft.publish_by_id),
            "topics": list(draft.topics.order_by("slug").values("slug", "name", "description")),
            "authors": [columns_of(row, ("id", "name", "slug")) for row in authors],
            "bylines": [
                {"author": str(row.author_id), **columns_of(row, ("position", "name"))}
                for row in draft.bylines.all()
            ],
            **{
                name: [columns_of(row, names) for row in getattr(draft, name).all()]
                for name, names in PARTS.items()
            },
            "old_addresses": list(addresses.values_list("address", flat=True)),
        }


def _proposals(places: dict[int, int]) -> Iterator[dict[str, Any]]:
    for proposal in proposals().select_related("amends", "follows").iterator(_BATCH):
        yield {
            "kind": "proposal",
            "article": str(proposal.article_id),
            **columns_of(proposal, PROPOSAL)
            | {"correction_kind": proposal.kind, "kind": "proposal"},
            "base": proposal.base_id,
            "proposer": _id(proposal.proposer_id),
            "approver": _id(proposal.approver_id),
            "amends": _named(proposal.amends, places),
            "follows": _named(proposal.follows, places),
            "sources": [
                columns_of(row, SOURCE) for row in Source.objects.filter(correction=proposal)
            ],
        }


def _decisions(places: dict[int, int]) -> Iterator[dict[str, Any]]:
    rows = Elsewhere.objects.select_related("correction", "proposal").order_by("pk")
    for decision in rows.iterator(_BATCH):
        yield {
            "kind": "decision",
            "correction": _named(decision.correction, places),
            "article": str(decision.article_id),
            **columns_of(decision, DECISION),
            "decided_by": _id(decision.decided_by_id),
            "proposal": _named(decision.proposal, places),
        }


def _events(places: dict[int, int]) -> Iterator[dict[str, Any]]:
    events = ProposalEvent.objects.select_related("correction").order_by("pk")
    for event in events.iterator(_BATCH):
        yield {
            "kind": "event",
            "correction": _named(event.correction, places),
            **columns_of(event, EVENT),
            "by": _id(event.by_id),
        }


def _reports(places: dict[int, int]) -> Iterator[dict[str, Any]]:
    rows = ErrorReport.objects.select_related("correction", "duplicate_of").order_by("pk")
    for report in rows.iterator(_BATCH):
        yield {
            "kind": "report",
            "article": str(report.article_id),
            **columns_of(report, REPORT),
            "correction": _named(report.correction, places),
            "duplicate_of": report.duplicate_of and report.duplicate_of.token,
            "handled_by": _id(report.handled_by_id),
        }


def _named(correction: Correction | None, places: dict[int, int]) -> dict[str, int] | None:
    if correction is None:
        return None
    if correction.number is not None:
        return {"number": correction.number}
    return {"proposal": places[correction.pk]}


def _id(pk: Any) -> str | None:
    return None if pk is None else str(pk)


#: What making rows of JSON can raise, where somebody altered it or the rows have no place here.
WRONG = (
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(ValidationError, ObjectDoesNotExist, IntegrityError, DataError, UserFacing),
)


def reason_of(error: Exception) -> str:
    """What one of `WRONG` says, for whoever has to mend the file."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return f"lacks {error}" if isinstance(error, KeyError) else str(error).split("\n")[0]


def columns_of(row: models.Model, names: Collection[str]) -> dict[str, Any]:
    """The named columns of a row as JSON holds them; times are text."""
    return {name: _plain(row, row._meta.get_field(name)) for name in names}


def cleaned(model: type[models.Model], given: Mapping[str, Any], names: Collection[str]) -> Any:
    """The named columns as the model takes them, texts cleaned as a form would clean them.

    Raises KeyError for one that is missing, `ValidationError` for what the field refuses.
    """
    return {name: _cleaned(model._meta.get_field(name), given[name]) for name in names}


def _plain(row: models.Model, field: Any) -> Any:
    column = field.value_from_object(row)
    is_json = column is None or isinstance(column, str | bool | int | list)
    return column if is_json else field.value_to_string(row)


def _cleaned(field: Any, value: Any) -> Any:
    if value in (None, "") and (field.null or field.blank or field.empty_strings_allowed):
        return value
    if isinstance(field, models.JSONField):
        return value
    refused = refusal_of(value) if isinstance(value, str) else None
    if refused:
        raise ValidationError(f"{field.name}: found {refused.actual}")
    # Of a column that no form shows the field itself checks no choice.
    if field.choices and value not in dict(field.flatchoices):
        raise ValidationError(
            f"{field.name}: found {str(value)[:40]!r}, which is none of its values"
        )
    return field.clean(value, None)
