"""Publishing a correction: the next version, its rows, its number, in one transaction.

What was proposed on an older version is merged into the newest one, word by word. All that is
slow is made before the site's lock; inside it the newest version is read again, and where it is
another one by then everything is made anew.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from articles import pages, rows
from articles.models import Article
from articles.sealed import sealed_document
from corrections.answering import close_cases
from corrections.approving import Void as Void
from corrections.approving import version_seen
from corrections.kinds import KINDS
from corrections.limits import needs_second_person
from corrections.models import (
    EXPLANATION_CHOICES,
    EXPLANATION_FIELDS,
    SOURCE_DATES,
    SOURCE_TEXTS,
    Correction,
    Deed,
    State,
    write_event,
)
from corrections.placing import (
    Placed,
    error_since,
    next_number,
    placed,
    standing_banners,
    status_after,
)
from corrections.proposing.drafting import Incomplete, NotOpen
from corrections.proposing.explaining import Problem, limit_problems, status_problems
from documents.markdown import RENDERER
from record.chain import Chain, appending, before
from record.models import Signer, Version
from record.refusals import UserFacing
from record.sealing import Entry, Prepared, Signature, Words, prepare

#: How often all is made anew because others published meanwhile.
_ATTEMPTS = 100


class SameSigner(UserFacing):
    """Whoever wrote at a correction does not approve it."""


def publish(
    correction: Correction, *, by: Signer, seal: str | None = None, alone: str = ""
) -> Version:
    """Approves `correction`, signed `by`, and publishes it; gives the new version.

    `seal` is that of what the reviewer saw (`corrections.approving`): `Void` is raised where that
    isn't what would be published now. Without one, what stands now is approved unseen. `alone` is
    why nobody else approves. Raises `SameSigner`, `NotOpen`, `Incomplete`, `OverlappingChanges`;
    nothing is written then.
    """
    for _attempt in range(_ATTEMPTS):
        proposal = Correction.objects.select_related("article", "proposer", "base").get(
            pk=correction.pk
        )
        _check_open(proposal)
        content, where = _content(proposal), placed(proposal)
        _check_signers(proposal, where, by, alone)
        _check_change(proposal, where)
        seen = version_seen(proposal, where, seal) if seal is not None else where.newest
        prepared = _prepared(proposal, where, seen, by, alone)
        with appending() as chain:
            article = rows.locked(proposal.article_id)
            again = Correction.objects.select_for_update().get(pk=proposal.pk)
            _check_open(again)
            if article.version_id == where.newest.pk and _content(again) == content:
                return _write(chain, article, again, where, prepared, by, alone)
    raise Void("this explainer is being corrected at this moment; try again")


def _content(correction: Correction) -> tuple[Any, ...]:
    """All that a proposal says: a removal masks words in it without making another edition."""
    fields = [getattr(correction, name) for name in EXPLANATION_FIELDS]
    texts = [correction.edition, correction.proposed, correction.written_on]
    return (*texts, *fields, *correction.sources.values_list())


def _check_open(correction: Correction) -> None:
    if correction.state != State.IN_REVIEW:
        state = correction.get_state_display().lower()
        raise NotOpen(f"this correction is {state}; only one in review can be published")


def _check_signers(correction: Correction, where: Placed, by: Signer, alone: str) -> None:
    if correction.follows and correction.follows.state != State.PUBLISHED:
        raise NotOpen("it changes further what another proposal puts in; publish that one first")
    if alone.strip():
        if not correction.is_only_by(by):
            raise SameSigner("Others wrote at this too; alone you publish what you alone wrote.")
        return
    needs_other = needs_second_person(correction.kind, where.now, where.then)
    if correction.is_by(by) and (needs_other or not correction.is_only_by(by)):
        proposed = correction.proposer_id == by.pk
        did = "proposed this" if proposed else "wrote at this proposal"
        raise SameSigner(f"You {did}, so somebody else must approve it.")


def _check_change(correction: Correction, where: Placed) -> None:
    # It may have been retracted or removed since it was looked at.
    problems = [
        *status_problems(correction.kind, where.newest.members["status"]),
        *limit_problems(correction.kind, where.now, where.then),
    ]
    if problems:
        raise Incomplete(problems)
    if KINDS[correction.kind].words and where.now == where.then:
        raise Incomplete([Problem("text", "Another correction has made this change already.")])


def _prepared(
    correction: Correction, where: Placed, seen: Version, by: Signer, alone: str
) -> Prepared:
    follows = Entry(
        subject=correction.article_id,
        kind=correction.kind,
        status=status_after(correction.kind, where.newest),
        language=where.then.language,
        time_zone=settings.TIME_ZONE,
        renderer=RENDERER,
        signers=_signatures(correction, by),
        slug=Words(correction.article.slug),
        document=sealed_document(where.then),
        explanation=_explanation(correction, where, seen, alone),
    )
    return prepare(follows, before(where.newest))


def _signatures(correction: Correction, by: Signer) -> list[Signature]:
    """The proposer, who else wrote at it, and who publishes it."""
    proposer = correction.proposer
    others = [pk for pk in correction.contributors if pk not in (str(proposer.pk), str(by.pk))]
    contributors = Signer.objects.in_bulk(map(UUID, others))
    role = "publisher" if proposer.pk == by.pk else "approver"
    return [
        Signature(proposer.pk, proposer.name, "proposer", _signed_at(correction, proposer)),
        *(
            Signature(signer.pk, signer.name, "contributor", _signed_at(correction, signer))
            for signer in (contributors[UUID(pk)] for pk in others)
        ),
        Signature(by.pk, by.name, role),
    ]


def _signed_at(correction: Correction, signer: Signer) -> datetime | None:
    """When `signer` wrote at it or handed it in for the last time; None where that isn't known."""
    deeds = (Deed.PROPOSED, Deed.REVISED, Deed.SUBMITTED)
    last = correction.events.filter(by=signer, deed__in=deeds).order_by("pk").last()
    if last is not None:
        return last.at
    return correction.submitted_at if signer.pk == correction.proposer_id else None


