"""The app of imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """What people have becomes drafts or proposals."""

    name = "imports"
    # The admin's addresses are /admin/uploads/…, and stay.
    label = "uploads"
    verbose_name = "Imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the places where uploaded words stand, for removals to look into."""
        from imports.uploads.withholding import register

        register()
