"""The list of imports: who may bring explainers in, and the pages behind it by name."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from articles.admin.desk import DeskAdmin
from imports.admin.choice import ChooseStep, report_page
from imports.admin.looking import ChangesPage, ReportDownload, UploadedPicture, WholePage
from imports.admin.sending import BeginPage, PieceStep, SendStep, sending_page
from imports.admin.steps import MoveStep, TakePage, UndoPage, moving_page
from imports.admin.views import DropPage, ListPage, UploadView
from imports.models import Upload, UploadQuerySet, UploadState
from imports.uploads.stepping import is_moving


class UploadPage(UploadView):
    """The page on which somebody comes back to an import: what it shows follows from its state."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is missing, how far it is, or the report."""
        if self.object.state == UploadState.SENDING:
            return sending_page(self)
        return moving_page(self) if is_moving(self.object) else report_page(self)


@admin.register(Upload)
class UploadAdmin(DeskAdmin):
    """Imports. Whoever may add explainers may bring them in, and sees her own imports."""

    gone = "This import isn’t here. Perhaps it was dropped."
    add_page = BeginPage
    change_page = UploadPage
    pages = (
        ("<uuid:pk>/choose/", "choose", ChooseStep),
        ("<uuid:pk>/items/<int:number>/", "item", ChangesPage),
        ("<uuid:pk>/items/<int:number>/page/", "item_page", WholePage),
        ("<uuid:pk>/pictures/<slug:sha256>", "picture", UploadedPicture),
        ("<uuid:pk>/report.jsonl", "report", ReportDownload),
        ("<uuid:pk>/step/", "step", MoveStep),
        ("<uuid:pk>/take/", "take", TakePage),
        ("<uuid:pk>/undo/", "undo", UndoPage),
        ("<uuid:pk>/files/<int:number>/", "piece", PieceStep),
        ("<uuid:pk>/send/", "send", SendStep),
        ("<uuid:pk>/drop/", "drop", DropPage),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Imports are reached from the list of explainers."""
        return self.has_add_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As for explainers that are written: an import also brings drafts up to date."""
        return request.user.has_perms(["articles.add_article", "articles.change_article"])

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Others' are for superusers."""
        mine = obj is None or obj.owner_id == request.user.pk
        return self.has_add_permission(request) and (mine or request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees it."""
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Dropped on a page of its own."""
        return False

    def get_queryset(self, request: HttpRequest) -> UploadQuerySet:
        """Those that this account may see."""
        return Upload.objects.of(request.user).select_related("owner")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The page with the list, which isn't Django's."""
        return cast(HttpResponse, ListPage.as_view(model_admin=self)(request))
