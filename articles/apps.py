"""The explainers' app."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Explainers: the document, publishing, reading, import."""

    name = "articles"
    verbose_name = "Explainers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tells the record which rows follow it and how to compare them."""
        from articles import pages, withheld

        pages.register_rows()
        withheld.register_places()
