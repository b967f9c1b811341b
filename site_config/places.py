"""Places of words that belong to no app of ours: accounts, and what the admin noted of editors."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from record.removal.places import Matcher, WordPlace, blank, line, register_place


def register() -> None:
    """Registers them. Called once, when the apps are ready."""
    register_place(
        WordPlace(
            "the admin’s log entry",
            LogEntry.objects.all,
            {"object_repr": line, "change_message": line},
            of=_entries_about,
        )
    )
    names = {"username": _another_name, "first_name": line, "last_name": line, "email": blank}
    # Who signs for the first time is named by both.
    joined = ("first_name", "last_name")
    register_place(WordPlace("account", User.objects.all, names, joined=joined))


def _entries_about(subject: UUID) -> Any:
    return LogEntry.objects.filter(object_id=str(subject))


def _another_name(_sought: Matcher, _name: str) -> str:
    return f"withheld-{uuid4().hex[:8]}"
