"""What goes on in steps: reading, taking in, deleting again. Each step is a POST."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from articles.admin.desk import BUSY
from imports.admin.listing import Route
from imports.admin.sending import Sending, is_script
from imports.models import State, Upload
from imports.uploads.holding import Busy
from imports.uploads.options import publishes
from imports.uploads.stepping import is_moving, progress, step
from imports.uploads.taking import begin_taking
from imports.uploads.undoing import begin_undoing, deletable
from record.chain import ClockBehind

#: Without a script somebody presses a button for each step, so they are longer.
_SECONDS, _SECONDS_BY_HAND = 2.0, 10.0
_TITLES = {
    State.READING: "The files are being read",
    State.TAKING: "Explainers are being taken in",
    State.UNDOING: "Drafts are being deleted",
}


class Moving(Sending):
    """The page with the progress, its steps, and what begins them."""

    def routes(self) -> list[Route]:
        """With those."""
        return [
            ("step/", "step", self.step_view),
            ("take/", "take", self.take_view),
            ("undo/", "undo", self.undo_view),
            *super().routes(),
        ]

    def moving_page(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        """How far it is."""
        title = _TITLES[State(upload.state)]
        context = self.context(request, title, upload=upload, progress=progress(upload))
        return TemplateResponse(request, "admin/uploads/upload/moving.html", context)

    def step_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Goes on for a moment; tells a script how far it is, others see the page."""
        upload = self.held(request, pk)
        if upload is None:
            return JsonResponse({}, status=404) if is_script(request) else self.gone(request)
        problem, is_busy = "", False
        try:
            if request.method == "POST":
                step(upload, _SECONDS if is_script(request) else _SECONDS_BY_HAND)
        except Busy:
            is_busy = True
        except ClockBehind as error:
            problem = error.sentence
        except OperationalError:
            is_busy, problem = True, BUSY
        upload.refresh_from_db()
        if is_script(request):
            return JsonResponse(_told(upload, problem, is_busy=is_busy))
        if is_busy:
            problem = "Another window, or the step before, is still at it. Try again in a moment."
        if problem:
            self.message_user(request, problem, messages.WARNING)
        return self.back(upload)

    def take_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Says what will happen; begins when that is confirmed."""
        upload = self.held(request, pk)
        if upload is None:
            return self.gone(request)
        if upload.state != State.CHOOSING:
            return self.back(upload)
        if request.method == "POST":
            if begin_taking(upload):
                self._log(request, upload, "Taken in.")
            else:
                text = "Nothing is ticked, so nothing was taken."
                self.message_user(request, text, messages.WARNING)
            return self.back(upload)
        counts = upload.items.filter(chosen=True).counts("result")
        context = self.context(
            request,
            "Take these in?",
            upload=upload,
            counts=counts,
            total=sum(counts.values()),
            publishes=publishes(upload),
        )
        return TemplateResponse(request, "admin/uploads/upload/take.html", context)

    def undo_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Asks; begins to delete the drafts that the import made when that is confirmed."""
        upload = self.held(request, pk)
        if upload is None:
            return self.gone(request)
        if not request.user.has_perm("articles.delete_article"):
            raise PermissionDenied
        if upload.state != State.DONE:
            return self.back(upload)
        if request.method == "POST":
            begin_undoing(upload)
            self._log(request, upload, "Drafts deleted again.")
            return self.back(upload)
        total = deletable(upload).count()
        context = self.context(
            request, "Delete the drafts of this import?", upload=upload, total=total
        )
        return TemplateResponse(request, "admin/uploads/upload/undo.html", context)

    def _log(self, request: HttpRequest, upload: Upload, text: str) -> None:
        """In the admin's log, under the name of the files."""
        user: Any = request.user
        LogEntry.objects.log_actions(user.pk, [upload], CHANGE, text, single_object=True)


def _told(upload: Upload, problem: str, *, is_busy: bool) -> dict[str, Any]:
    how_far = progress(upload)
    return {
        "goes_on": is_moving(upload) and not (problem and not is_busy),
        "state": upload.state,
        "done": how_far.done,
        "of": how_far.of,
        "words": how_far.words,
        "busy": is_busy,
        "problem": problem,
    }
