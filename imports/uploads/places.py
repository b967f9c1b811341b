"""Where words stand while an import waits. What held withheld ones can't be taken any more."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.db import transaction

from imports.models import Item, Upload, UploadedFile
from imports.uploads.storing import drop_strays, path_of
from imports.uploads.unread_words import may_hold
from record.removal.places import Mask, Matcher, WordPlace, blank, line, register_place


def register() -> None:
    """Registers them. Called once, when the apps are ready."""
    register_place(UnreadPlace("the import’s unread file", UploadedFile.objects.all, {}))
    item: dict[str, Mask] = {
        **dict.fromkeys(("name", "title", "why"), line),
        **dict.fromkeys(("key", "origin", "slug"), blank),
        **dict.fromkeys(("report", "reading"), _emptied),
    }
    register_place(WordPlace("the import’s explainer", Item.objects.all, item))
    register_place(
        WordPlace("the import’s file", UploadedFile.objects.all, {"name": _without_name})
    )
    upload: dict[str, Mask] = {"author": line, "topics": _no_topics}
    register_place(WordPlace("the import", Upload.objects.all, upload))


class UnreadPlace(WordPlace):
    """Files that wait to be read: an import of which one may hold the words is dropped whole."""

    def found(self, sought: Matcher) -> Iterator[str]:
        """Which files may hold them, a line each."""
        for file in self._holding(sought):
            yield f"{self.label} {file.pk}, or it can’t be looked into; its import is dropped"

    def withhold(self, sought: Matcher) -> int:
        """Drops the imports; what they sent goes once that is certain. Gives their number."""
        found = {file.upload_id for file in self._holding(sought)}
        if found:
            Upload.objects.filter(pk__in=found).delete()
            transaction.on_commit(drop_strays)
        return len(found)

    def _holding(self, sought: Matcher) -> Iterator[UploadedFile]:
        for file in self.rows().iterator(100):
            if may_hold(path_of(file), sought):
                yield file


def _emptied(_sought: Matcher, _value: str) -> dict[str, Any]:
    return {}


def _without_name(sought: Matcher, name: str) -> str:
    # Unlike those of the other files of the import, and with its ending.
    return f"{uuid4().hex[:6]} {sought.masked(name)}"


def _no_topics(_sought: Matcher, _value: str) -> list[str]:
    return []
