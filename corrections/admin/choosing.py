"""Taking some of a proposal's changes and leaving the others: for those that a file brought."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.admin.desk import DeskView
from articles.admin.forms import number_typed
from corrections.models import Correction, State
from corrections.proposing.choosing import Choice, choices, taking
from corrections.proposing.drafting import revise
from documents.comparison import labels_of, readable
from documents.document import WHOLE, Document, DocumentError
from record.refusals import UserFacing

_NOT_A_DRAFT = "Only a proposal that is being written can be parted. Nothing was changed."


class ChoicePage(DeskView[Correction]):
    """Every change with a box; what is left unticked leaves the proposal."""

    def divert(self) -> HttpResponseBase | None:
        """Back, where it isn't being written any more."""
        if self.object.state == State.DRAFT:
            return None
        self.tell(_NOT_A_DRAFT, messages.WARNING)
        return self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The changes."""
        base, proposed = self.object.base_document, self.object.document
        labels = labels_of(base) | labels_of(proposed)
        return self.render(
            "admin/corrections/correction/choose.html",
            "Take some of these changes",
            correction=self.object,
            article=self.object.article,
            choices=[_shown(choice, labels) for choice in choices(base, proposed)],
        )

    def act(self) -> HttpResponseBase:
        """Keeps what is ticked."""
        revise(
            self.object,
            _ticked(self.object, self.request.POST.getlist("take")),
            by=self.signer(),
            edition=number_typed(self.request.POST, "edition"),
            sources=None,
        )
        self.log("Some changes taken.")
        self.tell("The ticked changes are taken; the others left the proposal.")
        return self.back()

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The changes again."""
        self.tell_refusal(refusal)
        return self.get(self.request)


def _ticked(correction: Correction, names: list[str]) -> Document:
    if not names:
        raise UserFacing("Tick at least one change; to leave them all, withdraw the proposal.")
    try:
        return taking(correction.base_document, correction.document, names)
    except DocumentError as error:
        raise UserFacing(
            f"These can’t be taken alone: {error.message}. Nothing was changed."
        ) from error


def _shown(choice: Choice, labels: dict[str, str]) -> dict[str, Any]:
    runs = readable(choice.before or "", choice.after or "")
    where = labels.get(choice.field if choice.part == WHOLE else choice.part, choice.part)
    return {"name": choice.name, "where": where, "runs": runs}
