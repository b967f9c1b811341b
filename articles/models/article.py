"""An explainer's row: the draft, and after publication what its newest version says."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles.fields import LineField, MarkdownField, PartialDateField, validate_slug
from articles.models.catalogue import Author, Topic
from record.models import Signer, Version


class Status(models.TextChoices):
    """What an explainer is to readers."""

    LIVE = "live", "Live"
    RETRACTED = "retracted", "Retracted"
    REMOVED = "removed", "Removed"


class ArticleQuerySet(models.QuerySet["Article"]):
    """Questions about explainers, shared by views, admin, commands and counts."""

    def published(self) -> Self:
        """What readers can see: it has a version and wasn't removed."""
        return self.filter(version__isnull=False).exclude(status=Status.REMOVED)

    def drafts(self) -> Self:
        """What no reader has seen."""
        return self.filter(version__isnull=True)

    def scheduled(self) -> Self:
        """Drafts that will be published by themselves."""
        return self.drafts().filter(publish_at__isnull=False)

    def due(self, moment: datetime) -> Self:
        """Scheduled drafts whose time has come, in the order of their time."""
        return self.scheduled().filter(publish_at__lte=moment).order_by("publish_at", "pk")


class Article(models.Model):
    """An explainer. Its id is the record's subject; its words are frozen once it is published.

    Its parts are rows of their own: `sections`, `bylines`, and `faqs`, whose table is in a room
    above this one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.LIVE, editable=False)
    title = LineField()
    slug = models.CharField(
        max_length=80,
        unique=True,
        validators=[validate_slug],
        help_text="The last part of the address. Lower-case letters, digits and hyphens.",
    )
    standfirst = LineField(
        max_length=1000,
        blank=True,
        help_text="One or two sentences under the title: what the reader will learn.",
    )
    language = models.CharField(
        max_length=35, default="en", help_text="A language tag such as en or es-MX (BCP 47)."
    )
    first_published = PartialDateField(
        blank=True,
        help_text="Only if it was published elsewhere before: 2023-11-23, 2023-11 or 2023.",
    )
    lead = MarkdownField(blank=True, help_text="What comes before the first heading. Markdown.")
    conclusion = MarkdownField(blank=True, help_text="Markdown.")
    references = MarkdownField(blank=True, help_text="What it rests on. Markdown.")
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles")
    authors = models.ManyToManyField(Author, through="articles.Byline", related_name="articles")

    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField("last significant change", null=True, editable=False)
    dated_on = models.DateField(null=True, editable=False, help_text="What lists are ordered by.")
    reviewed_on = models.DateField(
        "last reviewed",
        null=True,
        blank=True,
        help_text="When somebody last checked that all of it still holds.",
    )

    publish_at = models.DateTimeField(null=True, editable=False)
    publish_by = models.ForeignKey(
        Signer, on_delete=models.PROTECT, null=True, editable=False, related_name="scheduled"
    )
    publish_problem = models.TextField(blank=True, editable=False)

    import_key = models.CharField(max_length=500, null=True, unique=True, editable=False)  # noqa: DJ001
    import_mark = models.CharField(max_length=64, blank=True, editable=False)
    import_source = models.CharField(max_length=64, blank=True, editable=False)
    import_origin = models.CharField(max_length=200, blank=True, editable=False)
    edition = models.PositiveIntegerField(default=0, editable=False)
    last_section = models.PositiveIntegerField(default=0, editable=False)
    last_question = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    touched_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ArticleQuerySet.as_manager()

    #: Columns that may change after publication: what is not words and not sealed.
    FREE_COLUMNS = frozenset(
        {
            *("reviewed_on", "touched_at"),
            *("import_key", "import_mark", "import_source", "import_origin"),
        }
    )

    class Meta:
        verbose_name = "explainer"
        permissions = [("publish_article", "Can publish and schedule explainers")]
        ordering = ["-dated_on", "-version_id", "title"]
        indexes = [
            models.Index(fields=["-dated_on", "-version"], name="article_newest_first"),
            models.Index(
                fields=["publish_at"],
                condition=Q(publish_at__isnull=False),
                name="article_next_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(version__isnull=True),
                name="article_schedule_is_for_drafts",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(publish_by__isnull=False),
                name="article_schedule_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True, published_at__isnull=True)
                | Q(version__isnull=False, published_at__isnull=False),
                name="article_is_published_with_its_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where readers find it."""
        return reverse("articles:detail", args=[self.slug])

    @property
    def is_removed(self) -> bool:
        """Whether it was taken away whole, so that nothing of it may be shown."""
        return self.status == Status.REMOVED

    @property
    def listed_title(self) -> str:
        """Its title as lists and feeds show it: a retracted one says so first.

        What was removed isn't repeated, not even by its title.
        """
        if self.is_removed:
            return gettext("A removed explainer")
        if self.status == Status.RETRACTED:
            return gettext("Retracted: %(title)s") % {"title": self.title}
        return self.title

    @property
    def keys_given(self) -> tuple[str, str]:
        """The largest part keys that were ever given here; no part gets one again."""
        return f"s{self.last_section}", f"q{self.last_question}"

    @property
    def is_published(self) -> bool:
        """Whether readers have seen its words."""
        return self.version_id is not None

    @property
    def published_version(self) -> Version:
        """The version that readers see. There is none of a draft, so nobody asks one for it."""
        if self.version is None:
            raise ValueError(f"the explainer {self.pk} is a draft")
        return self.version

    @property
    def imported(self) -> bool:
        """Whether it came from a file, so that our record begins later than its text."""
        return self.import_key is not None
