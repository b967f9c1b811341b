"""One step of an import, whatever comes next; and the way back, which goes in steps as well.

On the way back the drafts that an import made are deleted while nobody has touched them.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles import drafts
from articles.drafts import Draft
from articles.models import Article
from imports.importing.existing import mark_of_rows
from imports.models import Item, Upload, UploadState
from imports.uploads.between_steps import claimed, go_on
from imports.uploads.reading import read_on
from imports.uploads.taking import take_on
from record.events import log_event

_AT_ONCE = 50


def deletable(upload: Upload) -> Any:
    """The items whose drafts this import made and that are drafts still."""
    made = upload.items.filter(became="made", is_taken=True, article_id__isnull=False)
    return made.filter(article_id__in=Article.objects.drafts().values("pk"))


def begin_undoing(upload: Upload) -> None:
    """Has the drafts of a finished import be deleted."""
    done = Upload.objects.filter(pk=upload.pk, state=UploadState.DONE)
    done.update(state=UploadState.UNDOING, member=0, touched_at=timezone.now())


def undo_on(upload: Upload, seconds: float) -> None:
    """Deletes for about so many seconds; raises `UploadBusy`."""
    limit = time.monotonic() + seconds
    with claimed(upload, UploadState.UNDOING) as claim:
        while time.monotonic() < limit:
            # `member` is the position behind the last one looked at: what was edited stays.
            items = list(deletable(upload).filter(position__gte=upload.member)[:_AT_ONCE])
            with transaction.atomic():
                gone = _delete(items)
                upload.items.filter(article_id__in=gone).update(became="deleted", article_id=None)
                behind = items[-1].position + 1 if items else upload.member
                state = UploadState.UNDOING if items else UploadState.DONE
                go_on(upload, claim, member=behind, state=state)
            if not items:
                deleted = upload.items.filter(became="deleted").count()
                ids = {"upload": upload.pk, "user": upload.owner_id}
                log_event("imports.undone", **ids, deleted=deleted)
                return


def _delete(items: Iterable[Item]) -> list[UUID]:
    """Deletes those of the drafts that are as they were imported; gives their ids."""
    waiting = drafts.read([made.article_id for made in items if made.article_id], lock=True)
    gone = [pk for pk, draft in waiting.items() if _is_untouched(draft)]
    for article in Article.objects.filter(pk__in=gone):
        article.delete()
    return gone


def _is_untouched(draft: Draft) -> bool:
    article = draft.article
    is_waiting = not article.is_published and article.publish_at is None
    return is_waiting and mark_of_rows(draft) == article.import_mark


_STEPS: dict[str, Callable[[Upload, float], None]] = {
    UploadState.READING: read_on,
    UploadState.TAKING: take_on,
    UploadState.UNDOING: undo_on,
}


@dataclass(frozen=True)
class Progress:
    """How far an import is: so many of so many, in words too; `of` is None where it isn't known."""

    done: int
    of: int
    words: str


def step(upload: Upload, seconds: float) -> None:
    """Goes on for about so many seconds; nothing where there is nothing to go on with.

    Raises `UploadBusy`, `record.chain.ClockBehind`.
    """
    go_on = _STEPS.get(upload.state)
    if go_on:
        go_on(upload, seconds)
        upload.refresh_from_db()


def is_moving(upload: Upload) -> bool:
    """Whether there is a next step."""
    return upload.state in _STEPS


def progress(upload: Upload) -> Progress:
    """How far the work is that goes on in steps."""
    if upload.state == UploadState.TAKING:
        chosen = upload.items.filter(chosen=True)
        return _progress(chosen.filter(is_taken=True).count(), chosen.count(), "taken in")
    if upload.state == UploadState.UNDOING:
        gone, left = upload.items.filter(became="deleted").count(), deletable(upload).count()
        return _progress(gone, gone + left, "deleted")
    read = upload.items.count()
    # How many a file holds was an estimate.
    return _progress(read, max(read, upload.expected), "read")


def _progress(done: int, of: int, verb: str) -> Progress:
    return Progress(done, of, f"{done:,} of {of:,} {verb}")
