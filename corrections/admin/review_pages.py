"""The pages of a correction that was sent to review: all of it at once, and what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.reading import body_of
from articles.views.finding import served
from corrections.admin.listing import standing
from corrections.admin.writing import Writing
from corrections.kinds import KINDS
from corrections.models import Correction
from corrections.notes.notes import note_of
from corrections.notes.previewing import decoration_as_proposed, note_as_proposed
from corrections.proposing.elsewhere import still_said
from corrections.proposing.explaining import problems_of
from corrections.publishing.binding import approval_seal
from corrections.publishing.publishing import Placed, placed
from corrections.review.deciding import asked
from documents.merging import Overlap
from documents.passages_changed import said
from record.models import Signer

#: Kinds that need more than the right to review.
RETRACTING = ("retraction", "reinstatement")
_TEMPLATES = "admin/corrections/correction"


class ReviewPages(Writing):
    """What a reviewer sees; reading it changes nothing."""

    def may_review(self, request: HttpRequest, correction: Correction) -> bool:
        """Whether this account may decide about `correction`."""
        allowed = request.user.has_perm("corrections.review_correction")
        if correction.kind in RETRACTING:
            allowed = allowed and request.user.has_perm("corrections.retract_correction")
        return allowed

    def review_page(self, request: HttpRequest, correction: Correction) -> HttpResponse:
        """All of a proposal on one page; reading it changes nothing."""
        try:
            where = placed(correction)
        except Overlap:
            return redirect("admin:corrections_correction_conflict", correction.pk)
        mine = correction.proposer.user_id == request.user.pk
        signer = Signer.objects.filter(user=request.user.pk).first()
        context = {
            **self.context(request, correction.article.title),
            "correction": correction,
            "article": correction.article,
            "standing": standing(correction),
            "rule": KINDS[correction.kind],
            "mine": mine,
            "had_a_hand": not mine and correction.is_by(signer),
            "may_review": self.may_review(request, correction),
            "may_change": self.has_change_permission(request, correction),
            "needs_other": KINDS[correction.kind].second_person,
            "retracting": correction.kind in RETRACTING,
            "seal": approval_seal(correction, where.now, where.then),
            "problems": problems_of(correction),
            "asked": asked(correction, where),
            "still": still_said(where.newest, where.now, where.then),
            "merged": where.newest.number if where.newest.pk != correction.base_id else None,
            "passages": said(where.now, where.then),
            **self._as_read(correction, where),
        }
        return TemplateResponse(request, f"{_TEMPLATES}/review.html", context)

    def decided_page(self, request: HttpRequest, correction: Correction) -> HttpResponse:
        """What became of a correction; nothing of it can be changed here."""
        published = correction.published_in
        unconfirmed = Correction.objects.unconfirmed().filter(pk=correction.pk).exists()
        hands = {correction.proposer.user_id, _account(correction)}
        context = {
            **self.context(request, correction.article.title),
            "correction": correction,
            "article": correction.article,
            "standing": standing(correction),
            "note": note_of(published) if published else None,
            "passages": [] if published else said(correction.base_document, correction.document),
            "unconfirmed": unconfirmed,
            "may_confirm": unconfirmed
            and self.may_review(request, correction)
            and request.user.pk not in hands,
            "may_add": self.has_add_permission(request),
            "decisions": correction.elsewhere.select_related("article", "decided_by", "proposal"),
        }
        return TemplateResponse(request, f"{_TEMPLATES}/decided.html", context)

    def _as_read(self, correction: Correction, where: Placed) -> dict[str, Any]:
        sources = list(correction.sources.all())
        name = correction.proposer.name
        note = note_as_proposed(correction, where, sources=sources, proposer=name)
        decoration = decoration_as_proposed(correction, where, note)
        return {
            "note": note,
            "sources": sources,
            "where": where,
            "top": served(f"{decoration.banners}{decoration.top}"),
            "html": served(body_of(where.then, decoration)),
        }


def _account(correction: Correction) -> Any:
    return correction.approver.user_id if correction.approver else None
