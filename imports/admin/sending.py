"""Sending files: whole with a form, or in pieces where the browser runs scripts."""

import json
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.models import Author
from imports.admin.forms import UploadForm
from imports.admin.listing import ListedUploads, Route
from imports.models import State, Upload, UploadedFile
from imports.uploads.dropping import drop_old
from imports.uploads.reading import begin_reading
from imports.uploads.storing import OutOfStep, told, write_piece, write_whole
from record.numbers import whole_number

_LARGEST_PIECE = 4_000_000
_NOT_WRITTEN = "The site’s disk didn’t take the files. Tell whoever runs the site; nothing is lost."
Named = list[tuple[str, int]]


class Sending(ListedUploads):
    """The form, the pieces, and the page of an upload that lacks some."""

    def routes(self) -> list[Route]:
        """With those for files."""
        return [
            ("files/<int:number>/", "piece", self.piece_view),
            ("send/", "send", self.send_view),
            *super().routes(),
        ]

    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """The form. Scripts send it without the files, but with their names and sizes."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        may_publish = request.user.has_perm("articles.publish_article")
        if request.method != "POST":
            return self._form(request, UploadForm(may_publish=may_publish))
        form = UploadForm(request.POST, request.FILES, may_publish=may_publish)
        if form.is_valid():
            form.check_files(_named(request, form))
        if not form.is_valid():
            return self._refused(request, form)
        drop_old()
        upload = _begun(request, form)
        if is_script(request):
            return JsonResponse(_standing(upload), status=201)
        self._receive(request, upload, form.cleaned_data["files"])
        return self.back(upload)

    def _form(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        context = self.context(
            request,
            "Bring in explainers",
            form=form,
            authors=Author.objects.order_by("name").values_list("name", flat=True)[:500],
            unfinished=self.get_queryset(request).unfinished().count(),
        )
        template = "admin/uploads/upload/begin.html"
        return TemplateResponse(request, template, context, status=status)

    def _refused(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        if not is_script(request):
            return self._form(request, form)
        problems = [
            f"{form.fields[name].label}: {problem}" if name in form.fields else str(problem)
            for name, some in form.errors.items()
            for problem in some
        ]
        return JsonResponse({"problems": problems}, status=400)

    def sending_page(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        """Which files are here, and how to send the rest."""
        files = [
            {
                "file": one,
                "address": _address(one),
                "here": told(one.received),
                "size": told(one.size),
            }
            for one in upload.files.all()
        ]
        context = self.context(request, "Send the rest", upload=upload, files=files)
        return TemplateResponse(request, "admin/uploads/upload/sending.html", context)

    def send_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """The same files once more, by a browser without scripts: each goes on where it stopped."""
        upload = self.held(request, pk)
        if upload is None:
            return self.gone(request)
        if request.method == "POST" and upload.state == State.SENDING:
            self._receive(request, upload, request.FILES.getlist("files"))
        return self.back(upload)

    def _receive(self, request: HttpRequest, upload: Upload, given: list[Any]) -> None:
        waiting = {(one.name, one.size): one for one in upload.files.all() if not one.is_complete}
        try:
            for data in given:
                file = waiting.pop((data.name, data.size), None)
                if file is not None:
                    data.seek(file.received)
                    write_whole(file, data)
        except OSError:
            self.message_user(request, _NOT_WRITTEN, messages.ERROR)
        except OutOfStep:
            text = "Another window sends these files at this moment."
            self.message_user(request, text, messages.WARNING)
        if not _goes_on(upload):
            text = "Not all files are here yet. Choose those that are missing."
            self.message_user(request, text, messages.WARNING)

    def piece_view(self, request: HttpRequest, pk: Any, number: int) -> HttpResponse:
        """Takes the piece of a file that begins at the byte `start`; tells how much is here then.

        409 answers another piece than the next, 413 one that is too large, 507 a full disk.
        """
        upload = self.held(request, pk)
        file = upload.files.filter(pk=number).first() if upload else None
        if upload is None or file is None or request.method != "POST":
            return JsonResponse({"problems": ["This import isn’t here any more."]}, status=404)
        start = whole_number(request.GET.get("start"))
        if len(request.body) > _LARGEST_PIECE or start is None:
            return JsonResponse({"received": file.received}, status=413)
        try:
            write_piece(file, start, request.body)
        except OutOfStep as error:
            return JsonResponse({"received": error.received}, status=409)
        except OSError:
            return JsonResponse({"problems": [_NOT_WRITTEN]}, status=507)
        return JsonResponse({"received": file.received, "is_here": _goes_on(upload)})


def is_script(request: HttpRequest) -> bool:
    """Whether the desk's own script asks, which takes JSON."""
    return request.headers.get("Accept") == "application/json"


def _named(request: HttpRequest, form: UploadForm) -> Named:
    """Names and sizes of the files that come along, or that a script will send."""
    if not is_script(request):
        return [(one.name, one.size) for one in form.cleaned_data["files"]]
    try:
        given = json.loads(request.POST.get("announced", "[]"))
        named = [(str(name), int(size)) for name, size in given]
    except (TypeError, ValueError, OverflowError, RecursionError):
        return []
    return named if all(size >= 0 for _name, size in named) else []


def _begun(request: HttpRequest, form: UploadForm) -> Upload:
    said, owner = form.cleaned_data, cast(User, request.user)
    with transaction.atomic():
        upload = Upload.objects.create(
            owner=owner,
            format_name=said["format_name"],
            author=said["author"],
            topics=said["topics"],
            language=said["language"],
            publishes=bool(said.get("publishes")),
            proposes=bool(said["proposes"]),
        )
        for name, size in _named(request, form):
            UploadedFile.objects.create(upload=upload, name=name, size=size)
    _goes_on(upload)
    return upload


def _goes_on(upload: Upload) -> bool:
    """Has the upload be read if all of it is here; whether it is."""
    is_here = all(one.is_complete for one in upload.files.all())
    if is_here and upload.state == State.SENDING:
        begin_reading(upload)
    return is_here


def _standing(upload: Upload) -> dict[str, Any]:
    return {
        "address": reverse("admin:uploads_upload_change", args=[upload.pk]),
        "files": [
            {
                "name": one.name,
                "size": one.size,
                "received": one.received,
                "address": _address(one),
            }
            for one in upload.files.all()
        ],
    }


def _address(file: UploadedFile) -> str:
    return reverse("admin:uploads_upload_piece", args=[file.upload_id, file.pk])
