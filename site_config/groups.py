"""The group of editors with just the rights that they need, made after every migrate."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.db.models import Q

EDITORS = "Editors"

#: app label -> model -> actions
_EDITORS_MAY: dict[str, dict[str, tuple[str, ...]]] = {
    "articles": {
        "article": ("view", "add", "change", "delete"),
        "section": ("view", "add", "change", "delete"),
        "byline": ("view", "add", "change", "delete"),
        "author": ("view", "add", "change"),
        "topic": ("view", "add", "change"),
        "asset": ("view", "add"),
    },
    "faq": {"faq": ("view", "add", "change", "delete")},
    "corrections": {"errorreport": ("view", "change")},
}


def make_groups(using: str, **_kwargs: Any) -> None:
    """Makes the group and gives it its rights; rights that were added by hand stay."""
    if Group._meta.db_table not in connections[using].introspection.table_names():
        return  # The accounts were just unmade.
    wanted = Q()
    for label, models in _EDITORS_MAY.items():
        # `flush` and a first migrate emit this before every app's permissions exist.
        create_permissions(installed.get_app_config(label), verbosity=0, using=using)
        for model, actions in models.items():
            names = [f"{action}_{model}" for action in actions]
            wanted |= Q(content_type__app_label=label, codename__in=names)
    group, _made = Group.objects.using(using).get_or_create(name=EDITORS)
    group.permissions.add(*Permission.objects.using(using).filter(wanted))
