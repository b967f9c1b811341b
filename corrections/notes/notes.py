"""What readers are told about a correction, made from the record and from nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from articles.models import Article
from articles.reading import document_at
from corrections.kinds import KINDS
from corrections.models import CAUSE_CHOICES
from documents.differences import differences
from documents.document import WHOLE, Document
from documents.passages_changed import Said, said
from record.format import WITHHELD, texts_in
from record.models import Version
from record.removal.withholding import bodies

_CAUSES = dict(CAUSE_CHOICES)


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


@dataclass(frozen=True)
class Note:
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
    passages: Sequence[Said]
    parts: Sequence[str]
    added: Sequence[str]
    why: str | None
    cause: str | None
    no_source: str | None
    alone: str | None
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
    approvers: Sequence[str]
    pending: bool
    title_changed: bool
    hidden: bool
    removes_all: bool


def notes_of(subject: UUID) -> list[Note]:
    """Every correction of an explainer, newest first."""
    versions = list(Version.objects.of(subject))
    documents = {one.number: _document(one) for one in versions}
    confirmed = {one.members["confirms"] for one in versions}
    notes = [
        _note(one, versions[0], documents, confirmed, versions)
        for one in versions
        if one.members["explanation"]
    ]
    return notes[::-1]


def note_of(version: Version) -> Note:
    """The correction that made `version`; raises LookupError where none did."""
    for note in notes_of(version.subject):
        if note.serial == version.serial:
            return note
    raise LookupError(f"version {version.serial} has no explanation")


def is_shown_on_page(note: Note) -> bool:
    """Whether it has a note on the explainer's page; the quiet kinds stand in history and log.

    That words were withheld is no correction of them, but readers are told.
    """
    return KINDS[note.kind].significant or note.kind == "removal"


def explainer_of(note: Note) -> Article:
    """The explainer that it corrects."""
    return Article.objects.get(pk=note.subject)


def _document(version: Version) -> Document | None:
    return document_at(version) if version.members["document"] else None


def _note(
    version: Version,
    first: Version,
    documents: dict[int, Document | None],
    confirmed: set[int | None],
    versions: list[Version],
) -> Note:
    members = version.members
    told: dict[str, Any] = members["explanation"]
    words = bodies(leaf["text"] for _path, leaf in texts_in([told, members["signers"]]))

    hidden = documents[versions[-1].number] is None and version.kind != "removal"

    def text(leaf: dict[str, str] | None) -> str | None:
        return (words.get(leaf["text"]) or WITHHELD) if leaf and not hidden else None

    before, after = documents.get(version.number - 1), documents[version.number]
    if hidden:
        before = after = None
    changed = differences(before, after) if before and after else []
    began = versions[told["since"] - 1].moment if told["since"] else None
    return Note(
        number=told["correction"],
        kind=version.kind,
        label=KINDS[version.kind].label,
        severity=told["severity"],
        published_at=version.moment,
        subject=version.subject,
        version=version.number,
        serial=version.serial,
        digest=version.digest,
        right=text(told["right"]),
        passages=said(before, after) if before and after else [],
        parts=list(dict.fromkeys(one.part for one in changed)),
        added=[one.part for one in changed if one.field == "position" and one.before is None],
        why=text(told["why"]),
        cause=_CAUSES.get(told["cause"]) if told["cause"] else None,
        no_source=text(told["no_source"]),
        alone=text(told["alone"]),
        credit=text(told["credit"]),
        discovered=told["discovered"],
        world_changed=told["world_changed"],
        amends=told["amends"],
        since=told["since"],
        stood_from=began,
        stood_days=(version.moment - began).days if began else None,
        at_least=told["since"] == 1 and first.members["imported"] is not None,
        sources=[
            SourceNote(
                **{
                    name: text(source[name])
                    for name in ("title", "publisher", "url", "archived", "quoted", "supports")
                },
                published=source["published"],
                accessed=source["accessed"],
            )
            for source in ([] if hidden else told["sources"])
        ],
        proposers=[text(one["name"]) or WITHHELD for one in _signers(members, ["proposer"])],
        approvers=[
            text(one["name"]) or WITHHELD for one in _signers(members, ["approver", "publisher"])
        ],
        pending=bool(told["alone"]) and told["correction"] not in confirmed,
        title_changed=any(
            one.part == WHOLE and one.field in ("title", "standfirst") for one in changed
        ),
        hidden=hidden,
        removes_all=members["status"] == "removed",
    )


def _signers(members: dict[str, Any], roles: Iterable[str]) -> Iterator[dict[str, Any]]:
    return (one for one in members["signers"] if one["role"] in roles)
