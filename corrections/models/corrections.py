"""Corrections: each a workspace until it is published, after that a projection.

What changed is never typed: a correction carries the whole proposed document, and the version it
was written on. Once it is published the record has its words, and the database guards the row.
"""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from articles.fields import LineField, PartialDateField, PlainField
from articles.models import Article
from articles.models.parts import Projected
from articles.reading import words_of
from corrections.kinds import KINDS
from corrections.models.reports import ErrorReport as ErrorReport
from documents.document import Document
from record.format import CAUSES, SEVERITIES
from record.models import Signer, Version

#: What an explanation says in words, and what it chooses or dates.
EXPLANATION_TEXTS = ("right", "why", "no_source", "alone", "credit")
EXPLANATION_CHOICES = ("severity", "cause", "discovered", "world_changed")
#: What an editor types about a correction; everything else is computed.
EXPLANATION_FIELDS = ("kind", *EXPLANATION_CHOICES, *EXPLANATION_TEXTS, "amends", "incident")


class State(models.TextChoices):
    """Where a correction is on its way to readers."""

    DRAFT = "draft", "Being written"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


_CAUSE_LABELS = {
    "source_error": "The source was wrong",
    "misreading": "We misread the source",
    "calculation": "We miscalculated",
    "transcription": "A slip in copying",
    "editing": "It came in while editing",
    "outdated_source": "The source was outdated",
    "production": "It came in during production",
    "generated_text": "A program wrote it",
    "other": "Another cause",
    "not_known": "Not known",
}
CAUSE_CHOICES = [(name, _CAUSE_LABELS[name]) for name in CAUSES]
KIND_CHOICES = [(name, kind.label) for name, kind in KINDS.items()]
SEVERITY_CHOICES = [(name, name.capitalize()) for name in SEVERITIES]


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Questions about corrections."""

    def published(self) -> Self:
        """What readers can see, newest first."""
        return self.filter(version__isnull=False).order_by("-number")

    def loud(self) -> Self:
        """What lists for readers lead with: no spelling, no white space."""
        quiet = [name for name, kind in KINDS.items() if not kind.significant]
        return self.exclude(kind__in=quiet)

    def waiting(self) -> Self:
        """What waits for a reviewer, oldest first."""
        return self.filter(state=State.IN_REVIEW).order_by("submitted_at", "pk")

    def open(self) -> Self:
        """What is being written or reviewed."""
        return self.filter(state__in=[State.DRAFT, State.IN_REVIEW])

    def sent_back(self) -> Self:
        """Drafts that a reviewer gave back with a comment."""
        return self.filter(state=State.DRAFT).exclude(comment="")

    def of_account(self, user: Any) -> Self:
        """Those that the account `user` proposed, or wrote at."""
        written = self.annotate(written_by=Cast("contributors", models.TextField()))
        signers = Signer.objects.filter(user=user).values_list("pk", flat=True)
        wrote = [Q(written_by__contains=str(pk)) for pk in signers]
        return written.filter(reduce(or_, wrote, Q(proposer__user=user)))

    def from_files(self) -> Self:
        """What changed files would have published explainers say, not decided yet."""
        return self.open().exclude(file_key="")

    def unconfirmed(self) -> Self:
        """Published by one person alone; nobody else has confirmed it yet."""
        versions = Version.objects.filter(kind="confirmation")
        confirmed = {version.members["confirms"] for version in versions}
        return self.published().exclude(alone="").exclude(number__in=confirmed)


class Correction(Projected):
    """A change of published words, with its explanation."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="corrections")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES, default="correction")
    severity = models.CharField(max_length=11, choices=SEVERITY_CHOICES, default="significant")
    cause = models.CharField(max_length=20, choices=CAUSE_CHOICES, blank=True)
    right = PlainField(
        "the right fact", blank=True, help_text="In one sentence, as it would be said aloud."
    )
    why = PlainField(
        "why it was wrong", blank=True, help_text="What went wrong, in a sentence or two."
    )
    no_source = PlainField(
        "why there is no source", blank=True, help_text="Only where none can be given."
    )
    alone = PlainField(
        "why it is published alone",
        blank=True,
        help_text="Only where no second person can be had. Readers see “second review pending”.",
    )
    credit = LineField(
        blank=True, help_text="The reader who reported it, if they want to be named."
    )
    discovered = PartialDateField(
        blank=True, help_text="When the error was noticed: 2026-11-24, 2026-11 or 2026."
    )
    world_changed = PartialDateField(
        "when the world changed", blank=True, help_text="For an update: since when it is otherwise."
    )
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amended_by"
    )
    incident = models.UUIDField(null=True, blank=True, editable=False)

    base = models.ForeignKey(
        Version, on_delete=models.PROTECT, editable=False, related_name="proposals"
    )
    proposed = models.TextField(blank=True, editable=False)
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="followed_by",
        help_text="A proposal whose words this one changes further; it is published first.",
    )
    written_on = models.TextField(blank=True, editable=False)
    proposer = models.ForeignKey(
        Signer, on_delete=models.PROTECT, editable=False, related_name="proposed"
    )
    approver = models.ForeignKey(
        Signer, on_delete=models.PROTECT, null=True, editable=False, related_name="approved"
    )
    comment = models.TextField(blank=True, editable=False)
    file_key = models.CharField(max_length=500, blank=True, editable=False)
    file_id = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="The id that a corrections file gave it, by which that file is known again.",
    )
    contributors = models.JSONField(
        default=list,
        editable=False,
        help_text="The ids of all who wrote at it; none of them approves it, and the record "
        "names them.",
    )
    edition = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)

    number = models.PositiveIntegerField(null=True, unique=True, editable=False)
    published_in = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, editable=False, related_name="corrections"
    )
    published_at = models.DateTimeField(null=True, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-number", "-pk"]
        permissions = [
            ("review_correction", "Can review corrections of others, and publish them"),
            ("retract_correction", "Can retract and reinstate explainers"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=True, number__isnull=True, published_in__isnull=True)
                | Q(
                    version__isnull=False,
                    number__isnull=False,
                    published_in__isnull=False,
                    state="published",
                    proposed="",
                    written_on="",
                ),
                name="correction_is_numbered_when_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or '(not published)'}"

    def get_absolute_url(self) -> str:
        """Its page; only a published one has any."""
        return reverse("corrections:detail", args=[self.number])

    @property
    def stage(self) -> str:
        """Where it stands, in a word or two, for its editors."""
        if self.state == State.DRAFT and self.comment:
            return "Sent back"
        if self.state == State.PUBLISHED:
            return f"Published as {self.number}"
        label: str = self.get_state_display()
        return label

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided about it: it is being written, or reviewed."""
        return self.state in (State.DRAFT, State.IN_REVIEW)

    def is_by(self, signer: Signer | None) -> bool:
        """Whether `signer` wrote at it, until it is published: then the record says who did."""
        return signer is not None and str(signer.pk) in self.writers

    @property
    def writers(self) -> set[str]:
        """The ids of all who wrote at it, its proposer first of all."""
        return {str(self.proposer_id), *self.contributors}

    def is_only_by(self, signer: Signer | None) -> bool:
        """Whether `signer` wrote all of it."""
        return signer is not None and self.writers == {str(signer.pk)}

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of what it said may be told: its explainer was removed whole."""
        return self.article.is_removed and self.kind != "removal"

    @property
    def document(self) -> Document:
        """The proposed document; raises `DocumentError` once it is published."""
        return Document.from_json(self.proposed)

    @property
    def base_document(self) -> Document:
        """What its proposer had before her: the base version, or the proposal that it follows."""
        if self.written_on:
            return Document.from_json(self.written_on)
        return words_of(self.base)
