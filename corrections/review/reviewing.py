"""Review: what a second person does with a proposal that isn't publishing it."""

from django.db import transaction

from corrections.answering import close_cases
from corrections.models import LONGEST_COMMENT, Correction, Deed, State, write_event
from corrections.proposing.drafting import NotOpen
from record.models import Signer
from record.refusals import UserFacing


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
