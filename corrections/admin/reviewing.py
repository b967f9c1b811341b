"""Review: base, proposal, changes, sources and guards on one page, and what comes of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.admin.publication import BUSY
from articles.reading import NoWords, body_of
from articles.views.finding import served
from corrections.admin.listing import standing
from corrections.admin.writing import SENT, Writing
from corrections.approving import approve
from corrections.binding import approval_seal
from corrections.confirming import NotPending, confirm
from corrections.deciding import Undecided, asked
from corrections.elsewhere import still_said
from corrections.explaining import problems_of
from corrections.kinds import KINDS
from corrections.mailing import send_after_commit, tell_reviewers
from corrections.merging import Overlap
from corrections.models import Correction, State
from corrections.notes import note_of
from corrections.previewing import decoration_as_proposed, note_as_proposed
from corrections.proposing import Incomplete, NotOpen, submit, withdraw
from corrections.publishing import Placed, SameSigner, Void, placed
from corrections.review import reject, send_back
from corrections.said import said
from record.chain import ClockBehind
from record.models import Signer, Version

#: Kinds that need more than the right to review.
RETRACTING = ("retraction", "reinstatement")
_TEMPLATES = "admin/corrections/correction"
Act = Callable[[HttpRequest, Correction], None]


class Reviewing(Writing):
    """What a second person does. No view here opens a transaction: `publish` needs its own."""

    def get_urls(self) -> list[URLPattern]:
        """With the steps of a review."""
        steps = (
            ("approve", self._approve),
            ("alone", self._alone),
            ("send_back", self._send_back),
            ("reject", self._reject),
            ("withdraw", self._withdraw),
            ("submit", self._submit),
            ("confirm", self._confirm),
        )
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self._step(act)),
                name=f"corrections_correction_{name}",
            )
            for name, act in steps
        ] + super().get_urls()

    def may_review(self, request: HttpRequest, correction: Correction) -> bool:
        """Whether this account may decide about `correction`."""
        allowed = request.user.has_perm("corrections.review_correction")
        if correction.kind in RETRACTING:
            allowed = allowed and request.user.has_perm("corrections.retract_correction")
        return allowed

    # -- Showing ---------------------------------------------------------------------------------

    def review_page(self, request: HttpRequest, correction: Correction) -> HttpResponse:
        """All of a proposal on one page; reading it changes nothing."""
        try:
            where = placed(correction)
        except Overlap:
            return redirect("admin:corrections_correction_conflict", correction.pk)
        mine = correction.proposer.user_id == request.user.pk
        context = {
            **self.context(request, correction.article.title),
            "correction": correction,
            "article": correction.article,
            "standing": standing(correction),
            "rule": KINDS[correction.kind],
            "mine": mine,
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

    # -- Acting ----------------------------------------------------------------------------------

    def _step(self, act: Act) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            correction = self._held(pk)
            if not self.has_view_or_change_permission(request, correction):
                raise PermissionDenied
            if correction is None:
                return self._gone(request)
            here = redirect("admin:corrections_correction_change", pk)
            if request.method == "POST" and self._acted(request, correction, act):
                return here
            # What was typed beside a button that couldn't do its work is given back.
            typed = request.POST.get("reason", "")
            return self._again(request, correction, typed) if typed else here

        return view

    def _acted(self, request: HttpRequest, correction: Correction, act: Act) -> bool:
        try:
            act(request, correction)
        except Overlap:
            text = "Other words were published in the same place meanwhile. Say what shall stand."
            self.message_user(request, text, messages.ERROR)
        except (Incomplete, Undecided, NotPending, SameSigner, ValueError) as error:
            self.message_user(request, str(error), messages.ERROR)
        except (Void, NotOpen, NoWords, ClockBehind) as error:
            text = str(error)
            self.message_user(request, f"{text[:1].upper()}{text[1:]}.", messages.ERROR)
        except OperationalError:
            self.message_user(request, BUSY, messages.ERROR)
        except DatabaseError:
            text = "The database refused this, so nothing was changed. Try again."
            self.message_user(request, text, messages.ERROR)
        else:
            return True
        return False

    def _again(self, request: HttpRequest, correction: Correction, typed: str) -> HttpResponse:
        held = self._held(correction.pk)
        if held is None or held.state != State.IN_REVIEW:
            self.message_user(request, f"You had typed: {typed}", messages.INFO)
            return redirect("admin:corrections_correction_change", correction.pk)
        page = self.review_page(request, held)
        if isinstance(page, TemplateResponse) and page.context_data is not None:
            page.context_data["typed"] = typed
        return page

    def _approve(self, request: HttpRequest, correction: Correction) -> None:
        self.approve_sealed(request, correction, request.POST.get("seal", ""))

    def approve_sealed(self, request: HttpRequest, correction: Correction, seal: str) -> None:
        """Publishes `correction` for the second person that `request` comes from."""
        self._need_review(request, correction)
        version = approve(correction, by=Signer.of(request.user), seal=seal)
        self._tell_published(request, version, correction)

    def _alone(self, request: HttpRequest, correction: Correction) -> None:
        self._need_review(request, correction)
        reason = request.POST.get("reason", "").strip()
        if correction.proposer.user_id != request.user.pk:
            raise ValueError(
                "Somebody else proposed this, so you can approve it as a second person."
            )
        if not KINDS[correction.kind].second_person:
            raise ValueError("This kind needs no second person: publish it.")
        if not reason:
            raise ValueError("Say why nobody else can approve it: readers see the reason.")
        by, seal = Signer.of(request.user), request.POST.get("seal", "")
        version = approve(correction, by=by, seal=seal, alone=reason)
        self._tell_published(request, version, correction)

    def _send_back(self, request: HttpRequest, correction: Correction) -> None:
        self._need_review(request, correction)
        comment = request.POST.get("reason", "")
        send_back(correction, by=Signer.of(request.user), comment=comment)
        self.log_change(request, correction, "Sent back.")
        self.message_user(request, "It is back with its proposer, with your comment.")

    def _reject(self, request: HttpRequest, correction: Correction) -> None:
        self._need_review(request, correction)
        reject(correction, by=Signer.of(request.user), reason=request.POST.get("reason", ""))
        self.log_change(request, correction, "Rejected.")
        self.message_user(request, "It is rejected, and kept with your reason.")

    def _withdraw(self, request: HttpRequest, correction: Correction) -> None:
        self._need_change(request, correction)
        if correction.proposer.user_id != request.user.pk:
            raise ValueError("Only its proposer withdraws a proposal. You can reject it.")
        withdraw(correction, by=Signer.of(request.user))
        self.log_change(request, correction, "Withdrawn.")
        self.message_user(request, "It is withdrawn, and kept.")

    def _submit(self, request: HttpRequest, correction: Correction) -> None:
        self._need_change(request, correction)
        if correction.state != State.DRAFT:
            raise NotOpen(f"this correction is {correction.get_state_display().lower()}")
        submit(correction, by=Signer.of(request.user))
        self.log_change(request, correction, "Sent to review.")
        send_after_commit(tell_reviewers(correction))
        self.message_user(request, SENT, messages.SUCCESS)

    def _confirm(self, request: HttpRequest, correction: Correction) -> None:
        self._need_review(request, correction)
        confirm(correction, by=Signer.of(request.user))
        self.log_change(request, correction, "Confirmed.")
        text = "You have confirmed it. Readers no longer see “second review pending”."
        self.message_user(request, text, messages.SUCCESS)

    def _need_review(self, request: HttpRequest, correction: Correction) -> None:
        if not self.may_review(request, correction):
            raise PermissionDenied

    def _need_change(self, request: HttpRequest, correction: Correction) -> None:
        if not self.has_change_permission(request, correction):
            raise PermissionDenied

    def _tell_published(
        self, request: HttpRequest, version: Version, correction: Correction
    ) -> None:
        held = Correction.objects.get(pk=correction.pk)
        self.log_change(request, held, "Published.")
        text = format_html(
            'Published as correction {}, version {}. <a href="{}">Read it as readers see it</a>',
            held.number,
            version.number,
            f"{reverse('articles:detail', args=[correction.article.slug])}#note-{held.number}"
            if KINDS[held.kind].significant
            else held.get_absolute_url(),
        )
        self.message_user(request, text, messages.SUCCESS)


def _account(correction: Correction) -> Any:
    return correction.approver.user_id if correction.approver else None
