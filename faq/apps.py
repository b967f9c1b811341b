"""The app of questions and answers."""

from django.apps import AppConfig


class FAQConfig(AppConfig):
    """Questions and answers of explainers, and the index of all of them."""

    name = "faq"
    verbose_name = "Questions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Has the database guard what was published."""
        from articles.models import Article
        from faq.models import FAQ
        from record.registry import Projection, register_projection
        from record.removal import places

        register_projection(Projection(FAQ, subject="article_id", parent=Article))
        masks = {"question": places.line, "answer": places.markdown}
        drafts = FAQ.objects.filter(version__isnull=True)
        places.register_place(places.WordPlace("question of draft", drafts.all, masks))
