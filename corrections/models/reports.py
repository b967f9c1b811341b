"""Readers' reports of errors: private rows, no part of the record.

A report is received, then accepted (it leads to a correction), declined with a reason, or found to
repeat another. What looks like spam waits in a list of its own; nothing is thrown away.
"""

import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from articles.fields import LineField, PlainField
from articles.models import Article
from documents.document import WHOLE
from record.models import Signer

#: How much fits into each field that a reader fills in.
LONGEST_QUOTE, LONGEST_REPORT, LONGEST_NAME, LONGEST_SOURCE = 1000, 4000, 100, 2000


class ReportState(models.TextChoices):
    """What became of a report."""

    RECEIVED = "received", "Received"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    DUPLICATE = "duplicate", "Duplicate"


class QuoteState(models.TextChoices):
    """Where the quoted words were when the report came."""

    STANDS = "found", "They stand in the text"
    NOT_FOUND = "not_found", "Passage not found"
    CORRECTED = "corrected", "Corrected since"


def new_token() -> str:
    """What makes the address of a report's page: 192 random bits, which nobody guesses."""
    return secrets.token_urlsafe(24)


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    """Questions about reports."""

    def believed(self) -> Self:
        """What doesn't look like spam."""
        return self.filter(suspected=False)

    def waiting(self) -> Self:
        """What waits for an answer, oldest first."""
        return self.believed().filter(state=ReportState.RECEIVED).order_by("received_at", "pk")

    def suspects(self) -> Self:
        """What looks like spam and waits to be looked at, oldest first."""
        return self.filter(suspected=True, state=ReportState.RECEIVED).order_by("received_at", "pk")

    def answered(self) -> Self:
        """What was decided, and isn't spam."""
        return self.believed().filter(answered_at__isnull=False)

    def others_like(self, report: "ErrorReport") -> Self:
        """What `report` may repeat: those of its explainer that repeat none, newest first."""
        same = self.filter(article=report.article_id, duplicate_of__isnull=True)
        return same.exclude(pk=report.pk).order_by("-received_at", "-pk")

    def in_work(self) -> Self:
        """Accepted ones whose correction wasn't decided when last looked at."""
        return self.filter(state=ReportState.ACCEPTED, closed_at__isnull=True)

    def to_be_answered_by_mail(self) -> Self:
        """Closed cases whose reporter left an e-mail address and wasn't written to yet.

        What repeats another has its answer with that one.
        """
        has_answer = Q(duplicate_of__isnull=True) | Q(duplicate_of__closed_at__isnull=False)
        return self.filter(has_answer, closed_at__isnull=False).exclude(email="")


class ErrorReport(models.Model):
    """What a reader says is wrong, and what became of it."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="reports")
    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    version_number = models.PositiveIntegerField("version that it is about")
    part = models.CharField(max_length=12, default=WHOLE)
    words = PlainField("quoted words", max_length=LONGEST_QUOTE, blank=True)
    wrong = PlainField("what is wrong", max_length=LONGEST_REPORT)
    source = LineField("where it can be checked", max_length=LONGEST_SOURCE, blank=True)
    name = LineField(max_length=LONGEST_NAME, blank=True)
    may_be_named = models.BooleanField(default=False)
    email = models.EmailField("e-mail address", blank=True)
    suspected = models.BooleanField("looks like spam", default=False)

    place = models.CharField(max_length=9, choices=QuoteState, blank=True)
    corrected_by = models.PositiveIntegerField(null=True, blank=True)

    state = models.CharField(max_length=9, choices=ReportState, default=ReportState.RECEIVED)
    reason = PlainField("answer to the reporter", blank=True)
    correction = models.ForeignKey(
        "corrections.Correction", on_delete=models.PROTECT, null=True, related_name="reports"
    )
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="duplicates"
    )
    handled_by = models.ForeignKey(
        Signer, on_delete=models.PROTECT, null=True, related_name="reports_handled"
    )
    received_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = "report"
        ordering = ["received_at", "pk"]
        indexes = [
            models.Index(fields=["state", "received_at"], name="report_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received", answered_at__isnull=True, closed_at__isnull=True)
                | (~Q(state="received") & Q(answered_at__isnull=False)),
                name="report_is_answered_once_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(correction__isnull=False),
                name="report_accepted_has_correction",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="report_declined_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="duplicate", duplicate_of__isnull=False)
                & ~Q(duplicate_of=F("id"))
                | ~Q(state="duplicate") & Q(duplicate_of__isnull=True),
                name="report_duplicate_has_other",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        """The private page on which its reporter sees what became of it."""
        return reverse("report_outcome", args=[self.token])

    @property
    def stage(self) -> str:
        """What became of it, in a word or two, for its editors."""
        if self.suspected and self.answered_at is None:
            return "Perhaps spam"
        return "Waiting" if self.answered_at is None else str(self.get_state_display())

    @property
    def quoted(self) -> str:
        """The quoted words in a line of a list."""
        line = " ".join((self.words or self.wrong).split())
        return f"{line[:79]}…" if len(line) > 80 else line
