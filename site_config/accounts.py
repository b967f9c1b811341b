"""Accounts: groups with just the rights that they need, what a removal does, who has signed in.

Writers propose, editors review and publish, publishers also retract and reinstate. The groups are
made after every migrate.
"""

from typing import Any
from uuid import UUID, uuid4

from django.apps import apps as installed
from django.contrib.admin.models import LogEntry
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db import connections
from django.db.models import Q

from record.events import log_event
from record.removal.places import Matcher, WordPlace, blank, line, register_place

WRITERS = "Writers"
EDITORS = "Editors"
PUBLISHERS = "Publishers"

#: app label -> model -> actions
Rights = dict[str, dict[str, tuple[str, ...]]]

_WRITERS_MAY: Rights = {
    "articles": {
        "article": ("view", "add", "change"),
        "sectionrow": ("view", "add", "change", "delete"),
        "byline": ("view", "add", "change", "delete"),
        "author": ("view",),
        "topic": ("view",),
        "asset": ("view", "add"),
    },
    "faq": {"faq": ("view", "add", "change", "delete")},
    "corrections": {"correction": ("view", "add", "change")},
}
_EDITORS_MAY: Rights = {
    "articles": {
        "article": ("view", "add", "change", "delete", "publish"),
        "sectionrow": ("view", "add", "change", "delete"),
        "byline": ("view", "add", "change", "delete"),
        "author": ("view", "add", "change"),
        "topic": ("view", "add", "change"),
        "asset": ("view", "add"),
    },
    "faq": {"faq": ("view", "add", "change", "delete")},
    "corrections": {
        "correction": ("view", "add", "change", "review"),
        "errorreport": ("view", "change"),
    },
}
_PUBLISHERS_MAY: Rights = _EDITORS_MAY | {
    "corrections": {
        "correction": ("view", "add", "change", "review", "retract"),
        "errorreport": ("view", "change"),
    },
}
_GROUPS = {WRITERS: _WRITERS_MAY, EDITORS: _EDITORS_MAY, PUBLISHERS: _PUBLISHERS_MAY}


def make_groups(using: str, **_kwargs: Any) -> None:
    """Makes the groups and gives them their rights; rights that were added by hand stay."""
    if Group._meta.db_table not in connections[using].introspection.table_names():
        return  # The accounts were just unmade.
    for label in _PUBLISHERS_MAY:
        # `flush` and a first migrate emit this before every app's permissions exist.
        create_permissions(installed.get_app_config(label), verbosity=0, using=using)
    for name, rights in _GROUPS.items():
        group, _made = Group.objects.using(using).get_or_create(name=name)
        group.permissions.add(*Permission.objects.using(using).filter(_wanted(rights)))


def _wanted(rights: Rights) -> Q:
    wanted = Q()
    for label, models in rights.items():
        for model, actions in models.items():
            names = [f"{action}_{model}" for action in actions]
            wanted |= Q(content_type__app_label=label, codename__in=names)
    return wanted


def register_places() -> None:
    """What a removal looks into that belongs to no app of ours: accounts, the admin’s notes."""
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


def log_sign_in(user: User, **_kwargs: Any) -> None:
    """A line of the log for who has signed in."""
    log_event("sign_in.done", user=user.pk)


def log_failed_sign_in(**_kwargs: Any) -> None:
    """A line of the log for who has not; the name that was typed may be a password."""
    log_event("sign_in.refused")
