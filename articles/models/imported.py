"""Notes about corrections from before our record begins, as an import brought them along."""

from django.db import models

from articles.fields import LineField, PartialDateField
from articles.models.article import Article
from articles.models.parts import Projected


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
