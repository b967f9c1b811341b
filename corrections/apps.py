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
        from corrections.models import Correction, ProposalEvent, Source
        from corrections.notes import decorating, history
        from corrections.removing import register_places
        from corrections.verifying import compare_rows, obeys_its_kind, stays_quiet
        from record.registry import (
            Lasting,
            Projection,
            register_comparison,
            register_lasting,
            register_projection,
            register_rule,
        )

        register_rule(obeys_its_kind)
        register_rule(stays_quiet)
        register_comparison(compare_rows)
        register_projection(Projection(Correction, subject="article_id", parent=Article))
        register_projection(Projection(Source, subject="article_id", parent=Article))
        register_lasting(
            Lasting(ProposalEvent, subject="article_id", masking=("comment",), destroyed=True)
        )
        register_places()
        register(Decorators(decorating.decoration, history.explained, history.since))
