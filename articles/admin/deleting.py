"""Deleting drafts, one or some, after asking; and why nothing else is deleted."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from articles.admin.desk import BUSY
from articles.admin.published import PublishedPage
from articles.models import Article


class Deleting(PublishedPage):
    """Drafts go for good; what is published stays."""

    actions = ["delete_selected"]
    delete_confirmation_template = "admin/articles/article/delete_confirmation.html"

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Nothing that a reader has seen can be deleted."""
        published = obj is not None and obj.is_published
        return not published and super().has_delete_permission(request, obj)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Deletes a draft. For what is published it says why not."""
        article = Article.objects.filter(pk=uuid_of(object_id) or uuid4()).first()
        if article is not None and article.is_published:
            return self._stays(request, [article])
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError:
            return self._stays(request, [article] if article else [])
        except OperationalError:
            self.message_user(request, BUSY, messages.ERROR)
            return redirect("admin:articles_article_changelist")

    @admin.action(permissions=["delete"], description="Delete the selected drafts…")
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Deletes drafts after asking; refuses all if one of them is published."""
        published = list(queryset.filter(version__isnull=False)[:4])
        if published:
            return self._stays(request, published)
        try:
            with transaction.atomic():
                return delete_selected(self, request, queryset)
        except IntegrityError:
            return self._stays(request, [])

    def _stays(self, request: HttpRequest, published: list[Article]) -> HttpResponseRedirect:
        names = ", ".join(f"“{article}”" for article in published[:3]) or "One of these"
        more = " and others" if len(published) > 3 else ""
        verb = "are" if len(published) > 1 else "is"
        text = f"{names}{more} {verb} published: readers have seen it. Nothing was deleted."
        self.message_user(request, text, messages.ERROR)
        return redirect("admin:articles_article_changelist")


def uuid_of(text: str) -> UUID | None:
    """The id that an address of the admin names, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
