"""What is derived from versions: the page as it is served, and the rows that search reads."""

from django.db import models

from articles.models.article import Article
from record.models import Version


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
