"""Another site's record of an explainer, kept as evidence of what was said there."""

import json
from typing import Any, Self

from django.db import models

from articles.models.article import Article


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Questions about evidence."""

    def of(self, article: Article) -> Self:
        """The versions that another site recorded of an explainer, oldest first."""
        return self.filter(article=article).order_by("number")


class Evidence(models.Model):
    """One version as another site recorded it: a line of its record, byte for byte.

    Append-only, which the database guards; `texts` lose words that are withheld, nothing else.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.TextField()
    texts = models.TextField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="evidence_number_unique_per_article"
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.number}"

    @property
    def members(self) -> dict[str, Any]:
        """The line as it is written, parsed."""
        return {"digest": self.digest, "sealed": self.sealed, "texts": json.loads(self.texts)}

    @property
    def line(self) -> str:
        """The line as the other site's record has it, with its line end."""
        return f"{compact(self.members)}\n"


def compact(value: Any) -> str:
    """JSON as lines of a record are written."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
