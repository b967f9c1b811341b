"""Who works at an import: one at a time, however many windows and processes there are.

A row lock would last as long as the step and keep others from reading the row; on SQLite it would
keep everybody from writing. So whoever begins a step claims the upload for a while, and what was
made counts only if the claim still stands when it is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone

from imports.models import Upload
from record.refusals import UserFacing

#: Longer than any step; after it a step counts as cut off.
HELD = timedelta(minutes=2)


class Busy(UserFacing):
    """Somebody else works at this upload at the moment, or it isn't there to be worked at."""


@contextmanager
def held(upload: Upload, state: str) -> Iterator[UUID]:
    """Claims an upload that is in `state` until the block ends; raises `Busy`."""
    claim, now = uuid4(), timezone.now()
    free = Q(held_until=None) | Q(held_until__lt=now)
    mine = Upload.objects.filter(free, pk=upload.pk, state=state)
    if not mine.update(held_by=claim, held_until=now + HELD, touched_at=now):
        raise Busy
    upload.refresh_from_db()
    try:
        yield claim
    finally:
        Upload.objects.filter(pk=upload.pk, held_by=claim).update(held_by=None, held_until=None)


def go_on(upload: Upload, claim: UUID, **columns: object) -> None:
    """Writes how far an upload came, in the caller's transaction; raises `Busy`.

    It does where the claim has passed to another meanwhile: the transaction has to be undone then.
    """
    if not Upload.objects.filter(pk=upload.pk, held_by=claim).update(
        held_until=timezone.now() + HELD, **columns
    ):
        raise Busy
    for name, value in columns.items():
        setattr(upload, name, value)
