"""Dropping uploads: when their owner says so, and when nobody has come back to them."""

from datetime import timedelta

from django.utils import timezone

from imports.models import Upload
from imports.uploads.storing import drop_all, drop_strays

KEPT = timedelta(days=14)


def drop(upload: Upload) -> None:
    """Forgets an upload and all that was sent for it. What was taken stays taken."""
    drop_all(upload)
    upload.delete()


def old_uploads() -> list[Upload]:
    """Those that nobody has touched for two weeks."""
    return list(Upload.objects.filter(touched_at__lt=timezone.now() - KEPT))


def drop_old() -> list[str]:
    """Drops old uploads, and bytes that no upload has any more; gives what was dropped in words."""
    dropped = []
    for upload in old_uploads():
        dropped.append(told(upload))
        drop(upload)
    drop_strays()
    return dropped


def told(upload: Upload) -> str:
    """An upload in words, for whoever runs the site."""
    return f"the import of {upload}, begun on {upload.started_at:%Y-%m-%d}"
