"""What is attached to a correction: its sources, decisions about other places, its history.

The history is private and lasting: rows only come, and the database guards them. Nothing of them
changes but that words give way to the mark of a removal, and they go only where an explainer is
destroyed.
"""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from articles.fields import LineField, PartialDateField, PlainField
from articles.models import Article
from articles.models.parts import Projected
from corrections.models.corrections import Correction
from record.events import log_event
from record.models import Signer

#: What a source says in words, and its partial dates.
SOURCE_TEXTS = ("title", "publisher", "url", "archived", "quoted", "supports")
SOURCE_DATES = ("published", "accessed")
SOURCE_FIELDS = (*SOURCE_TEXTS, *SOURCE_DATES)
#: So long a comment may be: the guards of SQLite compare no longer ones.
LONGEST_COMMENT = 10_000


class Source(Projected):
    """Something that a correction rests on."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="sources")
    # The guards look here for the subject of the version that a source follows.
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)
    title = LineField(blank=True)
    publisher = LineField(blank=True)
    url = LineField("address", max_length=2000, blank=True)
    archived = LineField("archived copy", max_length=2000, blank=True)
    quoted = PlainField("quoted words", blank=True)
    supports = PlainField("what it supports", blank=True)
    published = PartialDateField(blank=True)
    accessed = PartialDateField(blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or self.url

    def fields(self) -> dict[str, str]:
        """What it says, field by field."""
        return {name: getattr(self, name) for name in SOURCE_FIELDS}


class Decision(models.TextChoices):
    """What was decided about a place that says the same as words that are corrected."""

    YES = "yes", "It is corrected too"
    NO = "no", "It stays as it is"
    NOT_ASKED = "not_asked", "Nobody was asked (import)"


class Elsewhere(models.Model):
    """A decision about another place that says what a correction takes out. Private.

    `key` is that of the search row: `head` for title and standfirst, else a part's.
    """

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="elsewhere")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=12)
    sentence = models.TextField()
    decision = models.CharField(max_length=10, choices=Decision)
    reason = LineField(blank=True)
    decided_by = models.ForeignKey(Signer, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    proposal = models.ForeignKey(
        Correction, on_delete=models.SET_NULL, null=True, related_name="made_for"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.article_id} {self.key}"


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
    transaction.on_commit(partial(log_event, f"correction.{deed.value}", **ids, signer=by.pk))
