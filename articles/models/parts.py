"""An explainer's rows beside its own: parts, addresses, notes of an import, and what is derived."""

from collections.abc import Collection
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from articles.fields import LineField, MarkdownField, PartialDateField, validate_slug
from articles.models.article import Article
from articles.models.catalogue import Author
from record.models import Version


class Projected(models.Model):
    """A row that follows an explainer's version: free while `version` is null, guarded after."""

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class Removable(Projected):
    """A row that keeps its place in the table when a correction takes it out of the text.

    So its key is known, and its anchor can answer what happened. What stands is `removed_in=None`.
    """

    removed_in = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class PartRow(Removable):
    """A part with a key that is its anchor for ever, and a place among its kind."""

    key = models.CharField(max_length=7, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class SectionRow(PartRow):
    """A headed section."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sections")
    heading = LineField(blank=True)
    body = MarkdownField(blank=True, help_text="Markdown.")

    class Meta:
        verbose_name = "section"
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


class SlugQuerySet(models.QuerySet["Slug"]):
    """Questions about addresses."""

    def taken(self, slug: str, *, but_for: Article | None = None) -> bool:
        """Whether `slug` is, or was, an explainer's address; a withheld one is nobody's again."""
        others = self.exclude(article=but_for) if but_for else self
        return others.filter(slug=slug).exists() or self.withheld(slug).exists()

    def holders(self, slugs: Collection[str]) -> dict[str, UUID | None]:
        """Which of `slugs` are, or were, an explainer's, and whose; None for a withheld one."""
        given = self.filter(slug__in=slugs).values_list("slug", "article_id")
        holders: dict[str, UUID | None] = {slug: pk for slug, pk in given if slug}
        marks = {mark: slug for slug in slugs for mark in marks_of(slug)}
        for mark in self.filter(mark__in=marks).values_list("mark", flat=True):
            holders.setdefault(marks[mark], None)
        return holders

    def withheld(self, slug: str) -> Self:
        """The address that was `slug` until it was withheld."""
        return self.filter(mark__in=marks_of(slug))


class Slug(Projected):
    """An address that an explainer has had. It is never given again.

    Of one that was withheld only `mark` is left: a keyed hash, by which it is known when asked for.
    """

    slug = models.CharField(  # noqa: DJ001 - null is "withheld", and is no address
        max_length=80, unique=True, null=True, validators=[validate_slug]
    )
    mark = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="slugs")

    objects = SlugQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug or "(withheld)"


def marks_of(slug: str) -> list[str]:
    """The keyed hashes of an address, with the site's key first, then with those it had before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("corrigenda.slug", slug, secret=key, algorithm="sha256").hexdigest()
        for key in keys
    ]


class ImportedNote(Projected):
    """What was told of a correction elsewhere, before the explainer came here.

    Its former wording isn't known, and nobody makes one up. It is sealed with the first version.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="imported_notes")
    position = models.PositiveIntegerField(default=0)
    date = PartialDateField(blank=True)
    note = LineField(max_length=2000)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.note


class Page(models.Model):
    """The HTML of an explainer's newest version without the site's frame, and what heads it.

    Made at publication; `rebuild_pages` makes it anew from the record with the same result.
    """

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="page"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    head = models.JSONField()
    html = models.TextField()

    def __str__(self) -> str:
        return f"page of {self.article_id}"


class SearchRow(models.Model):
    """One part of a published explainer as plain text.

    `folded` is what is searched: without case and accents, the same on every database.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="search_rows")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    folded = models.TextField()

    class Meta:
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "key"], name="search_row_once_per_part"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.key}"
