"""Other places that say the same: deciding about each, and approving what belongs together."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.admin.desk import DeskView
from corrections.admin.steps import approved
from corrections.kinds import KINDS
from corrections.models import Correction, State
from corrections.publishing.binding import approval_seal
from corrections.publishing.publishing import placed
from corrections.review.deciding import asked, correct_too, incident_of, leave
from documents.merging import OverlappingChanges
from documents.passages_changed import changed_passages
from record.models import Signer
from record.refusals import UserFacing

_LONGEST_REASON = 500


class ElsewhereStep(DeskView[Correction]):
    """Records the decisions that were sent, by the place that each is about."""

    def divert(self) -> HttpResponseBase | None:
        """Back, where the correction was decided already."""
        return None if self.object.is_open else self.back()

    def act(self) -> HttpResponseBase:
        """To the proposals that were made for other places, if there are any."""
        proposals = self._decide()
        for proposal in proposals:
            self.log("Begun with another explainer’s correction.", proposal, is_new=True)
        if not proposals:
            self.tell("Your decisions are kept.")
            return self.back()
        self.tell("Proposals were made for the other places. Look at each and send it to review.")
        return self.to("incident", proposals[0].incident)

    def _decide(self) -> list[Correction]:
        typed, by = self.request.POST, self.signer()
        proposals = []
        for question in asked(self.object):
            match typed.get(f"decision-{question.name}"):
                case "yes":
                    if not self.model_admin.has_add_permission(self.request):
                        raise PermissionDenied
                    proposals.append(correct_too(self.object, question.place, by=by))
                case "no":
                    reason = typed.get(f"reason-{question.name}", "").strip()[:_LONGEST_REASON]
                    leave(self.object, question.place, by=by, reason=reason)
        return proposals


class IncidentPage(DeskView[list[Correction]]):
    """The corrections of one incident; those in review can be approved together."""

    def fetch(self) -> list[Correction] | None:
        """Those that are joined by it; an incident without any isn’t there."""
        return incident_of(self.kwargs["incident"]) or None

    def is_allowed(self, fetched: list[Correction] | None) -> bool:
        """Whoever sees corrections sees them together; approving is asked for one by one."""
        return bool(self.model_admin.has_view_permission(self.request))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Each with what changes in its explainer."""
        joined = [self._shown(correction) for correction in self.object]
        return self.render(
            "admin/corrections/correction/incident.html",
            "The same error in several explainers",
            joined=joined,
            may_approve=any(shown.get("may_approve") for shown in joined),
        )

    def act(self) -> HttpResponseBase:
        """Each in its order and in a transaction of its own; what comes of each is said."""
        ticked = set(self.request.POST.getlist("approve"))
        chosen = [correction for correction in self.object if str(correction.pk) in ticked]
        if not chosen:
            self.tell("None was ticked, so none was approved.", messages.WARNING)
        if not all(map(self._may_review, chosen)):
            raise PermissionDenied
        for correction in chosen:
            seal = self.request.POST.get(f"seal-{correction.pk}", "")
            outcome = self.attempt(partial(approved, self, correction, seal=seal), correction)
            if isinstance(outcome, UserFacing):
                self.tell_refusal(outcome)
        return self.back()

    def back(self) -> HttpResponseBase:
        """To this page again."""
        return self.to("incident", self.kwargs["incident"])

    def _may_review(self, correction: Correction) -> bool:
        return bool(self.model_admin.has_review_permission(self.request, correction))

    def _shown(self, correction: Correction) -> dict[str, Any]:
        shown: dict[str, Any] = {"correction": correction, "standing": correction.stage}
        if not correction.is_open:
            return shown
        try:
            where = placed(correction)
        except OverlappingChanges:
            return shown | {"overlaps": True}
        needs_other = KINDS[correction.kind].second_person
        mine = correction.is_by(Signer.objects.filter(user=self.request.user.pk).first())
        return shown | {
            "passages": changed_passages(where.now, where.then),
            "seal": approval_seal(correction, where.now, where.then),
            "waiting": sum(1 for place in asked(correction, where) if place.decided is None),
            "may_approve": correction.state == State.IN_REVIEW
            and self._may_review(correction)
            and not (mine and needs_other),
        }
