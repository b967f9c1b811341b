"""The steps of a review, each a button that leads back, and approving what belongs together."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.desk import DeskView
from corrections.admin.review import ReviewView, may_sign, needs_other, pairs_of
from corrections.admin.writing import SENT
from corrections.approving import approval_seal
from corrections.kinds import KINDS
from corrections.models import Correction, State
from corrections.placing import placed
from corrections.proposing.deciding import asked, correct_too, incident_of, leave
from corrections.proposing.drafting import NotOpen, submit, withdraw
from corrections.reviewing import approve, confirm, reject, send_back
from documents.merging import OverlappingChanges
from documents.passages_changed import changed_passages
from record.models import Signer, Version
from record.refusals import UserFacing


class ApproveStep(ReviewView):
    """Publishes a proposal for the second person, who has seen all of it."""

    permission = "review"

    def act(self) -> HttpResponseBase:
        """Publishes it, if it is still what she saw; of a copy edit she says so pair by pair."""
        ticked = set(self.request.POST.getlist("same"))
        if self.object.is_open and len(ticked) < len(pairs_of(self.object)):
            raise UserFacing(
                "Tick each small change that leaves what is said as it was. If one doesn’t, send "
                "it back: it is a correction."
            )
        approved(self, self.object, seal=self.request.POST.get("seal", ""))
        return self.back()


class AloneStep(ReviewView):
    """Publishes a proposal for who wrote all of it, where nobody else can be had."""

    permission = "review"

    def act(self) -> HttpResponseBase:
        """Publishes it with her reason, which readers see."""
        reason = self.request.POST.get("reason", "").strip()
        if not self.object.is_by(self.signer()):
            raise UserFacing(
                "Somebody else proposed this, so you can approve it as a second person."
            )
        if not needs_other(self.object):
            raise UserFacing("This kind needs no second person: publish it.")
        if not reason:
            raise UserFacing("Say why nobody else can approve it: readers see the reason.")
        approved(self, self.object, seal=self.request.POST.get("seal", ""), alone=reason)
        return self.back()


class SendBackStep(ReviewView):
    """Gives a proposal back to its proposer."""

    permission = "review"

    def act(self) -> HttpResponseBase:
        """Gives it back with the comment."""
        send_back(self.object, by=self.signer(), comment=self.request.POST.get("reason", ""))
        self.log("Sent back.")
        self.tell("It is back with its proposer, with your comment.", messages.INFO)
        return self.back()


class RejectStep(ReviewView):
    """Ends a proposal."""

    permission = "review"

    def act(self) -> HttpResponseBase:
        """Keeps it with the reason."""
        reject(self.object, by=self.signer(), reason=self.request.POST.get("reason", ""))
        self.log("Rejected.")
        self.tell("It is rejected, and kept with your reason.", messages.INFO)
        return self.back()


class WithdrawStep(ReviewView):
    """Takes a proposal back."""

    def act(self) -> HttpResponseBase:
        """Keeps it; only its proposer takes it back.

        What a program proposed is taken back by whoever has written at it.
        """
        if not self.may_withdraw(self.object):
            raise UserFacing("Only its proposer withdraws a proposal. You can reject it.")
        withdraw(self.object, by=self.signer())
        self.log("Withdrawn.")
        self.tell("It is withdrawn, and kept.", messages.INFO)
        return self.back()


class SubmitStep(ReviewView):
    """Sends a draft to review without opening its sheet."""

    def act(self) -> HttpResponseBase:
        """Sends it, for those who wrote at it only."""
        if self.object.state != State.DRAFT:
            raise NotOpen(f"this correction is {self.object.get_state_display().lower()}")
        # Nobody hands in what others wrote; what a program proposed may be handed in as it is.
        if self.object.proposer.user_id and not self.object.is_by(self.signer()):
            raise UserFacing(
                "Only who wrote at a proposal sends it to review. Save it, and you have."
            )
        submit(self.object, by=self.signer())
        self.log("Sent to review.")
        self.tell(SENT)
        return self.back()


class ConfirmStep(ReviewView):
    """Confirms what one person published alone."""

    permission = "review"

    def act(self) -> HttpResponseBase:
        """Confirms it by a version of its own."""
        confirm(self.object, by=self.signer())
        self.log("Confirmed.")
        self.tell("You have confirmed it. Readers no longer see “second review pending”.")
        return self.back()


def approved(view: DeskView[Any], correction: Correction, *, seal: str, alone: str = "") -> Version:
    """Publishes `correction` for whoever sent the request, and says where readers find it."""
    version = approve(correction, by=view.signer(), seal=seal, alone=alone)
    correction = Correction.objects.select_related("article").get(pk=correction.pk)
    view.log("Published.", correction)
    address = correction.get_absolute_url()
    if KINDS[correction.kind].significant:
        explainer = reverse("articles:detail", args=[correction.article.slug])
        address = f"{explainer}#note-{correction.number}"
    text = 'Published as correction {}, version {}. <a href="{}">Read it as readers see it</a>'
    view.tell(format_html(text, correction.number, version.number, address))
    return version


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
        signer = Signer.objects.filter(user=self.request.user.pk).first()
        return shown | {
            "passages": changed_passages(where.now, where.then),
            "seal": approval_seal(correction, where.newest),
            "waiting": sum(1 for place in asked(correction, where) if place.decided is None),
            "may_approve": correction.state == State.IN_REVIEW
            and self._may_review(correction)
            and may_sign(correction, signer)
            and correction.kind != "copy_edit",
        }
