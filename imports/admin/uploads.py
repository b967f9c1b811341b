"""Imports in the admin: one class of pages, put together."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from imports.admin.choosing import Choosing
from imports.models import State, Upload
from imports.uploads.stepping import is_moving


@admin.register(Upload)
class UploadAdmin(Choosing):
    """Imports. What the page of one shows follows from how far it is."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The page on which somebody comes back to an import."""
        upload = self.held(request, object_id)
        if upload is None:
            return self.gone(request)
        if upload.state == State.SENDING:
            return self.sending_page(request, upload)
        if is_moving(upload):
            return self.moving_page(request, upload)
        return self.report_page(request, upload)

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The page on which an import begins."""
        return self.begin_view(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        """Those that may be come back to."""
        return self.list_page(request)
