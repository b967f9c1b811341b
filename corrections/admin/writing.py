"""Writing a proposal: the text itself is edited, what changed is computed and shown beside it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from articles.admin.publication import BUSY
from articles.models import Article
from articles.reading import NoWords, words_of
from corrections.admin.sheet import ProposalSheet
from corrections.admin.showing import Showing
from corrections.models import Correction, State
from corrections.proposing.drafting import NotOpen, Overtaken, propose, revise, submit
from documents.document import Document
from record.models import Signer

SENT = "It is in review. Whoever may review it sees it on the first page of the desk."


class Writing(Showing):
    """Proposals, from the first word until they are sent to review."""

    def get_urls(self) -> list[URLPattern]:
        """With the pages on which a proposal is written."""
        view, name = self.admin_site.admin_view, "corrections_correction_"
        return [
            path("correct/<uuid:article>/", view(self.correct_view), name=f"{name}correct"),
            path(
                "correct/<uuid:article>/preview/",
                view(self.preview_new_view),
                name=f"{name}preview_new",
            ),
            path("<int:pk>/edit/", view(self.edit_view), name=f"{name}edit"),
            path("<int:pk>/preview/", view(self.preview_view), name=f"{name}preview"),
            *super().get_urls(),
        ]

    def correct_view(self, request: HttpRequest, article: UUID) -> HttpResponse:
        """The sheet of a new proposal; saves it as a draft or sends it to review."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        held = _correctable(article)
        if held is None:
            return self._not_correctable(request, article)
        if request.method == "POST":
            return self._save(request, self._sheet_of(held, None, request))
        return self._form(request, self._sheet_of(held, None, request))

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The sheet of a proposal that wasn't decided; editing takes it out of review."""
        correction = self._held(pk)
        if not self.has_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            return self._gone(request)
        if correction.state not in (State.DRAFT, State.IN_REVIEW):
            return self._too_late(request, correction)
        sheet = self._sheet_of(correction.article, correction, request)
        return (
            self._save(request, sheet) if request.method == "POST" else self._form(request, sheet)
        )

    def preview_new_view(self, request: HttpRequest, article: UUID) -> HttpResponse:
        """What is typed as readers would see it. Saves nothing."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        held = _correctable(article)
        if held is None or request.method != "POST":
            return redirect("admin:corrections_correction_correct", article)
        return self._preview_typed(request, self._sheet_of(held, None, request))

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is typed, or for GET what is saved, as readers would see it. Saves nothing."""
        correction = self._held(pk)
        if not self.has_view_or_change_permission(request, correction):
            raise PermissionDenied
        if correction is None:
            return self._gone(request)
        if correction.state not in (State.DRAFT, State.IN_REVIEW):
            return redirect("admin:corrections_correction_change", pk)
        if request.method == "POST":
            sheet = self._sheet_of(correction.article, correction, request)
            return self._preview_typed(request, sheet)
        return self._preview(request, correction, list(correction.sources.all()))

    # -- Saving ----------------------------------------------------------------------------------

    def _save(self, request: HttpRequest, sheet: ProposalSheet) -> HttpResponse:
        valid = sheet.is_valid()
        if "_see" in request.POST or "_fragment" in request.POST:
            return self._form(request, sheet, seen=valid)
        if not valid:
            return self._form(request, sheet)
        document = sheet.document()
        if "_submit" in request.POST and not sheet.is_complete():
            return self._form(request, sheet, document=document)
        try:
            saved = self._saved(request, sheet)
            if "_submit" in request.POST:
                submit(saved, by=Signer.of(request.user))
        except Overtaken:
            return self._overtaken(request, sheet, document)
        except NotOpen:
            return self._too_late(request, sheet.correction, sheet)
        except OperationalError:
            self.message_user(request, f"{BUSY} Your text is below.", messages.ERROR)
            return self._form(request, sheet, document=document, status=503)
        return self._after(request, saved)

    def _saved(self, request: HttpRequest, sheet: ProposalSheet) -> Correction:
        by = Signer.of(request.user)
        told = {**sheet.told(), "sources": sheet.typed_sources()}
        if sheet.correction is None:
            made = propose(sheet.article, sheet.document(), by=by, base=sheet.version, **told)
            self.log_addition(request, made, "Begun.")
            return made
        held = revise(sheet.correction, sheet.document(), by=by, edition=sheet.form.base, **told)
        self.log_change(request, held, "Saved.")
        return held

    def _after(self, request: HttpRequest, saved: Correction) -> HttpResponse:
        if "_submit" in request.POST:
            self.log_change(request, saved, "Sent to review.")
            self.message_user(request, SENT, messages.SUCCESS)
        else:
            self.message_user(request, "The proposal is saved. Readers see nothing of it.")
        return redirect("admin:corrections_correction_change", saved.pk)

    def _overtaken(
        self, request: HttpRequest, sheet: ProposalSheet, document: Document
    ) -> HttpResponse:
        assert sheet.correction is not None  # noqa: S101 - a new one can't be overtaken
        held = Correction.objects.select_related("proposer").get(pk=sheet.correction.pk)
        sheet.form.overtaken(held.edition)
        return self._form(request, sheet, document=document, overtaken=held, status=409)

    def _too_late(
        self,
        request: HttpRequest,
        correction: Correction | None,
        sheet: ProposalSheet | None = None,
    ) -> HttpResponse:
        """What was typed on a proposal that was decided: it can be kept as a new one."""
        assert correction is not None  # noqa: S101 - a new one can't be too late
        if sheet is None and request.method == "POST":
            base, before = correction.base, words_of(correction.base)
            sheet = ProposalSheet(correction.article, base, before, None, request.POST)
            sheet.is_valid()
        if sheet is None:
            return redirect("admin:corrections_correction_change", correction.pk)
        held = Correction.objects.get(pk=correction.pk)
        sheet.correction = None
        address = reverse("admin:corrections_correction_correct", args=[correction.article_id])
        return self._form(request, sheet, too_late=held, form_url=address, status=409)

    def _not_correctable(self, request: HttpRequest, article: UUID) -> HttpResponse:
        if Article.objects.filter(pk=article, version__isnull=True).exists():
            text = "This is a draft: no reader has seen it, so it is edited here and not corrected."
            self.message_user(request, text, messages.WARNING)
            return redirect("admin:articles_article_change", article)
        text = "There is no published explainer that could be corrected at this address."
        self.message_user(request, text, messages.WARNING)
        return redirect("admin:articles_article_changelist")


def _correctable(pk: UUID) -> Article | None:
    """What readers have seen and what can still be read: a removed one comes back this way."""
    found = Article.objects.filter(pk=pk, version__isnull=False)
    article = found.select_related("page", "version").first()
    if article is None or article.version is None:
        return None
    try:
        words_of(article.version)
    except NoWords:
        return None  # Its words were destroyed.
    return article
