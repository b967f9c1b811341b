"""Sending files: whole with a form, or in pieces where the browser runs scripts."""

import json
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from articles.models import Author
from imports.admin.forms import UploadForm
from imports.admin.views import TEMPLATES, ImportsView, UploadView
from imports.models import Upload, UploadedFile, UploadState
from imports.uploads.reading import begin_reading
from imports.uploads.storing import OutOfStep, drop_old, size_in_words, write_piece, write_whole
from record.numbers import whole_number
from record.refusals import UserFacing

_LARGEST_PIECE = 4_000_000
_LONGEST_NUMBER = 18
_GONE = "This import isn’t here any more."
_NOT_WRITTEN = "The site’s disk didn’t take the files. Tell whoever runs the site; nothing is lost."
_OTHERS = "Another window sends these files at this moment."
_MISSING = "Not all files are here yet. Choose those that are missing."


class BeginPage(ImportsView[Upload]):
    """The form with which an import begins. Scripts send names and sizes in place of the files."""

    permission = "add"

    def fetch(self) -> Upload:
        """A new one."""
        return Upload()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The empty form."""
        return self._page(UploadForm(may_publish=self._may_publish))

    def act(self) -> HttpResponseBase:
        """Begins the import if the form is right; where the files came along, they are kept."""
        request = self.request
        form = UploadForm(request.POST, request.FILES, may_publish=self._may_publish)
        announced = self._announced(form) if form.is_valid() else []
        if form.is_valid():
            form.check_files(announced)
        if not form.is_valid():
            return self._wrong(form)
        drop_old()
        self.object = _begun(form.cleaned_data, announced, cast(User, request.user))
        if self.is_script:
            return JsonResponse(_standing(self.object), status=201)
        receive(self, self.object, form.cleaned_data["files"])
        return self.back()

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The form again."""
        if self.is_script:
            return JsonResponse({"problems": refusal.sentences}, status=503)
        self.tell_refusal(refusal)
        request = self.request
        form = UploadForm(request.POST, request.FILES, may_publish=self._may_publish)
        return self._page(form, status=503)

    @property
    def _may_publish(self) -> bool:
        return self.request.user.has_perm("articles.publish_article")

    def _announced(self, form: UploadForm) -> list[tuple[str, int]]:
        """Names and sizes of the files that came along, or that a script is going to send."""
        if not self.is_script:
            return [(file.name, file.size) for file in form.cleaned_data["files"]]
        return _names_and_sizes(self.request.POST.get("announced", "[]"))

    def _wrong(self, form: UploadForm) -> HttpResponse:
        if not self.is_script:
            return self._page(form)
        problems = [
            f"{form.fields[name].label}: {problem}" if name in form.fields else str(problem)
            for name, some in form.errors.items()
            for problem in some
        ]
        return JsonResponse({"problems": problems}, status=400)

    def _page(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        return self.render(
            f"{TEMPLATES}/begin.html",
            "Bring in explainers",
            status=status,
            form=form,
            authors=Author.objects.order_by("name").values_list("name", flat=True)[:500],
            unfinished=self.model_admin.get_queryset(self.request).unfinished().count(),
        )


class SendStep(UploadView):
    """The same files once more, by a browser without scripts: each goes on where it stopped."""

    def act(self) -> HttpResponseBase:
        """Keeps what was missing."""
        if self.object.state == UploadState.SENDING:
            receive(self, self.object, self.request.FILES.getlist("files"))
        return self.back()


class PieceStep(UploadView):
    """Takes the piece of a file that begins at the byte `start`; tells how much is here then.

    409 answers another piece than the next, 413 one that is too large, 507 a full disk.
    """

    def gone(self) -> HttpResponseBase:
        """Only a script sends pieces, and this one is shown to whoever watches it."""
        return JsonResponse({"problems": [_GONE]}, status=404)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """There is nothing to look at."""
        return self.gone()

    def act(self) -> HttpResponseBase:
        """Writes the piece; with the last of all, the reading begins."""
        file = self.object.files.filter(pk=self.kwargs["number"]).first()
        if file is None:
            return self.gone()
        start = whole_number(self.request.GET.get("start", ""))
        if start is None or len(self.request.body) > _LARGEST_PIECE:
            return JsonResponse({"received": file.received}, status=413)
        try:
            write_piece(file, start, self.request.body)
        except OSError:
            return JsonResponse({"problems": [_NOT_WRITTEN]}, status=507)
        return JsonResponse({"received": file.received, "is_here": _goes_on(self.object)})

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """Where to go on; or, where the database is busy, to be sent again as it was."""
        if isinstance(refusal, OutOfStep):
            return JsonResponse({"received": refusal.received}, status=409)
        return JsonResponse({"problems": refusal.sentences}, status=503)


def sending_page(view: UploadView) -> HttpResponse:
    """Which files of an import are here, and how to send the rest."""
    files = [
        {
            "file": file,
            "address": _address(file),
            "here": size_in_words(file.received),
            "size": size_in_words(file.size),
        }
        for file in view.object.files.all()
    ]
    template = f"{TEMPLATES}/sending.html"
    return view.render(template, "Send the rest", upload=view.object, files=files)


def receive(view: ImportsView[Upload], upload: Upload, given: list[Any]) -> None:
    """Keeps the files that came with a form, as far as the import waits for them."""
    waiting = {(file.name, file.size): file for file in upload.files.all() if not file.is_complete}
    try:
        for sent in given:
            file = waiting.pop((sent.name, sent.size), None)
            if file is not None:
                sent.seek(file.received)
                write_whole(file, sent)
    except OSError:
        view.tell(_NOT_WRITTEN, messages.ERROR)
    except OutOfStep:
        view.tell(_OTHERS, messages.WARNING)
    if not _goes_on(upload):
        view.tell(_MISSING, messages.WARNING)


def _names_and_sizes(announced: str) -> list[tuple[str, int]]:
    """The files that a script announces, as JSON; none where that is nonsense."""
    try:
        pairs = json.loads(announced, parse_int=_size)
    except (json.JSONDecodeError, RecursionError):
        return []
    if not isinstance(pairs, list) or not all(map(_is_named, pairs)):
        return []
    return [(name, size) for name, size in pairs]


def _size(digits: str) -> int:
    """A number of bytes; -1 for one that no disk holds, and that Python would refuse to read."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else -1


def _is_named(pair: Any) -> bool:
    if not isinstance(pair, list) or len(pair) != 2:
        return False
    return isinstance(pair[0], str) and type(pair[1]) is int and pair[1] >= 0


def _begun(choices: dict[str, Any], files: list[tuple[str, int]], owner: User) -> Upload:
    with transaction.atomic():
        upload = Upload.objects.create(
            owner=owner,
            format_name=choices["format_name"],
            author=choices["author"],
            topics=choices["topics"],
            language=choices["language"],
            publishes=bool(choices.get("publishes")),
            proposes=bool(choices["proposes"]),
        )
        for name, size in files:
            UploadedFile.objects.create(upload=upload, name=name, size=size)
    _goes_on(upload)
    return upload


def _goes_on(upload: Upload) -> bool:
    """Has the upload be read if all of it is here; whether it is."""
    is_here = all(file.is_complete for file in upload.files.all())
    if is_here and upload.state == UploadState.SENDING:
        begin_reading(upload)
    return is_here


def _standing(upload: Upload) -> dict[str, Any]:
    return {
        "address": reverse("admin:uploads_upload_change", args=[upload.pk]),
        "files": [
            {
                "name": file.name,
                "size": file.size,
                "received": file.received,
                "address": _address(file),
            }
            for file in upload.files.all()
        ],
    }


def _address(file: UploadedFile) -> str:
    return reverse("admin:uploads_upload_piece", args=[file.upload_id, file.pk])
