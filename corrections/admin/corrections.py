"""The pages of corrections in the admin, put together."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from corrections.admin.choosing import Choosing
from corrections.models import Correction, State


@admin.register(Correction)
class CorrectionAdmin(Choosing):
    """Corrections, from the proposal to the second review."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of a correction, by where it stands; a new one begins at its explainer."""
        if object_id is None:
            return self._begin(request)
        named = object_id.isascii() and object_id.isdigit() and len(object_id) < 18
        correction = self._held(int(object_id)) if named else None
        if not self.has_view_or_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            return self._gone(request)
        may_change = self.has_change_permission(request, correction)
        if request.method == "POST" or (correction.state == State.DRAFT and may_change):
            return self.edit_view(request, correction.pk)
        if correction.state in (State.DRAFT, State.IN_REVIEW):
            return self.review_page(request, correction)
        return self.decided_page(request, correction)

    def _begin(self, request: HttpRequest) -> HttpResponse:
        text = "A correction starts from its explainer: open it here, then choose “Correct this”."
        self.message_user(request, text, messages.INFO)
        return redirect("admin:articles_article_changelist")
