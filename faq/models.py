"""Questions and answers of explainers."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from articles.fields import LineField, MarkdownField
from articles.models import Article, SearchRow
from articles.models.parts import PartRow
from documents.text import folded

#: How many words of a query are looked for.
MOST_WORDS = 12


class FAQQuerySet(models.QuerySet["FAQ"]):
    """Questions about questions."""

    def published(self) -> Self:
        """What readers can see."""
        seen = self.filter(removed_in=None, version__isnull=False, article__version__isnull=False)
        return seen.exclude(article__status="removed")

    def matching(self, query: str) -> Self:
        """Those whose question and answer hold every word of `query`, case and accents aside.

        Of a longer query the first words count: nobody means more, and a single sign can stand
        for many letters once it is folded.
        """
        words = folded(query).split()[:MOST_WORDS]
        if not words:
            return self
        rows = SearchRow.objects.filter(article=OuterRef("article"), key=OuterRef("key"))
        for word in words:
            rows = rows.filter(folded__contains=word)
        return self.filter(Exists(rows))

    def in_reading_order(self) -> Self:
        """By explainer, newest first, then as they stand in it."""
        return self.select_related("article").order_by(
            "-article__dated_on", "-article__version", "article", "position"
        )


class FAQ(PartRow):
    """A question of an explainer, and its answer."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="faqs")
    question = LineField()
    answer = MarkdownField(help_text="Markdown.")

    objects = FAQQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "key"], name="faq_key_unique_per_article"),
        ]

    def __str__(self) -> str:
        return self.question
