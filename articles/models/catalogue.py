"""What explainers share: authors and topics, by which they are found, and pictures.

A picture is kept by the hash of its bytes: an exchanged one is another asset.
"""

import re
import uuid
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from articles.fields import LineField, validate_slug
from formats.pictures import LARGEST, NotAPicture, picture_file


class Author(models.Model):
    """A person or desk who writes. The record knows the opaque id and the name as displayed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(
        max_length=200,
        help_text="As readers see it. A new name is used from the next explainer on; what was "
        "published keeps the name it was published with.",
    )
    slug = models.CharField(
        max_length=80,
        unique=True,
        validators=[validate_slug],
        help_text="Part of the address of the author’s page. It can’t be changed later.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The author's page."""
        return reverse("authors:detail", args=[self.slug])


class TopicQuerySet(models.QuerySet["Topic"]):
    """Questions about topics."""

    def in_use(self) -> Self:
        """Topics of at least one explainer that readers see, each with its `article_count`."""
        seen = Q(articles__version__isnull=False) & ~Q(articles__status="removed")
        return self.annotate(article_count=Count("articles", filter=seen)).filter(
            article_count__gt=0
        )


class Topic(models.Model):
    """What an explainer is about. Not words of the explainer, so it may change at any time."""

    name = LineField(max_length=100, unique=True)
    slug = models.CharField(
        max_length=80,
        unique=True,
        validators=[validate_slug],
        help_text="Part of the address of the topic’s page.",
    )
    description = models.TextField(blank=True, help_text="One or two sentences for readers.")

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The topic's page."""
        return reverse("topics:detail", args=[self.slug])


def _path(asset: "Asset", _name: str) -> str:
    return f"assets/{asset.sha256[:2]}/{asset.sha256}.{asset.suffix}"


class Asset(models.Model):
    """A picture that explainers refer to as `asset:<sha256>`."""

    sha256 = models.CharField(primary_key=True, max_length=64, editable=False)
    suffix = models.CharField(max_length=4, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    file = models.FileField(upload_to=_path)
    note = models.CharField(max_length=200, blank=True, help_text="For editors: what it shows.")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return self.note or self.sha256[:12]

    @property
    def reference(self) -> str:
        """How Markdown refers to it."""
        return f"asset:{self.sha256}"

    def describe(self) -> None:
        """Fills in hash, kind and size from the file.

        Raises `ValidationError` unless it is a JPEG, PNG, GIF or WebP that can be decoded.
        """
        self.file.seek(0)
        try:
            known = picture_file(self.file.read(LARGEST + 1))
        except NotAPicture as error:
            raise ValidationError({"file": str(error)}) from error
        self.file.seek(0)
        self.sha256, self.suffix = known.sha256, known.suffix
        self.width, self.height = known.width, known.height


def references_in(markdown: str) -> set[str]:
    """The hashes of the assets that a Markdown source names."""
    return set(re.findall("asset:([0-9a-f]{64})", markdown))
