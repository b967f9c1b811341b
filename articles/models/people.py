"""Authors and topics: what explainers are found by."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from articles.fields import LineField, validate_slug


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
