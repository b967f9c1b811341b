"""Writing a proposal: the text itself is edited, what changed is computed and shown beside it."""

from functools import cached_property
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from articles.admin.desk import DatabaseBusy, DeskView
from articles.models import Article
from articles.reading import words_of
from corrections.admin.sheet import MINOR, ProposalSheet, new_sheet, sheet_of
from corrections.models import Correction, Deed, history_of
from corrections.proposing.drafting import NotOpen, Overtaken, correctable, propose, revise, submit
from corrections.proposing.elsewhere import still_repeated
from documents.document import Document
from documents.passages_changed import changed_passages
from record.refusals import UserFacing

SENT = "It is in review. Whoever may review it sees it on the first page of the desk."
_TEMPLATES = "admin/corrections/correction"
_NEVER_SEEN = "This is a draft: no reader has seen it, so it is edited here and not corrected."
_NOT_CORRECTABLE = "There is no published explainer that could be corrected at this address."

About = TypeVar("About")


class SheetView(DeskView[About]):
    """The sheet of a proposal; saves it as a draft, sends it to review, or shows what changes."""

    @cached_property
    def sheet(self) -> ProposalSheet:
        """The forms, as they stand or with what was typed."""
        raise NotImplementedError

    def save(self) -> Correction:
        """The proposal as it was typed on a valid sheet."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The sheet as it stands."""
        correction = self.sheet.correction
        return self.form(document=correction.document if correction else None)

    def act(self) -> HttpResponseBase:
        """Saves what was typed, if it is right; if only the changes are asked for, shows them."""
        is_valid, typed = self.sheet.is_valid(), self.request.POST
        if "_see" in typed or "_fragment" in typed:
            return self._changes(is_valid=is_valid)
        if not is_valid:
            return self.form()
        if self._is_sent and not self.sheet.is_complete():
            return self.form(document=self.sheet.document())
        proposal = self.save()
        if self._is_sent:
            submit(proposal, by=self.signer())
        return self._saved(proposal)

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The sheet again, with what was typed."""
        if isinstance(refusal, DatabaseBusy):
            self.tell(f"{refusal.sentence} Your text is below.", messages.ERROR)
            return self.form(document=self.sheet.document(), status=503)
        self.tell_refusal(refusal)
        return self.form(document=self.sheet.document(), status=409)

    def form(
        self, document: Document | None = None, *, status: int = 200, **more: Any
    ) -> HttpResponseBase:
        """The sheet, or its changes alone; `document` is what it says, where that is known."""
        shown = {**self._shown(document), **more}
        title = f"Correct “{self.sheet.article.title}”"
        if "_fragment" not in self.request.POST:
            return self.render(f"{_TEMPLATES}/proposal.html", title, status=status, **shown)
        page = self.render(f"{_TEMPLATES}/_changes.html", title, status=status, **shown)
        page["X-Fragment"] = "1"
        return page

    def _shown(self, document: Document | None) -> dict[str, Any]:
        sheet, correction = self.sheet, self.sheet.correction
        return {
            "sheet": sheet,
            "article": sheet.article,
            "correction": correction,
            "standing": correction.stage if correction else "A new correction",
            "wrong": len(sheet.messages()) if sheet.form.is_bound else 0,
            "passages": changed_passages(sheet.before, document) if document else [],
            "still": still_repeated(sheet.version, sheet.before, document) if document else [],
            "history": history_of(correction) if correction else [],
            "form_url": "",
        }

    def _changes(self, *, is_valid: bool) -> HttpResponseBase:
        """What the sheet would change, and what keeps that from review. Saves nothing."""
        if not is_valid:
            return self.form(seen=False)
        problems = self.sheet.guarded()
        return self.form(self.sheet.document(), seen=True, problems=problems)

    @property
    def _is_sent(self) -> bool:
        """Whether it goes to review, as what was chosen or as a minor correction."""
        return not {"_submit", MINOR}.isdisjoint(self.request.POST)

    def _saved(self, proposal: Correction) -> HttpResponseBase:
        if self._is_sent:
            self.log("Sent to review.", proposal)
            self.tell(SENT)
        else:
            self.tell("The proposal is saved. Readers see nothing of it.", messages.INFO)
        return self.to("change", proposal.pk)


class NewProposalPage(SheetView[Article]):
    """The sheet of a new proposal for an explainer."""

    permission = "add"

    def fetch(self) -> Article | None:
        """What readers have seen and what can still be read."""
        return correctable(self.kwargs["article"])

    def gone(self) -> HttpResponseBase:
        """Why there is nothing to correct."""
        draft = Article.objects.filter(pk=self.kwargs["article"], version__isnull=True).first()
        self.tell(_NEVER_SEEN if draft else _NOT_CORRECTABLE, messages.WARNING)
        if draft:
            return redirect("admin:articles_article_change", draft.pk)
        return redirect("admin:articles_article_changelist")

    @cached_property
    def sheet(self) -> ProposalSheet:
        """The words that readers have, as they stand or with what was typed."""
        return new_sheet(self.object, self.request)

    def save(self) -> Correction:
        """A new proposal."""
        article, base = self.sheet.article, self.sheet.version
        proposal = propose(article, by=self.signer(), base=base, **self.sheet.proposed())
        self.log("Begun.", proposal, is_new=True)
        return proposal


class ProposalPage(SheetView[Correction]):
    """The sheet of a proposal that nobody has decided about; saving takes it out of review."""

    def divert(self) -> HttpResponseBase | None:
        """Where it was decided already: what was typed, or back."""
        if self.object.is_open:
            return None
        return self._too_late() if self.request.method == "POST" else self.back()

    @cached_property
    def sheet(self) -> ProposalSheet:
        """The proposal, as it stands or with what was typed."""
        return sheet_of(self.object, self.request)

    def save(self) -> Correction:
        """The proposal with what was typed."""
        edition = self.sheet.form.base
        typed = self.sheet.proposed()
        proposal = revise(self.object, by=self.signer(), edition=edition, **typed)
        self.log("Saved.", proposal)
        return proposal

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The sheet again; somebody else was faster, with her words or with a decision."""
        if isinstance(refusal, NotOpen):
            return self._too_late()
        if not isinstance(refusal, Overtaken):
            return super().refused(refusal)
        now = Correction.objects.get(pk=self.object.pk)
        self.sheet.form.overtaken(now.edition)
        last = now.events.filter(deed=Deed.REVISED).select_related("by").last()
        name = last.by.name if last else now.proposer.name
        return self.form(self.sheet.document(), overtaken=now, overtaken_by=name, status=409)

    def _too_late(self) -> HttpResponseBase:
        """What was typed on a proposal that was decided: it can be kept as a new one."""
        article, base = self.object.article, self.object.base
        self.sheet = ProposalSheet(article, base, words_of(base), None, self.request.POST)
        self.sheet.is_valid()
        now = Correction.objects.get(pk=self.object.pk)
        address = reverse("admin:corrections_correction_correct", args=[article.pk])
        return self.form(too_late=now, form_url=address, status=409)


class StartPage(DeskView[Correction]):
    """A new proposal without an explainer: it begins at the list of those."""

    permission = "add"

    def fetch(self) -> Correction:
        """A new one."""
        return Correction()

    def divert(self) -> HttpResponseBase:
        """To that list."""
        text = "A correction starts from its explainer: open it here, then choose “Correct this”."
        self.tell(text, messages.INFO)
        return redirect("admin:articles_article_changelist")
