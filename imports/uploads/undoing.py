"""The way back: the drafts that an import made are deleted while nobody has touched them."""

import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles import drafts
from articles.drafts import Draft
from articles.models import Article
from imports.importing.marks import mark_of_rows
from imports.models import Item, State, Upload
from imports.uploads.holding import go_on, held

_AT_ONCE = 50


def deletable(upload: Upload) -> Any:
    """The items whose drafts this import made and that are drafts still."""
    made = upload.items.filter(became="made", is_taken=True, article_id__isnull=False)
    return made.filter(article_id__in=Article.objects.drafts().values("pk"))


def begin_undoing(upload: Upload) -> None:
    """Has the drafts of a finished import be deleted."""
    done = Upload.objects.filter(pk=upload.pk, state=State.DONE)
    done.update(state=State.UNDOING, member=0, touched_at=timezone.now())


def undo_on(upload: Upload, seconds: float) -> None:
    """Deletes for about so many seconds; raises `Busy`."""
    limit = time.monotonic() + seconds
    with held(upload, State.UNDOING) as claim:
        while time.monotonic() < limit:
            # `member` is the position behind the last one looked at: what was edited stays.
            items = list(deletable(upload).filter(position__gte=upload.member)[:_AT_ONCE])
            with transaction.atomic():
                gone = _delete(items)
                upload.items.filter(article_id__in=gone).update(became="deleted", article_id=None)
                behind = items[-1].position + 1 if items else upload.member
                state = State.UNDOING if items else State.DONE
                go_on(upload, claim, member=behind, state=state)
            if not items:
                return


def _delete(items: Iterable[Item]) -> list[UUID]:
    """Deletes those of the drafts that are as they were imported; gives their ids."""
    held_drafts = drafts.read([one.article_id for one in items if one.article_id], lock=True)
    gone = [pk for pk, draft in held_drafts.items() if _is_untouched(draft)]
    for article in Article.objects.filter(pk__in=gone):
        article.delete()
    return gone


def _is_untouched(draft: Draft) -> bool:
    article = draft.article
    is_waiting = not article.is_published and article.publish_at is None
    return is_waiting and mark_of_rows(draft) == article.import_mark
