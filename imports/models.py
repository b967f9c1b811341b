"""What is uploaded: the order, its files, and what would become of each explainer in them."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import Truncator

from imports.sources.reads import Position


class UploadState(models.TextChoices):
    """How far an import is."""

    SENDING = "sending", "Files are missing"
    READING = "reading", "Being read"
    CHOOSING = "choosing", "Waits for your choice"
    TAKING = "taking", "Being taken in"
    DONE = "done", "Done"
    UNDOING = "undoing", "Drafts are being deleted"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Questions about imports."""

    def of(self, user: Any) -> Self:
        """Those that an account may see: its own, or for a superuser all."""
        return self if user.is_superuser else self.filter(owner=user)

    def unfinished(self) -> Self:
        """Those that somebody has to come back to."""
        return self.exclude(state=UploadState.DONE)


class Upload(models.Model):
    """One import: who began it, how it is to be taken in, and how far it is.

    `unit` and `member` are the position from which reading goes on. Whoever works at it is named in
    `claimed_by` until `claimed_until` (`uploads.between_steps`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads"
    )
    state = models.CharField(
        max_length=10, choices=UploadState.choices, default=UploadState.SENDING
    )
    started_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    format_name = models.CharField(max_length=10, blank=True)
    author = models.CharField(max_length=200, blank=True)
    topics = models.JSONField(default=list)
    language = models.CharField(max_length=35)
    publishes = models.BooleanField(default=False)
    proposes = models.BooleanField(default=True)
    expected = models.PositiveIntegerField(default=0)
    unit = models.PositiveIntegerField(default=0)
    member = models.PositiveIntegerField(default=0)
    claimed_by = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-started_at"]
        default_permissions = ()

    def __str__(self) -> str:
        # The admin's log takes 200 characters.
        names = [Truncator(file.name).chars(80) for file in self.files.all()[:3]]
        more = " and others" if len(names) > 2 else ""
        return ", ".join(names[:2]) + more or "An import"

    @property
    def position(self) -> Position:
        """Where reading goes on."""
        return self.unit, self.member


class UploadedFile(models.Model):
    """A file of an import: its name as it was sent, its size, and how much of it is here."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=500)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["upload", "name"], name="file_name_unique_per_upload"),
            models.CheckConstraint(
                condition=Q(received__lte=models.F("size")), name="file_not_larger_than_said"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        """Whether all of it is here."""
        return self.received == self.size


#: What would become of an explainer that can be taken.
TAKEABLE = ("made", "published", "updated", "proposed")


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions about what an import holds."""

    def waiting(self) -> Self:
        """Those that were chosen and not taken yet."""
        return self.filter(chosen=True, is_taken=False)

    def takeable(self) -> Self:
        """Those that there is anything to choose about."""
        return self.filter(result__in=TAKEABLE, is_taken=False).exclude(reading={})

    def counts(self, column: str) -> dict[str, int]:
        """How many there are of each value of `column`, which is `result` or `became`."""
        counted = self.order_by().values_list(column).annotate(Count("pk"))
        return dict(counted)


class Item(models.Model):
    """One explainer of an import: what was read, and what would become of it and did.

    `result` was foreseen when it was read, `became` is what happened when it was taken. `reading`
    (`uploads.between_steps`) is emptied then; `report` is a line of the report.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    name = models.TextField()
    key = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=10)
    slug = models.CharField(max_length=80, blank=True)
    title = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    chosen = models.BooleanField(default=False)
    became = models.CharField(max_length=10, blank=True)
    is_taken = models.BooleanField(default=False)
    why = models.TextField(blank=True)
    article_id = models.UUIDField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "position"], name="item_position_unique_per_upload"
            ),
        ]
        indexes = [
            models.Index(fields=["upload", "result", "position"], name="item_by_result"),
            models.Index(fields=["upload", "became", "position"], name="item_by_outcome"),
        ]

    def __str__(self) -> str:
        return self.title or self.name
