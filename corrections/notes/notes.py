"""What readers are told about a correction, made from the record and from nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from articles.reading import document_at
from corrections.kinds import KINDS
from corrections.models import CAUSE_CHOICES, EXPLANATION_TEXTS, SOURCE_DATES
from documents.differences import differences
from documents.document import WHOLE, Document
from documents.passages_changed import ChangedPassage, changed_passages
from record.format import WITHHELD, texts_in
from record.models import Version
from record.removal.withholding import bodies

_CAUSES = dict(CAUSE_CHOICES)
#: What an explanation holds as it is, and what it holds as texts that can be withheld.
_PLAIN = ("severity", "discovered", "world_changed", "amends")


@dataclass(frozen=True)
class SourceNote:
    """A source as readers see it; dates are partial dates."""

    title: str | None
    publisher: str | None
    url: str | None
    archived: str | None
    quoted: str | None
    supports: str | None
    published: str | None
    accessed: str | None


@dataclass(frozen=True, kw_only=True)
class CorrectionNote:
    """A correction as readers see it, in the reader's order.

    `parts` are the keys of what changed, `added` of those that are new. The error came in with
    version `since`, recorded at `stood_from`, and stood `stood_days`; `at_least` is set where the
    text was imported, so that it may have stood for longer. `pending` is set until a second
    person has confirmed. `hidden` is set while the explainer is removed: nothing that was said of
    its words is told then. `removes_all` is set for a removal that took the explainer away whole.
    """

    number: int
    kind: str
    label: str
    severity: str | None
    published_at: datetime
    subject: UUID
    version: int
    serial: int
    digest: str
    right: str | None
    passages: Sequence[ChangedPassage]
    parts: Sequence[str]
    added: Sequence[str]
    why: str | None
    cause: str | None
    no_source: str | None
    alone: str | None = None
    credit: str | None
    discovered: str | None
    world_changed: str | None
    amends: int | None
    since: int | None
    stood_from: datetime | None
    stood_days: int | None
    at_least: bool
    sources: Sequence[SourceNote]
    proposers: Sequence[str]
    contributors: Sequence[str] = ()
    approvers: Sequence[str] = ()
    pending: bool = False
    title_changed: bool
    hidden: bool = False
    removes_all: bool = False


def notes_of(subject: UUID) -> list[CorrectionNote]:
    """Every correction of an explainer, newest first."""
    versions = list(Version.objects.of(subject))
    documents = {
        version.number: document_at(version) if version.members["document"] else None
        for version in versions
    }
    confirmed = {version.members["confirms"] for version in versions}
    notes = [
        _note(version, documents, confirmed, versions)
        for version in versions
        if version.members["explanation"]
    ]
    return notes[::-1]


def note_of(version: Version) -> CorrectionNote:
    """The correction that made `version`; raises LookupError where none did."""
    for note in notes_of(version.subject):
        if note.serial == version.serial:
            return note
    raise LookupError(f"version {version.serial} has no explanation")


def is_shown_on_page(note: CorrectionNote) -> bool:
    """Whether it has a note on the explainer's page; the quiet kinds stand in history and log.

    That words were withheld is no correction of them, but readers are told.
    """
    return KINDS[note.kind].significant or note.kind == "removal"


def noted(
    facts: Mapping[str, Any],
    before: Document | None,
    after: Document | None,
    began: Version | None,
) -> CorrectionNote:
    """The note of a correction that made `after` of `before`, None where nothing is said of them.

    `facts` are the fields that people wrote and the record gave; all that follows from the words is
    found here. The error came in with the version `began`, None where none is known.
    """
    changes = differences(before, after) if before and after else []
    places = {(change.part, change.field) for change in changes}
    return CorrectionNote(
        **facts,
        label=KINDS[facts["kind"]].label,
        passages=changed_passages(before, after) if before and after else [],
        parts=list(dict.fromkeys(change.part for change in changes)),
        added=[
            change.part
            for change in changes
            if change.field == "position" and change.before is None
        ],
        title_changed=not places.isdisjoint({(WHOLE, "title"), (WHOLE, "standfirst")}),
        since=began.number if began else None,
        stood_from=began.moment if began else None,
        stood_days=(facts["published_at"] - began.moment).days if began else None,
        at_least=bool(began and began.number == 1 and began.members["imported"] is not None),
    )


def _note(
    version: Version,
    documents: dict[int, Document | None],
    confirmed: set[int | None],
    versions: list[Version],
) -> CorrectionNote:
    members = version.members
    explanation: dict[str, Any] = members["explanation"]
    is_hidden = documents[versions[-1].number] is None and version.kind != "removal"
    facts = {
        "kind": version.kind,
        "published_at": version.moment,
        "subject": version.subject,
        "version": version.number,
        "serial": version.serial,
        "digest": version.digest,
        "pending": bool(explanation["alone"]) and explanation["correction"] not in confirmed,
        "hidden": is_hidden,
        "removes_all": members["status"] == "removed",
        **_explained(explanation, members["signers"], is_hidden=is_hidden),
    }
    since = explanation["since"]
    began = versions[since - 1] if since else None
    if is_hidden:
        return noted(facts, None, None, began)
    return noted(facts, documents.get(version.number - 1), documents[version.number], began)


def _explained(
    explanation: dict[str, Any], signers: list[dict[str, Any]], *, is_hidden: bool
) -> dict[str, Any]:
    """What people wrote about a correction, and who signed; what was withheld is named as that."""
    words = bodies(leaf["text"] for _path, leaf in texts_in([explanation, signers]))

    def text(leaf: dict[str, str] | None) -> str | None:
        return (words.get(leaf["text"]) or WITHHELD) if leaf and not is_hidden else None

    def names(*roles: str) -> list[str]:
        return [text(signer["name"]) or WITHHELD for signer in signers if signer["role"] in roles]

    def source(leaves: dict[str, Any]) -> SourceNote:
        texts = {name: text(leaves[name]) for name in leaves if name not in SOURCE_DATES}
        return SourceNote(**texts, **{name: leaves[name] for name in SOURCE_DATES})

    return {
        "number": explanation["correction"],
        "cause": _CAUSES.get(explanation["cause"]),
        **{name: explanation[name] for name in _PLAIN},
        **{name: text(explanation[name]) for name in EXPLANATION_TEXTS},
        "sources": [] if is_hidden else [source(leaves) for leaves in explanation["sources"]],
        "proposers": names("proposer"),
        "contributors": names("contributor"),
        "approvers": names("approver", "publisher"),
    }
