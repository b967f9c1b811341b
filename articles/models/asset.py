"""Pictures, kept by the hash of their bytes: an exchanged picture is another asset."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from formats.pictures import LARGEST, NotAPicture, picture_file


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
