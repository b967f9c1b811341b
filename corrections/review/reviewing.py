"""Review: what a second person does with a proposal that isn't publishing it."""

from django.db import transaction

from corrections.answering import close_cases
from corrections.models import Correction, State
from corrections.proposing.drafting import NotOpen
from record.models import Signer
from record.refusals import UserFacing


def send_back(correction: Correction, *, by: Signer, comment: str) -> Correction:
    """Gives the proposal back to its proposer with a comment; raises `UserFacing` without one."""
    return _decide(correction, State.DRAFT, comment, "Say what should be changed.")


def reject(correction: Correction, *, by: Signer, reason: str) -> Correction:
    """Ends the proposal; it is kept, private, with the reason. Raises `UserFacing` without one."""
    return _decide(correction, State.REJECTED, reason, "Say why it is rejected.")


def _decide(correction: Correction, state: State, comment: str, missing: str) -> Correction:
    if not comment.strip():
        raise UserFacing(missing)
    with transaction.atomic():
        held = Correction.objects.select_for_update().get(pk=correction.pk)
        if held.state != State.IN_REVIEW:
            raise NotOpen(f"this correction is {held.get_state_display().lower()}")
        held.state, held.comment = state, comment.strip()
        held.save(update_fields=["state", "comment"])
        close_cases()
    return held
