"""Writing a proposal: the text itself is edited, what changed is computed and shown beside it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.admin.preview import preview, refused
from articles.admin.publication import BUSY
from articles.document import Document
from articles.models import Article
from articles.reading import document_at
from corrections.admin.listing import ListedCorrections, standing
from corrections.admin.sheet import ProposalSheet, number_typed
from corrections.elsewhere import still_said
from corrections.kinds import KINDS
from corrections.mailing import send_after_commit, tell_reviewers
from corrections.merging import Overlap
from corrections.models import Correction, State
from corrections.previewing import decoration_as_proposed, head_as_proposed, note_as_proposed
from corrections.proposing import NotOpen, Overtaken, propose, revise, submit
from corrections.publishing import placed
from corrections.said import said
from record.models import Signer, Version

_TEMPLATES = "admin/corrections/correction"
SENT = "It is in review. Whoever may review it sees it on the first page of the desk."


class Writing(ListedCorrections):
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

    def context(self, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
        """What every page about a correction shows."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            **more,
        }

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
            send_after_commit(tell_reviewers(saved))
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
            base, before = correction.base, _words_of(correction.base)
            sheet = ProposalSheet(correction.article, base, before, None, request.POST)
            sheet.is_valid()
        if sheet is None:
            return redirect("admin:corrections_correction_change", correction.pk)
        held = Correction.objects.get(pk=correction.pk)
        sheet.correction = None
        address = reverse("admin:corrections_correction_correct", args=[correction.article_id])
        return self._form(request, sheet, too_late=held, form_url=address, status=409)

    # -- Showing ---------------------------------------------------------------------------------

    def _form(
        self,
        request: HttpRequest,
        sheet: ProposalSheet,
        *,
        seen: bool | None = None,
        document: Document | None = None,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """The sheet; `seen` says that its changes were asked for, and whether it is valid.

        `document` is what a valid sheet says, where that is known.
        """
        bound, correction = sheet.form.is_bound, sheet.correction
        if seen:
            document = sheet.document()
        elif correction and not bound:
            document = correction.document
        context = {
            **self.context(request, f"Correct “{sheet.article.title}”"),
            "sheet": sheet,
            "article": sheet.article,
            "correction": correction,
            "standing": standing(correction) if correction else "A new correction",
            "wrong": len(sheet.messages()) if bound else 0,
            "seen": seen,
            "passages": said(sheet.before, document) if document else [],
            "problems": sheet.guarded() if seen else [],
            "still": still_said(sheet.version, sheet.before, document) if document else [],
            "form_url": "",
            **context,
        }
        fragment = "_fragment" in request.POST
        template = "_changes.html" if fragment else "proposal.html"
        headers = {"X-Fragment": "1"} if fragment else None
        template = f"{_TEMPLATES}/{template}"
        return TemplateResponse(request, template, context, status=status, headers=headers)

    def _preview_typed(self, request: HttpRequest, sheet: ProposalSheet) -> HttpResponse:
        if not sheet.is_valid():
            return refused(request, sheet.messages(), self.context(request, ""))
        return self._preview(request, sheet.candidate(), sheet.sources())

    def _preview(
        self, request: HttpRequest, correction: Correction, sources: list[Any]
    ) -> HttpResponse:
        try:
            where = placed(correction)
        except Overlap:
            text = "Other words were published in the same place meanwhile. Save, then go on."
            return refused(request, [text], self.context(request, ""))
        user: Any = request.user
        name = user.get_full_name() or user.get_username()
        note = note_as_proposed(correction, where, sources=sources, proposer=name)
        decoration = decoration_as_proposed(correction, where, note)
        article = correction.article
        return preview(
            request,
            where.then,
            article,
            article.topics.all(),
            head=head_as_proposed(correction, where, decoration),
            decoration=decoration,
        )

    # -- Finding ---------------------------------------------------------------------------------

    def _sheet_of(
        self, article: Article, correction: Correction | None, request: HttpRequest
    ) -> ProposalSheet:
        data = request.POST if request.method == "POST" else None
        if correction is not None:
            before = correction.base_document
            return ProposalSheet(article, correction.base, before, correction, data)
        versions = Version.objects.of(article.pk)
        base = versions.filter(number=number_typed(data or {})).first() or versions.newest()
        assert base is not None  # noqa: S101 - what is corrected was published
        first = _first(request, article)
        return ProposalSheet(article, base, _words_of(base), None, data, first)

    def _held(self, pk: int) -> Correction | None:
        found = Correction.objects.select_related("article__page", "proposer", "base")
        return found.filter(pk=pk).first()

    def _gone(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, "This correction isn’t here.", messages.WARNING)
        return redirect("admin:corrections_correction_changelist")

    def _not_correctable(self, request: HttpRequest, article: UUID) -> HttpResponse:
        if Article.objects.filter(pk=article, version__isnull=True).exists():
            text = "This is a draft: no reader has seen it, so it is edited here and not corrected."
            self.message_user(request, text, messages.WARNING)
            return redirect("admin:articles_article_change", article)
        text = "There is no published explainer that could be corrected at this address."
        self.message_user(request, text, messages.WARNING)
        return redirect("admin:articles_article_changelist")


def _correctable(pk: UUID) -> Article | None:
    return Article.objects.published().select_related("page", "version").filter(pk=pk).first()


def _words_of(version: Version) -> Document:
    return document_at(version)


def _first(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What the address asks for: a kind, and the number of a correction that is amended."""
    kind, number = request.GET.get("kind", ""), request.GET.get("amends", "")
    first: dict[str, Any] = {"kind": kind} if kind in KINDS else {}
    if number.isascii() and number.isdigit() and len(number) < 10:
        first["amends"] = article.corrections.filter(number=int(number)).first()
    return first
