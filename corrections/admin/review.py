"""The page of a correction: all of a proposal at once for its reviewer, or what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.admin.desk import DeskView
from articles.reading import body_of, words_of
from articles.views.finding import served
from corrections.admin.previews import decoration_as_proposed, note_as_proposed
from corrections.admin.writing import ProposalPage
from corrections.approving import Void, approval_seal
from corrections.kinds import KINDS
from corrections.limits import edited_pairs, needs_second_person
from corrections.models import Correction, State, history_of
from corrections.notes.notes import note_of
from corrections.placing import Placed, placed
from corrections.proposing.deciding import asked
from corrections.proposing.elsewhere import still_repeated
from corrections.proposing.explaining import problems_of
from corrections.reviewing import signers_of
from documents.merging import OverlappingChanges
from documents.passages_changed import changed_passages
from record.models import Signer
from record.refusals import UserFacing

_TEMPLATES = "admin/corrections/correction"


class ReviewView(DeskView[Correction]):
    """The page of a correction, and the steps from it, which lead back to it."""

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """Back; what was typed beside a button that couldn't do its work is given back.

        Who must look once more does so on the page that comes, and goes on from there.
        """
        typed, now = self.request.POST.get("reason", ""), self.fetch()
        if isinstance(refusal, Void) and now is not None and now.state == State.IN_REVIEW:
            return self.review_page(now, typed, refusal)
        self.tell_refusal(refusal)
        if not typed:
            return self.back()
        if now is None or now.state != State.IN_REVIEW:
            self.tell(f"You had typed: {typed}", messages.INFO)
            return self.back()
        return self.review_page(now, typed)

    def review_page(
        self, correction: Correction, typed: str = "", void: Void | None = None
    ) -> HttpResponseBase:
        """All of a proposal on one page; where it overlaps, that is seen to first.

        `void` is why an approval that was sent for it doesn't stand.
        """
        try:
            where = placed(correction)
        except OverlappingChanges:
            return self.to("conflict", correction.pk)
        return self.render(
            f"{_TEMPLATES}/review.html",
            correction.article.title,
            status=409 if void else 200,
            **self.about(correction),
            **_changes(correction, where),
            **_as_read(correction, where),
            **(_void(void, where) if void else {}),
            typed=typed,
        )

    def about(self, correction: Correction) -> dict[str, Any]:
        """What a correction is, where it stands, and what this account may do about it."""
        signer = Signer.objects.filter(user=self.request.user.pk).first()
        return {
            "correction": correction,
            "article": correction.article,
            "standing": correction.stage,
            "history": history_of(correction),
            "rule": KINDS[correction.kind],
            "needs_other": needs_other(correction),
            "retracting": KINDS[correction.kind].publishers_only,
            "mine": correction.is_by(signer),
            "is_proposer": self.is_proposer(correction),
            "may_withdraw": self.may_withdraw(correction),
            "only_mine": correction.is_only_by(signer),
            "others": _others(correction),
            "may_sign": may_sign(correction, signer),
            "may_review": self.may("review", correction),
            "may_change": self.may("change", correction),
        }

    def is_proposer(self, correction: Correction) -> bool:
        """Whether this account proposed it."""
        return bool(correction.proposer.user_id == self.request.user.pk)

    def may_withdraw(self, correction: Correction) -> bool:
        """Whether this account may take it back: its proposer's, or one that went on with it where
        its proposer has none, as that of an import.
        """
        if correction.proposer.user_id:
            return self.is_proposer(correction)
        return correction.is_by(Signer.objects.filter(user=self.request.user.pk).first())

    def may(self, right: str, correction: Correction) -> bool:
        """Whether this account has that right for `correction`."""
        return bool(getattr(self.model_admin, f"has_{right}_permission")(self.request, correction))


def may_sign(correction: Correction, signer: Signer | None) -> bool:
    """Whether `signer` may publish `correction` without a reason: she wrote nothing of it, or all
    of it and a second person isn't needed.
    """
    if not correction.is_by(signer):
        return True
    return correction.is_only_by(signer) and not needs_other(correction)


def needs_other(correction: Correction) -> bool:
    """Whether a second person has to approve what `correction` proposes."""
    if not correction.is_open:
        return KINDS[correction.kind].second_person
    return needs_second_person(correction.kind, correction.base_document, correction.document)


def pairs_of(correction: Correction) -> list[tuple[str, str]]:
    """What an open copy edit changes, piece by piece, each to be looked at."""
    return edited_pairs(correction.kind, correction.base_document, correction.document)


class CorrectionPage(ReviewView):
    """A correction by where it stands: its sheet, the review of it, or what became of it."""

    permission = "view_or_change"

    def divert(self) -> HttpResponseBase | None:
        """The sheet, of what is being written by somebody who may write."""
        writes = self.object.state == State.DRAFT and self.may("change", self.object)
        if self.request.method != "POST" and not writes:
            return None
        return ProposalPage.as_view(model_admin=self.model_admin)(self.request, pk=self.object.pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The review, or what came of it."""
        return self.review_page(self.object) if self.object.is_open else self._decided_page()

    def _decided_page(self) -> HttpResponseBase:
        """What became of a correction; nothing of it can be changed here."""
        correction, published = self.object, self.object.published_in
        unconfirmed = Correction.objects.unconfirmed().filter(pk=correction.pk).exists()
        signer = Signer.objects.filter(user=self.request.user.pk).first()
        signed = signer is not None and str(signer.pk) in signers_of(correction)
        context = {
            **self.about(correction),
            "note": note_of(published) if published else None,
            "passages": []
            if published
            else changed_passages(correction.base_document, correction.document),
            "unconfirmed": unconfirmed,
            "may_confirm": unconfirmed and self.may("review", correction) and not signed,
            "may_add": self.model_admin.has_add_permission(self.request),
            "decisions": correction.elsewhere.select_related("article", "decided_by", "proposal"),
        }
        return self.render(f"{_TEMPLATES}/decided.html", correction.article.title, **context)


def _others(correction: Correction) -> list[str]:
    """The names of those who wrote at a proposal besides its proposer."""
    signers = Signer.objects.filter(pk__in=correction.writers).exclude(pk=correction.proposer_id)
    return list(signers.order_by("name").values_list("name", flat=True))


def _changes(correction: Correction, where: Placed) -> dict[str, Any]:
    """What would change, and what speaks against it."""
    return {
        "where": where,
        "seal": approval_seal(correction, where.newest),
        "problems": problems_of(correction),
        "asked": asked(correction, where),
        "still": still_repeated(where.newest, where.now, where.then),
        "merged": where.newest.number if where.newest.pk != correction.base_id else None,
        "passages": changed_passages(where.now, where.then),
        "pairs": pairs_of(correction),
    }


def _void(void: Void, where: Placed) -> dict[str, Any]:
    """Why an approval doesn't stand, and what was published since in the places of it."""
    labels = tuple(change.label for change in void.changes)
    passages = changed_passages(words_of(void.seen), where.now) if void.seen else []
    return {
        "void": void,
        "published_since": [passage for passage in passages if passage.label.startswith(labels)],
    }


def _as_read(correction: Correction, where: Placed) -> dict[str, Any]:
    """The note and the page as readers would get them."""
    sources = list(correction.sources.all())
    name = correction.proposer.name
    note = note_as_proposed(correction, where, sources=sources, proposer=name)
    decoration = decoration_as_proposed(correction, where, note)
    return {
        "note": note,
        "sources": sources,
        "top": served(f"{decoration.banners}{decoration.top}"),
        "html": served(body_of(where.then, decoration)),
    }
