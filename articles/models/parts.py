"""The parts of an explainer that are rows of their own: sections, bylines, addresses."""

from typing import Any, Self

from django.db import models

from articles.fields import LineField, MarkdownField
from articles.models.article import Article
from articles.models.people import Author
from articles.slugs import validate_slug
from record.models import Version


class Projected(models.Model):
    """A row that follows an explainer's version: free while `version` is null, guarded after."""

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class StandingQuerySet(models.QuerySet[Any]):
    """Questions about rows that a correction can take out."""

    def standing(self) -> Self:
        """Those that weren't taken out."""
        return self.filter(removed_in__isnull=True)


class Removable(Projected):
    """A row that keeps its place in the table when a correction takes it out of the text.

    So its key is known, and its anchor can answer what happened.
    """

    removed_in = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = StandingQuerySet.as_manager()

    class Meta:
        abstract = True


class Part(Removable):
    """A part with a key that is its anchor for ever, and a place among its kind."""

    key = models.CharField(max_length=7, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Section(Part):
    """A headed section."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sections")
    heading = LineField(blank=True)
    body = MarkdownField(blank=True, help_text="Markdown.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "key"], name="section_key_unique_per_article"
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.key


class Byline(Removable):
    """An author of an explainer, with the name as it is displayed there."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveIntegerField(default=0)
    name = LineField(max_length=200, blank=True, help_text="Leave empty to use the author’s name.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"], name="byline_author_once_per_article"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Slug(Projected):
    """An address that an explainer has had. It is never given again."""

    slug = models.CharField(max_length=80, primary_key=True, validators=[validate_slug])
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="slugs")

    def __str__(self) -> str:
        return self.slug
