"""The steps of a review: each is a button, and leads back to the page of the correction."""

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.desk import DeskView
from corrections.admin.review import ReviewView
from corrections.admin.writing import SENT
from corrections.kinds import KINDS
from corrections.models import Correction, State
from corrections.proposing.drafting import NotOpen, submit, withdraw
from corrections.review.approving import approve
from corrections.review.confirming import confirm
from corrections.review.reviewing import reject, send_back
from record.models import Version
from record.refusals import UserFacing


class ApproveStep(ReviewView):
    """Publishes a proposal for the second person, who has seen all of it."""

    permission = "review"

    def act(self) -> HttpResponseBase:
        """Publishes it, if it is still what she saw."""
        approved(self, self.object, seal=self.request.POST.get("seal", ""))
        return self.back()


class AloneStep(ReviewView):
    """Publishes a proposal for its proposer where nobody else can be had."""

    permission = "review"

    def act(self) -> HttpResponseBase:
        """Publishes it with her reason, which readers see."""
        reason = self.request.POST.get("reason", "").strip()
        if self.object.proposer.user_id != self.request.user.pk:
            raise UserFacing(
                "Somebody else proposed this, so you can approve it as a second person."
            )
        if not KINDS[self.object.kind].second_person:
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
        """Keeps it; only its proposer takes it back."""
        if self.object.proposer.user_id != self.request.user.pk:
            raise UserFacing("Only its proposer withdraws a proposal. You can reject it.")
        withdraw(self.object, by=self.signer())
        self.log("Withdrawn.")
        self.tell("It is withdrawn, and kept.", messages.INFO)
        return self.back()


class SubmitStep(ReviewView):
    """Sends a draft to review without opening its sheet."""

    def act(self) -> HttpResponseBase:
        """Sends it, for its proposer only."""
        if self.object.state != State.DRAFT:
            raise NotOpen(f"this correction is {self.object.get_state_display().lower()}")
        # The record says that its proposer handed it in, and when: nobody does it in her name.
        if self.object.proposer.user_id not in (None, self.request.user.pk):
            raise UserFacing(
                "Only its proposer sends a proposal to review. Save it, and it is yours."
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
