"""Deleting drafts, one or some, after asking; and why nothing else is deleted."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import actions
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from articles import rows
from articles.admin.desk import DeskAdmin
from articles.admin.views import ArticleView
from articles.models import Article
from articles.publishing import AlreadyPublished
from record.refusals import UserFacing


class DeletePage(ArticleView):
    """Deletes a draft for good after asking; of what is published it says why it stays."""

    permission = "delete"

    def is_allowed(self, fetched: Article | None) -> bool:
        """Whoever may delete drafts; of the others she learns why they stay."""
        return bool(self.model_admin.has_delete_permission(self.request))

    def divert(self) -> HttpResponseBase | None:
        """To the list, where readers have seen it."""
        return self._stays() if self.object.is_published else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Django's own page, which asks."""
        page: HttpResponse = self.model_admin.delete_view(request, str(self.object.pk))
        return page

    def act(self) -> HttpResponseBase:
        """Deletes it, unless somebody has published it at this moment."""
        with transaction.atomic():
            if rows.locked(self.object.pk).is_published:
                raise AlreadyPublished(f"“{self.object}” is published already")
            return self.get(self.request)

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """To the list."""
        if isinstance(refusal, AlreadyPublished):
            return self._stays()
        self.tell_refusal(refusal)
        return self.to("changelist")

    def _stays(self) -> HttpResponseBase:
        self.tell(_why_they_stay([self.object]), messages.ERROR)
        return self.to("changelist")


@admin.action(permissions=["delete"], description="Delete the selected drafts…")
def delete_selected(
    desk: DeskAdmin, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Deletes drafts after asking; refuses all if readers have seen one of them."""
    chosen = Article.objects.filter(pk__in=queryset.order_by().values("pk")).order_by("pk")
    with transaction.atomic():
        # Locked, so that none of them is published before it is deleted.
        locked = chosen.select_for_update().only("title", "version")
        published = [article for article in locked if article.is_published]
        if not published:
            return actions.delete_selected(desk, request, queryset)
    desk.message_user(request, _why_they_stay(published), messages.ERROR)
    return redirect(f"admin:{desk.names('changelist')}")


def _why_they_stay(published: Sequence[Article]) -> str:
    names = ", ".join(f"“{article}”" for article in published[:3])
    more = " and others" if len(published) > 3 else ""
    verb = "are" if len(published) > 1 else "is"
    return f"{names}{more} {verb} published: readers have seen it. Nothing was deleted."
