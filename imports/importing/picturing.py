"""Keeping pictures: each once, under the hash of its bytes."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from articles.models import Asset
from formats.parsed import Picture


def keep_pictures(pictures: Iterable[Picture]) -> None:
    """Keeps those of `pictures` that aren't kept here yet.

    Raises `OSError` for one that can't be read any more, and `ValidationError` for what has become
    no picture since it was read.
    """
    wanted = {picture.sha256: picture for picture in pictures}
    held = Asset.objects.filter(pk__in=wanted).values_list("pk", flat=True) if wanted else ()
    for sha256 in held:
        del wanted[sha256]
    for picture in wanted.values():
        asset = Asset(file=ContentFile(picture.read(), name="picture"))
        asset.describe()
        if asset.sha256 != picture.sha256:
            raise OSError(f"the picture {picture.sha256[:12]} changed while it was read")
        _keep(asset)


def _keep(asset: Asset) -> None:
    try:
        with transaction.atomic():
            asset.save(force_insert=True)
    except IntegrityError:
        return  # Somebody else added the same picture at this moment.
