"""Review: base, proposal, changes, sources and guards on one page, and what comes of it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.admin.publication import BUSY
from articles.following import Busy, Removed
from corrections.admin.review_pages import ReviewPages
from corrections.admin.writing import SENT
from corrections.kinds import KINDS
from corrections.models import Correction, State
from corrections.proposing.drafting import Incomplete, NotOpen, submit, withdraw
from corrections.publishing.publishing import SameSigner, Void
from corrections.review.approving import approve
from corrections.review.confirming import NotPending, confirm
from corrections.review.deciding import Undecided
from corrections.review.reviewing import reject, send_back
from documents.merging import Overlap
from record.chain import ClockBehind
from record.models import Signer, Version

Act = Callable[[HttpRequest, Correction], None]


class Reviewing(ReviewPages):
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
        except (Void, NotOpen, Busy, Removed, ClockBehind) as error:
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
        # The record says that its proposer handed it in, and when: nobody does it in her name.
        if correction.proposer.user_id not in (None, request.user.pk):
            raise ValueError(
                "Only its proposer sends a proposal to review. Save it, and it is yours."
            )
        submit(correction, by=Signer.of(request.user))
        self.log_change(request, correction, "Sent to review.")
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
