"""What goes on in steps: reading, taking in, deleting again. Each step is a POST."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from articles.admin.desk import DatabaseBusy
from imports.admin.views import TEMPLATES, UploadView
from imports.models import UploadState
from imports.uploads.between_steps import UploadBusy, publishes
from imports.uploads.stepping import begin_undoing, deletable, is_moving, progress, step
from imports.uploads.taking import begin_taking
from record.refusals import UserFacing

#: Without a script somebody presses a button for each step, so they are longer.
_SECONDS, _SECONDS_BY_HAND = 2.0, 10.0
_TITLES = {
    UploadState.READING: "The files are being read",
    UploadState.TAKING: "Explainers are being taken in",
    UploadState.UNDOING: "Drafts are being deleted",
}
_OTHERS = "Another window, or the step before, is still at it. Try again in a moment."


def moving_page(view: UploadView) -> HttpResponse:
    """How far an import is that goes on in steps."""
    upload = view.object
    title = _TITLES[UploadState(upload.state)]
    return view.render(f"{TEMPLATES}/moving.html", title, upload=upload, progress=progress(upload))


class MoveStep(UploadView):
    """Goes on for a moment; tells a script how far it is, others see the page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """How far it is."""
        return self._how_far() if self.is_script else self.back()

    def act(self) -> HttpResponseBase:
        """A step, long or short."""
        step(self.object, _SECONDS if self.is_script else _SECONDS_BY_HAND)
        return self._how_far() if self.is_script else self.back()

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """Somebody else is at it, so it can be tried again; or why it can't go on at all."""
        is_busy = isinstance(refusal, UploadBusy | DatabaseBusy)
        problem = "" if isinstance(refusal, UploadBusy) else refusal.sentence
        if self.is_script:
            return self._how_far(problem, is_busy=is_busy)
        self.tell(_OTHERS if is_busy else problem, messages.WARNING)
        return self.back()

    def _how_far(self, problem: str = "", *, is_busy: bool = False) -> JsonResponse:
        self.object.refresh_from_db()
        upload, how_far = self.object, progress(self.object)
        return JsonResponse(
            {
                "goes_on": is_moving(upload) and (is_busy or not problem),
                "state": upload.state,
                "done": how_far.done,
                "of": how_far.of,
                "words": how_far.words,
                "busy": is_busy,
                "problem": problem,
            }
        )


class TakePage(UploadView):
    """Says what will be taken in; begins when that is confirmed."""

    def divert(self) -> HttpResponseBase | None:
        """Back, where there is nothing to choose any more, or not yet."""
        return None if self.object.state == UploadState.CHOOSING else self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """How many there are of each kind."""
        upload = self.object
        counts = upload.items.filter(chosen=True).counts("result")
        return self.render(
            f"{TEMPLATES}/take.html",
            "Take these in?",
            upload=upload,
            counts=counts,
            total=sum(counts.values()),
            publishes=publishes(upload),
        )

    def act(self) -> HttpResponseBase:
        """Begins to take what is ticked."""
        if begin_taking(self.object):
            self.log("Taken in.")
        else:
            self.tell("Nothing is ticked, so nothing was taken.", messages.WARNING)
        return self.back()


class UndoPage(UploadView):
    """Asks whether the drafts that an import made are to go; begins to delete them then."""

    def divert(self) -> HttpResponseBase | None:
        """Back, where the import isn't finished; whoever may not delete drafts gets no further."""
        if not self.request.user.has_perm("articles.delete_article"):
            raise PermissionDenied
        return None if self.object.state == UploadState.DONE else self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """How many they are."""
        return self.render(
            f"{TEMPLATES}/undo.html",
            "Delete the drafts of this import?",
            upload=self.object,
            total=deletable(self.object).count(),
        )

    def act(self) -> HttpResponseBase:
        """Begins to delete them."""
        begin_undoing(self.object)
        self.log("Drafts deleted again.")
        return self.back()
