"""Where words stand while an import waits. What held withheld ones can't be taken any more."""

from typing import Any
from uuid import uuid4

from record.places import Mask, Matcher, Place, blank, line, register_place
from site_config.uploads.models import Item, Upload, UploadedFile


def register() -> None:
    """Registers them. Called once, when the apps are ready."""
    item: dict[str, Mask] = {
        **dict.fromkeys(("name", "title", "why"), line),
        **dict.fromkeys(("key", "origin", "slug"), blank),
        **dict.fromkeys(("report", "reading"), _emptied),
    }
    register_place(Place("the import’s explainer", Item.objects.all, item))
    register_place(Place("the import’s file", UploadedFile.objects.all, {"name": _without_name}))
    upload: dict[str, Mask] = {"author": line, "topics": _no_topics}
    register_place(Place("the import", Upload.objects.all, upload))


def _emptied(_sought: Matcher, _value: str) -> dict[str, Any]:
    return {}


def _without_name(sought: Matcher, name: str) -> str:
    # Unlike those of the other files of the import, and with its ending.
    return f"{uuid4().hex[:6]} {sought.masked(name)}"


def _no_topics(_sought: Matcher, _value: str) -> list[str]:
    return []
