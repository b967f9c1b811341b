"""The page of a published explainer: read, but for topics and the day of the last review."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from articles.admin.addresses import OldAddresses
from articles.admin.forms import ReviewForm
from articles.admin.listing import standing
from articles.models import Article, OldAddress
from articles.pages import head_from
from articles.views.finding import shown


class PublishedPage(OldAddresses):
    """What readers have seen, and the form for what isn't words."""

    def get_urls(self) -> list[URLPattern]:
        """With the review."""
        view = self.admin_site.admin_view(self.review_view)
        return [
            path("<uuid:pk>/review/", view, name="articles_article_review"),
            *super().get_urls(),
        ]

    def _read(
        self, request: HttpRequest, article: Article, form: ReviewForm | None = None
    ) -> HttpResponse:
        page = getattr(article, "page", None) if article.is_published else None
        context = {
            **self.context(request, article, article.title),
            "standing": standing(article),
            "page": shown(head_from(page.head), page.html) if page else None,
            "version": article.version,
            "old_addresses": OldAddress.objects.shown().filter(article=article),
            "form": form or ReviewForm(instance=article),
            "may_move": not article.is_removed and self.has_move_permission(request, article),
            "may_review": article.is_published and self.may_publish(request, article),
        }
        return TemplateResponse(request, "admin/articles/article/published.html", context)

    def review_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Saves topics and the day of the last review, which are not words, by their names."""
        article = Article.objects.filter(pk=pk).first()
        if article is None:
            return self._gone(request)
        if not self.may_publish(request, article):
            raise PermissionDenied
        here = redirect("admin:articles_article_change", pk)
        if request.method != "POST" or not article.is_published:
            return here
        held = article.touched_at.isoformat()
        form = ReviewForm(request.POST, instance=article)
        if not form.is_valid():
            return self._read(request, Article.objects.get(pk=pk), form)
        if form.cleaned_data["touched"] != held:
            text = "Somebody else changed topics or review date meanwhile. Nothing was saved."
            self.message_user(request, text, messages.ERROR)
            return here
        with transaction.atomic():
            article.touched_at = timezone.now()
            article.save(update_fields=["reviewed_on", "touched_at"])
            article.topics.set(form.cleaned_data["topics"])
        self.log_change(request, article, "Topics and review date saved.")
        self.message_user(request, "Topics and review date are saved.", messages.SUCCESS)
        return here
