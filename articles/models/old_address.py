"""Addresses that explainers had elsewhere, before they came here."""

from collections.abc import Collection
from typing import Self

from django.db import models

from articles.models.article import Article
from record.registry import HIDDEN


class OldAddressQuerySet(models.QuerySet["OldAddress"]):
    """Questions about old addresses."""

    def served(self) -> Self:
        """Those that are answered: of explainers that readers have seen."""
        return self.filter(article__version__isnull=False)

    def like(self, forms: Collection[str]) -> Self:
        """Those whose loose form is one of `forms`, each with its explainer."""
        return self.filter(loose__in=forms).select_related("article")

    def shown(self) -> Self:
        """Those whose words weren't withheld, in order."""
        return self.exclude(address__startswith=HIDDEN).order_by("address")


class OldAddress(models.Model):
    """A path, and perhaps a query, by which an explainer was found elsewhere.

    `address` is as it was written, without its coding; `loose` is what is left of it without case,
    last slash and name of an index file. Of one whose words were withheld both are keyed hashes.
    """

    address = models.CharField(max_length=500, unique=True)
    loose = models.CharField(max_length=500, db_index=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="old_addresses")

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "old addresses"

    def __str__(self) -> str:
        return self.address
