"""Review: a second person sends back, rejects, approves, or confirms what one published alone."""

from django.db import transaction

from articles.following import Next, entry_after, follow
from articles.models import Article
from corrections.models import LONGEST_COMMENT, Correction, Deed, State, write_event
from corrections.proposing.deciding import check_decided
from corrections.proposing.drafting import Incomplete, NotOpen
from corrections.proposing.explaining import problems_of
from corrections.publishing import SameSigner, publish
from corrections.reports.answering import close_cases
from record.models import Signer, Version
from record.refusals import UserFacing
from record.sealing import Signature


def send_back(correction: Correction, *, by: Signer, comment: str) -> Correction:
    """Gives the proposal back to its proposer with a comment; raises `UserFacing` without one."""
    return _decide(correction, Deed.SENT_BACK, by, comment, "Say what should be changed.")


def reject(correction: Correction, *, by: Signer, reason: str) -> Correction:
    """Ends the proposal; it is kept, private, with the reason. Raises `UserFacing` without one."""
    return _decide(correction, Deed.REJECTED, by, reason, "Say why it is rejected.")


_STATE_AFTER = {Deed.SENT_BACK: State.DRAFT, Deed.REJECTED: State.REJECTED}


def _decide(
    correction: Correction, deed: Deed, by: Signer, comment: str, missing: str
) -> Correction:
    comment = comment.strip()
    if not comment:
        raise UserFacing(missing)
    if len(comment) > LONGEST_COMMENT:
        raise UserFacing(f"Say it in at most {LONGEST_COMMENT:,} characters.")
    with transaction.atomic():
        held = Correction.objects.select_for_update().get(pk=correction.pk)
        if held.state != State.IN_REVIEW:
            raise NotOpen(f"this correction is {held.get_state_display().lower()}")
        held.state, held.comment = _STATE_AFTER[deed], comment
        held.save(update_fields=["state", "comment"])
        write_event(held, deed, by=by, comment=comment)
        close_cases()
    return held


def approve(correction: Correction, *, by: Signer, seal: str, alone: str = "") -> Version:
    """Publishes `correction`, signed `by`, if it is still what `seal` binds.

    `alone` is why the proposer publishes it herself. Raises `Incomplete` where a guard has come to
    refuse it, `Undecided` where other places say the same and wait for a
    decision, and what `corrections.publishing.publish` raises. Nothing is written then.
    """
    held = Correction.objects.select_related("article", "base").get(pk=correction.pk)
    if held.state != State.IN_REVIEW:
        state = held.get_state_display().lower()
        raise NotOpen(f"this correction is {state}; only one in review can be published")
    problems = problems_of(held)
    if problems:
        raise Incomplete(problems)
    check_decided(held)
    return publish(held, by=by, seal=seal, alone=alone)


class NotPending(UserFacing):
    """A correction that waits for no second person."""


def confirm(correction: Correction, *, by: Signer) -> Version:
    """Confirms what was published alone, signed `by` its confirmer; gives the version of that.

    No word changes; readers no longer see “second review pending”. Raises `NotPending`,
    `SameSigner` when she had a hand in it, and what `articles.following.follow` raises. Nothing is
    written then.
    """
    held = Correction.objects.select_related("article").get(pk=correction.pk)
    _check(held, by)

    def check(_article: Article, _step: Next) -> None:
        _check(held, by)

    return follow(
        held.article,
        lambda newest, document: entry_after(
            newest,
            document,
            kind="confirmation",
            confirms=held.number,
            signers=[Signature(by.pk, by.name, "confirmer")],
        ),
        check=check,
        write=lambda _article, _version: write_event(held, Deed.CONFIRMED, by=by),
        removed_too=True,
    )


def _check(correction: Correction, by: Signer) -> None:
    if not Correction.objects.unconfirmed().filter(pk=correction.pk).exists():
        raise NotPending("No second person has to confirm this correction, or one has already.")
    if by.pk in (correction.proposer_id, correction.approver_id):
        raise SameSigner("You published this, so somebody else must confirm it.")
