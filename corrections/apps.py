"""The corrections' app."""

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """What may change published words, and what verification asks about it."""

    name = "corrections"
    verbose_name = "Corrections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guards, the rules of each kind, and what stands beside an explainer's words."""
        from articles.models import Article
        from articles.notices import Decorators, register
        from corrections.models import Correction, Source
        from corrections.notes import decorating, history
        from corrections.publishing import projections, rules
        from corrections.removal import places as withheld
        from record.registry import (
            Projection,
            register_comparison,
            register_projection,
            register_rule,
        )

        register_rule(rules.obeys_its_kind)
        register_comparison(projections.compare_rows)
        register_projection(Projection(Correction, subject="article_id", parent=Article))
        register_projection(Projection(Source, subject="article_id", parent=Article))
        withheld.register()
        register(Decorators(decorating.decoration, history.explained, history.since))
