"""The history of a proposal: who did what with it, when, and what she said. Private, and lasting.

The rows only come, and the database guards them: nothing of them changes but that words give way
to the mark of a removal. They go only where an explainer is destroyed.
"""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from articles.models import Article
from corrections.models.corrections import Correction
from record import events
from record.models import Signer

#: So long a comment may be: the guards of SQLite compare no longer ones.
LONGEST_COMMENT = 10_000


class Deed(models.TextChoices):
    """What can be done with a proposal, as its history tells it."""

    PROPOSED = "proposed", "Proposed"
    REVISED = "revised", "Revised"
    SUBMITTED = "submitted", "Sent to review"
    SENT_BACK = "sent_back", "Sent back"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    APPROVED = "approved", "Approved and published"
    PUBLISHED = "published", "Published by one person"
    CONFIRMED = "confirmed", "Confirmed by a second person"


class ProposalEvent(models.Model):
    """One thing that was done with a proposal, in the transaction in which it was done."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="events")
    # The guards look here for the subject, whose removal alone takes a history away.
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    deed = models.CharField(max_length=9, choices=Deed)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Signer, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}, {self.at}"


@dataclass(frozen=True)
class HistoryStep:
    """A line of a history as it is shown: an event, and how many like it in a row it stands for."""

    event: ProposalEvent
    times: int


def history_of(correction: Correction) -> list[HistoryStep]:
    """What was done with `correction`, oldest first; saving again and again is one line."""
    steps: list[HistoryStep] = []
    for event in correction.events.select_related("by"):
        last = steps[-1] if steps else None
        is_same = last and last.event.deed == event.deed == Deed.REVISED
        if last and is_same and last.event.by_id == event.by_id:
            steps[-1] = HistoryStep(event, last.times + 1)
        else:
            steps.append(HistoryStep(event, 1))
    return steps


def write_event(correction: Correction, deed: Deed, *, by: Signer, comment: str = "") -> None:
    """Keeps in the history of `correction` what `by` has done with it, and writes it to the log.

    To be called in the transaction that does it.
    """
    ProposalEvent.objects.create(
        correction=correction, article_id=correction.article_id, deed=deed, by=by, comment=comment
    )
    ids: dict[str, UUID | int] = {"correction": correction.pk, "article": correction.article_id}
    transaction.on_commit(partial(events.log, f"correction.{deed.value}", **ids, signer=by.pk))