def _explanation(
    correction: Correction, where: Placed, seen: Version, alone: str
) -> dict[str, Any]:
    return {
        # Given inside the lock, where it is known.
        "correction": 1,
        **{name: getattr(correction, name) or None for name in EXPLANATION_CHOICES},
        "since": error_since(where.newest, where.now, where.then),
        "base": seen.number,
        "right": _words(correction.right),
        "why": _words(correction.why),
        "no_source": _words(correction.no_source),
        "alone": _words(alone.strip()),
        "credit": _words(correction.credit),
        "amends": correction.amends.number if correction.amends else None,
        "incident": str(correction.incident) if correction.incident else None,
        "sources": [
            {
                **{name: _words(getattr(source, name)) for name in SOURCE_TEXTS},
                **{name: getattr(source, name) or None for name in SOURCE_DATES},
            }
            for source in correction.sources.all()
        ],
    }


def _words(text: str) -> Words | None:
    return Words(text) if text else None


def _write(
    chain: Chain,
    article: Article,
    correction: Correction,
    where: Placed,
    prepared: Prepared,
    by: Signer,
    alone: str,
) -> Version:
    newest, document = where.newest, where.then
    number = next_number()
    prepared.members["explanation"]["correction"] = number
    prepared.members["banners"] = standing_banners(newest, correction, number)
    version = chain.append(prepared)
    columns: dict[str, Any] = {
        "status": prepared.members["status"],
        "touched_at": version.moment,
    }
    if KINDS[correction.kind].significant and KINDS[correction.kind].moves_date:
        columns["changed_at"] = version.moment
    _write_correction(correction, version, number, by, alone)
    rows.write_version(article, document, version, **columns)
    pages.write(version, document)
    return version


def _write_correction(
    correction: Correction, version: Version, number: int, by: Signer, alone: str
) -> None:
    correction.state, correction.number = State.PUBLISHED, number
    correction.version = correction.published_in = version
    correction.published_at = version.moment
    correction.approver, correction.alone = by, alone.strip()
    correction.proposed = correction.written_on = correction.comment = correction.file_key = ""
    correction.contributors = []
    correction.sources.update(version=version)
    correction.save()
    by_another = correction.proposer_id != by.pk
    write_event(correction, Deed.APPROVED if by_another else Deed.PUBLISHED, by=by)
    close_cases()
