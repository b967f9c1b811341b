"""The corrections' app."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """What may change published words, and what verification asks about it."""

    name = "corrections"
    verbose_name = "Corrections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Has verification ask the rules of each kind."""
        from corrections import rules
        from record.registry import register_rule

        register_rule(rules.obeys_its_kind)
