"""Approving: a reviewer has seen all of a proposal, and it is published as she saw it."""

from corrections.models import Correction, State
from corrections.proposing.drafting import Incomplete, NotOpen
from corrections.proposing.explaining import problems_of
from corrections.publishing.publishing import publish
from corrections.review.deciding import check_decided
from record.models import Signer, Version


def approve(correction: Correction, *, by: Signer, seal: str, alone: str = "") -> Version:
    """Publishes `correction`, signed `by`, if it is still what `seal` binds.

    `alone` is why the proposer publishes it herself. Raises `Incomplete` where a guard has come to
    refuse it, `Undecided` where other places say the same and wait for a
    decision, and what `corrections.publishing.publishing.publish` raises. Nothing is written then.
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
