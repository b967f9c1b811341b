"""The app of imports in the admin."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """What editors upload, until it is taken or dropped."""

    name = "site_config.uploads"
    label = "uploads"
    verbose_name = "Imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the places where uploaded words stand, for removals to look into."""
        from site_config.uploads import places

        places.register()
