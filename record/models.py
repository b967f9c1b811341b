"""The record's tables: versions, the texts they name, who signed, and which site this is.

`Version` and `Text` are append-only; `record.guards` has the database itself refuse the rest.
"""

import re
import unicodedata
import uuid
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from record import format as sealed_format
from record.clock import moment


class VersionQuerySet(models.QuerySet["Version"]):
    """Questions about versions."""

    def of(self, subject: uuid.UUID) -> "VersionQuerySet":
        """The versions of one subject, oldest first."""
        return self.filter(subject=subject).order_by("number")

    def newest_of_each(self) -> "VersionQuerySet":
        """The newest version of each subject, in order of serial."""
        newest = Version.objects.values("subject").annotate(newest=Max("serial"))
        return self.filter(serial__in=newest.values("newest")).order_by("serial")

    def newest(self) -> "Version | None":
        """The head of the chain, or of the subject that was asked for."""
        return self.order_by("-serial").first()

    def oldest(self) -> "Version | None":
        """Where the chain, or the subject that was asked for, begins."""
        return self.order_by("serial").first()


class Version(models.Model):
    """One sealed version: the bytes are the truth, the columns beside them are copies.

    `serial` counts over the site, `number` within the subject, both from 1 without a gap;
    `recorded_at` is text (UTC, microseconds), since some tools cut datetimes short.
    """

    serial = models.BigIntegerField(primary_key=True)
    subject = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    recorded_at = models.CharField(max_length=27)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "number"], name="version_number_unique_per_subject"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="version_serial_from_1"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"version {self.serial}"

    @cached_property
    def members(self) -> dict[str, Any]:
        """The sealed members; raises `record.format.FormatError` if they were tampered with."""
        return sealed_format.read(self.sealed)

    @property
    def moment(self) -> Any:
        """When it was recorded, as an aware datetime in UTC."""
        return moment(self.recorded_at)


class Text(models.Model):
    """A text that versions name by its commitment.

    `brought_by` is the version that named it first. Once withheld, body and salt are gone for
    ever and `withheld_by` is the removal that says so.
    """

    commitment = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null is "gone", "" isn't
    body = models.TextField(null=True)  # noqa: DJ001
    brought_by = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="brought")
    withheld_by = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="withheld", null=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(salt__isnull=False, body__isnull=False, withheld_by__isnull=True)
                | Q(salt__isnull=True, body__isnull=True, withheld_by__isnull=False),
                name="text_is_whole_or_withheld",
            ),
        ]

    def __str__(self) -> str:
        return self.commitment


class Signer(models.Model):
    """A person as the record knows her: a random id and the name to display.

    `user` is None for the command line. Renaming changes what later versions say, never earlier
    ones. Who has signed can be deactivated but not deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("name as readers see it", max_length=200)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="signer"
    )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, user: Any) -> "Signer":
        """The signer of an account, made at the first signature with the account's full name."""
        signer, _made = cls.objects.get_or_create(
            user=user, defaults={"name": _shown_name(user.get_full_name(), user.get_username())}
        )
        return signer

    @classmethod
    def of_username(cls, name: str) -> "Signer | None":
        """The signer of the active account that logs in by `name`; None where there is none."""
        users = get_user_model()
        user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
        return cls.of(user) if user is not None and user.is_active else None

    @classmethod
    def of_import(cls) -> "Signer":
        """The signer of the command line where no account is named: "Import"."""
        # The id follows from the site's, so that two first imports at once make one signer.
        identity = uuid.uuid5(SiteIdentity.objects.get().uuid, "import")
        signer, _made = cls.objects.get_or_create(id=identity, defaults={"name": "Import"})
        return signer


def _shown_name(*names: str) -> str:
    """The first of `names` that shows anything, as the format allows a text of one line."""
    for name in names:
        plain = unicodedata.normalize("NFC", _UNSEEN.sub(" ", name))
        shown = " ".join(plain.split())[:200].strip()
        if shown:
            return shown
    return "An editor"


# Control characters, bidirectional marks and half surrogates: what no text of the record holds.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class SiteIdentity(models.Model):
    """Which site this record belongs to: one row with a random id, made after migrations."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="site_has_one_identity"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Questions about the outbox."""

    def due(self, moment: datetime) -> "DeliveryQuerySet":
        """What may be tried by `moment`, oldest first."""
        return self.filter(due_at__lte=moment).order_by("pk")


class Delivery(models.Model):
    """Something still to be told outside the database; the row goes when it was told.

    `content` is what its courier needs. It is private, and no part of the record.
    """

    courier = models.CharField(max_length=40)
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.courier} {self.pk}"
