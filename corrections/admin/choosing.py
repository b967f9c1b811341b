"""Taking some of a proposal's changes and leaving the others: for those that a file brought."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from corrections.admin.resolving import Resolving, edition_typed
from corrections.models import Correction, State
from corrections.proposing.choosing import Choice, choices, taking
from corrections.proposing.drafting import NotOpen, Overtaken, revise
from documents.comparison import labels_of, readable
from documents.document import WHOLE, DocumentError
from record.models import Signer


class Choosing(Resolving):
    """The page on which each change is taken or left."""

    def get_urls(self) -> list[URLPattern]:
        """With the page."""
        view = self.admin_site.admin_view(self.choose_view)
        name = "corrections_correction_choose"
        return [path("<int:pk>/choose/", view, name=name), *super().get_urls()]

    def choose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lists every change with a box; what is left unticked leaves the proposal."""
        correction = self._held(pk)
        if not self.has_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            return self._gone(request)
        here = redirect("admin:corrections_correction_change", pk)
        if correction.state != State.DRAFT:
            text = "Only a proposal that is being written can be parted. Nothing was changed."
            self.message_user(request, text, messages.WARNING)
            return here
        if request.method == "POST" and self._chosen(request, correction):
            return here
        base, proposed = correction.base_document, correction.document
        labels = labels_of(base) | labels_of(proposed)
        context = self.context(
            request,
            "Take some of these changes",
            correction=correction,
            article=correction.article,
            choices=[_shown(one, labels) for one in choices(base, proposed)],
        )
        return TemplateResponse(request, "admin/corrections/correction/choose.html", context)

    def _chosen(self, request: HttpRequest, correction: Correction) -> bool:
        taken = request.POST.getlist("take")
        if not taken:
            text = "Tick at least one change; to leave them all, withdraw the proposal."
            self.message_user(request, text, messages.ERROR)
            return False
        try:
            document = taking(correction.base_document, correction.document, taken)
            revise(
                correction,
                document,
                by=Signer.of(request.user),
                edition=edition_typed(request.POST),
                sources=None,
            )
        except DocumentError as error:
            text = f"These can’t be taken alone: {error.message}. Nothing was changed."
            self.message_user(request, text, messages.ERROR)
            return False
        except (Overtaken, NotOpen) as error:
            text = str(error)
            self.message_user(request, f"{text[:1].upper()}{text[1:]}.", messages.ERROR)
            return False
        self.log_change(request, correction, "Some changes taken.")
        text = "The ticked changes are taken; the others left the proposal."
        self.message_user(request, text, messages.SUCCESS)
        return True


def _shown(choice: Choice, labels: dict[str, str]) -> dict[str, Any]:
    runs = readable(choice.before or "", choice.after or "")
    where = labels.get(choice.field if choice.part == WHOLE else choice.part, choice.part)
    return {"name": choice.name, "where": where, "runs": runs}
