"""Who may bring explainers in, and which imports she may come back to."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from imports.models import Upload, UploadQuerySet
from imports.uploads.dropping import drop

#: What `UploadAdmin.get_urls` is made of: address below the upload's, name, view.
Route = tuple[str, str, Any]


class ListedUploads(admin.ModelAdmin):  # type: ignore[type-arg]
    """The list, and dropping. Whoever may add explainers may bring them in, and sees her own."""

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

    def routes(self) -> list[Route]:
        """The addresses below that of an upload."""
        return [("drop/", "drop", self.drop_view)]

    def get_urls(self) -> list[URLPattern]:
        """With those."""
        return [
            path(
                f"<uuid:pk>/{below}",
                self.admin_site.admin_view(view),
                name=f"uploads_upload_{name}",
            )
            for below, name, view in self.routes()
        ] + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> UploadQuerySet:
        """Those that this account may see."""
        return Upload.objects.of(request.user).select_related("owner")

    def context(self, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
        """What every page about imports shows."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            **more,
        }

    def list_page(self, request: HttpRequest) -> TemplateResponse:
        """The imports that aren't finished, and those of the last days."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        uploads = self.get_queryset(request).prefetch_related("files")
        unfinished = uploads.unfinished()
        context = self.context(
            request,
            "Imports",
            unfinished=unfinished,
            finished=uploads.exclude(pk__in=unfinished.values("pk"))[:50],
        )
        return TemplateResponse(request, "admin/uploads/upload/list.html", context)

    def held(self, request: HttpRequest, pk: Any) -> Upload | None:
        """An upload that this account may see; raises `PermissionDenied` if it may see none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        known = uuid_of(str(pk))
        return self.get_queryset(request).filter(pk=known).first() if known else None

    def gone(self, request: HttpRequest) -> HttpResponse:
        """To the list: it isn't there, or it is somebody else's."""
        text = "This import isn’t here. Perhaps it was dropped."
        self.message_user(request, text, messages.WARNING)
        return redirect("admin:uploads_upload_changelist")

    def back(self, upload: Upload) -> HttpResponse:
        """To the upload's page."""
        return redirect("admin:uploads_upload_change", upload.pk)

    def drop_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Asks; forgets the upload when that is confirmed."""
        upload = self.held(request, pk)
        if upload is None:
            return self.gone(request)
        if request.method != "POST":
            taken = upload.items.filter(is_taken=True).count()
            context = self.context(request, "Drop this import?", upload=upload, taken=taken)
            return TemplateResponse(request, "admin/uploads/upload/drop.html", context)
        drop(upload)
        text = "The import is dropped, with all that was sent for it."
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:uploads_upload_changelist")


def uuid_of(text: str) -> UUID | None:
    """The id that an address of the admin names, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
