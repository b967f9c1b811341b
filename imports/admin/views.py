"""What the pages of an import have in common, the list of imports, and dropping one."""

from typing import TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from articles.admin.desk import DeskView
from imports.models import Upload, UploadQuerySet
from imports.uploads.storing import drop

TEMPLATES = "admin/uploads/upload"

About = TypeVar("About")


class ImportsView(DeskView[About]):
    """A page about imports: for whoever may bring explainers in."""

    permission = "view"

    @property
    def is_script(self) -> bool:
        """Whether the desk's own script asks, which takes JSON."""
        return self.request.headers.get("Accept") == "application/json"


class UploadView(ImportsView[Upload]):
    """A page of an import, and a step from it, which leads back to its page."""

    def gone(self) -> HttpResponseBase:
        """To the list, or for a script nothing: it isn't there, or it is somebody else's."""
        return JsonResponse({}, status=404) if self.is_script else super().gone()


class ListPage(ImportsView[UploadQuerySet]):
    """The imports that aren't finished, and those of the last days."""

    def fetch(self) -> UploadQuerySet:
        """Those that this account may see."""
        uploads: UploadQuerySet = self.model_admin.get_queryset(self.request)
        return uploads.prefetch_related("files")

    def is_allowed(self, fetched: UploadQuerySet | None) -> bool:
        """Whoever may bring explainers in."""
        return bool(self.model_admin.has_view_permission(self.request))

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Both lists."""
        unfinished = self.object.unfinished()
        finished = self.object.exclude(pk__in=unfinished.values("pk"))[:50]
        template = f"{TEMPLATES}/list.html"
        return self.render(template, "Imports", unfinished=unfinished, finished=finished)


class DropPage(UploadView):
    """Asks whether an import is to be dropped; forgets it when that is confirmed."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """What stays, and what goes."""
        return self.render(
            f"{TEMPLATES}/drop.html",
            "Drop this import?",
            upload=self.object,
            taken=self.object.items.filter(is_taken=True).count(),
        )

    def act(self) -> HttpResponse:
        """Forgets it, with all that was sent."""
        drop(self.object)
        self.tell("The import is dropped, with all that was sent for it.")
        return self.to("changelist")
