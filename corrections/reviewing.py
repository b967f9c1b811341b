"""Review: a second person sends back, rejects, approves, or confirms what one published alone."""

from django.db import transaction

from articles.following import Next, entry_after, follow
from articles.models import Article
from corrections.answering import close_cases
from corrections.models import LONGEST_COMMENT, Correction, Deed, State, write_event
from corrections.proposing.deciding import check_decided
from corrections.proposing.drafting import Incomplete, NotOpen
from corrections.proposing.explaining import problems_of
from corrections.publishing import SameSigner, publish
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
        locked = Correction.objects.select_for_update().get(pk=correction.pk)
        if locked.state != State.IN_REVIEW:
            raise NotOpen(f"this correction is {locked.get_state_display().lower()}")
        locked.state, locked.comment = _STATE_AFTER[deed], comment
        locked.save(update_fields=["state", "comment"])
        write_event(locked, deed, by=by, comment=comment)
        close_cases()
    return locked


def approve(correction: Correction, *, by: Signer, seal: str, alone: str = "") -> Version:
    """Publishes `correction`, signed `by`, if it is still what `seal` binds.

    `alone` is why the proposer publishes it herself. Raises `Incomplete` where a guard has come to
    refuse it, `Undecided` where other places say the same and wait for a
    decision, and what `corrections.publishing.publish` raises. Nothing is written then.
    """
    proposal = Correction.objects.select_related("article", "base").get(pk=correction.pk)
    if proposal.state != State.IN_REVIEW:
        state = proposal.get_state_display().lower()
        raise NotOpen(f"this correction is {state}; only one in review can be published")
    problems = problems_of(proposal)
    if problems:
        raise Incomplete(problems)
    check_decided(proposal)
    return publish(proposal, by=by, seal=seal, alone=alone)


class NotPending(UserFacing):
    """A correction that waits for no second person."""


def confirm(correction: Correction, *, by: Signer) -> Version:
    """Confirms what was published alone, signed `by` its confirmer; gives the version of that.

    No word changes; readers no longer see “second review pending”. Raises `NotPending`,
    `SameSigner` when she had a hand in it, and what `articles.following.follow` raises. Nothing is
    written then.
    """
    published = Correction.objects.select_related("article", "published_in").get(pk=correction.pk)
    _check(published, by)

    def check(_article: Article, _step: Next) -> None:
        _check(published, by)

    return follow(
        published.article,
        lambda newest, document: entry_after(
            newest,
            document,
            kind="confirmation",
            confirms=published.number,
            signers=[Signature(by.pk, by.name, "confirmer")],
        ),
        check=check,
        write=lambda _article, _version: write_event(published, Deed.CONFIRMED, by=by),
        removed_too=True,
    )


def _check(correction: Correction, by: Signer) -> None:
    if not Correction.objects.unconfirmed().filter(pk=correction.pk).exists():
        raise NotPending("No second person has to confirm this correction, or one has already.")
    if str(by.pk) in signers_of(correction):
        did = (
            "published" if by.pk in (correction.proposer_id, correction.approver_id) else "wrote at"
        )
        raise SameSigner(f"You {did} this, so somebody else must confirm it.")


def signers_of(correction: Correction) -> set[str]:
    """The ids of all who signed a published `correction`, in any role."""
    published = correction.published_in
    return {signer["id"] for signer in published.members["signers"]} if published else set()
