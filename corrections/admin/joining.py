"""Other places that say the same: deciding about each, and approving what belongs together."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from corrections.admin.listing import standing
from corrections.admin.reviewing import Reviewing
from corrections.kinds import KINDS
from corrections.models import Correction, State
from corrections.proposing.drafting import NotOpen
from corrections.publishing.binding import approval_seal
from corrections.publishing.publishing import placed
from corrections.review.deciding import asked, correct_too, incident_of, leave
from documents.merging import Overlap
from documents.passages_changed import said
from record.models import Signer

_TEMPLATES = "admin/corrections/correction"


class Joining(Reviewing):
    """Decisions about other places, and incidents of several explainers."""

    def get_urls(self) -> list[URLPattern]:
        """With the decisions and the incident."""
        view, name = self.admin_site.admin_view, "corrections_correction_"
        return [
            path("<int:pk>/elsewhere/", view(self.elsewhere_view), name=f"{name}elsewhere"),
            path("incident/<uuid:incident>/", view(self.incident_view), name=f"{name}incident"),
            *super().get_urls(),
        ]

    def elsewhere_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Records the decisions that were sent, by the place that each is about."""
        correction = self._held(pk)
        if not self.has_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            return self._gone(request)
        here = redirect("admin:corrections_correction_change", pk)
        if request.method != "POST" or correction.state not in (State.DRAFT, State.IN_REVIEW):
            return here
        try:
            made = self._decide(request, correction)
        except (Overlap, NotOpen) as error:
            text = str(error)
            self.message_user(request, f"{text[:1].upper()}{text[1:]}.", messages.ERROR)
            return here
        if made:
            text = "Proposals were made for the other places. Look at each and send it to review."
            self.message_user(request, text, messages.SUCCESS)
            return redirect("admin:corrections_correction_incident", made[0].incident)
        self.message_user(request, "Your decisions are kept.", messages.SUCCESS)
        return here

    def _decide(self, request: HttpRequest, correction: Correction) -> list[Correction]:
        by = Signer.of(request.user)
        made: list[Correction] = []
        for one in asked(correction):
            reason = request.POST.get(f"reason-{one.name}", "").strip()[:500]
            match request.POST.get(f"decision-{one.name}"):
                case "yes":
                    self._need_add(request)
                    made.append(correct_too(correction, one.place, by=by))
                case "no":
                    leave(correction, one.place, by=by, reason=reason)
        for proposal in made:
            self.log_addition(request, proposal, "Begun with another explainer’s correction.")
        return made

    def _need_add(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def incident_view(self, request: HttpRequest, incident: UUID) -> HttpResponse:
        """The corrections of one incident; those in review can be approved together."""
        joined = incident_of(incident)
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not joined:
            return self._gone(request)
        if request.method == "POST":
            self._approve_together(request, joined)
            return redirect("admin:corrections_correction_incident", incident)
        shown = [self._shown(request, one) for one in joined]
        context = {
            **self.context(request, "The same error in several explainers"),
            "joined": shown,
            "may_approve": any(one.get("may_approve") for one in shown),
        }
        return TemplateResponse(request, f"{_TEMPLATES}/incident.html", context)

    def _approve_together(self, request: HttpRequest, joined: list[Correction]) -> None:
        """Each in its order and in a transaction of its own; what comes of each is said."""
        ticked = set(request.POST.getlist("approve"))
        chosen = [one for one in joined if str(one.pk) in ticked]
        if not chosen:
            self.message_user(request, "None was ticked, so none was approved.", messages.WARNING)
        for correction in chosen:
            self._need_review(request, correction)
        for correction in chosen:
            self._acted(request, correction, self._approve_one)

    def _approve_one(self, request: HttpRequest, correction: Correction) -> None:
        self.approve_sealed(request, correction, request.POST.get(f"seal-{correction.pk}", ""))

    def _shown(self, request: HttpRequest, correction: Correction) -> dict[str, Any]:
        shown: dict[str, Any] = {"correction": correction, "standing": standing(correction)}
        if correction.state not in (State.DRAFT, State.IN_REVIEW):
            return shown
        try:
            where = placed(correction)
        except Overlap:
            return shown | {"overlaps": True}
        others = KINDS[correction.kind].second_person
        mine = correction.is_by(Signer.objects.filter(user=request.user.pk).first())
        return shown | {
            "passages": said(where.now, where.then),
            "seal": approval_seal(correction, where.now, where.then),
            "waiting": sum(1 for one in asked(correction, where) if one.decided is None),
            "may_approve": correction.state == State.IN_REVIEW
            and self.may_review(request, correction)
            and not (mine and others),
        }
