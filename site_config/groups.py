"""Writers, editors and publishers with just the rights that they need, made after every migrate.

Writers propose, editors review and publish, publishers also retract and reinstate.
"""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import Q

WRITERS = "Writers"
EDITORS = "Editors"
PUBLISHERS = "Publishers"

#: app label -> model -> actions
Rights = dict[str, dict[str, tuple[str, ...]]]

_WRITERS_MAY: Rights = {
    "articles": {
        "article": ("view", "add", "change"),
        "section": ("view", "add", "change", "delete"),
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
        "section": ("view", "add", "change", "delete"),
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
