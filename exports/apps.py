"""The app of exports."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """A site out and in again, whole; backup and restore."""

    name = "exports"
    verbose_name = "Exports"
