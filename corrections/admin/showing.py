"""Showing a proposal: its sheet, what changes, and the page as readers would see it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles.admin.preview import preview, refused
from articles.models import Article
from articles.reading import words_of
from corrections.admin.listing import ListedCorrections, standing
from corrections.admin.sheet import ProposalSheet
from corrections.kinds import KINDS
from corrections.models import Correction
from corrections.notes.previewing import decoration_as_proposed, head_as_proposed, note_as_proposed
from corrections.proposing.elsewhere import still_said
from corrections.publishing.publishing import placed
from documents.document import Document
from documents.merging import Overlap
from documents.passages_changed import said
from record.models import Version

_TEMPLATES = "admin/corrections/correction"


class Showing(ListedCorrections):
    """The pages of a proposal that is being written; none of them saves anything."""

    def context(self, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
        """What every page about a correction shows."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            **more,
        }

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

    def _sheet_of(
        self, article: Article, correction: Correction | None, request: HttpRequest
    ) -> ProposalSheet:
        data = request.POST if request.method == "POST" else None
        if correction is not None:
            before = correction.base_document
            return ProposalSheet(article, correction.base, before, correction, data)
        versions = Version.objects.of(article.pk)
        base = versions.filter(number=_number_typed(data or {})).first() or versions.newest()
        assert base is not None  # noqa: S101 - what is corrected was published
        first = _first(request, article)
        return ProposalSheet(article, base, words_of(base), None, data, first)

    def _held(self, pk: int) -> Correction | None:
        found = Correction.objects.select_related("article__page", "proposer", "base")
        return found.filter(pk=pk).first()

    def _gone(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, "This correction isn’t here.", messages.WARNING)
        return redirect("admin:corrections_correction_changelist")


def _first(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What the address asks for: a kind, and the number of a correction that is amended."""
    kind, number = request.GET.get("kind", ""), request.GET.get("amends", "")
    first: dict[str, Any] = {"kind": kind} if kind in KINDS else {}
    if number.isascii() and number.isdigit() and len(number) < 10:
        first["amends"] = article.corrections.filter(number=int(number)).first()
    return first


def _number_typed(data: Mapping[str, Any]) -> int:
    """The number of the version that a sheet was written on, as it was sent; 0 for none."""
    field = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    try:
        return field.clean(data.get("base_number")) or 0
    except forms.ValidationError:
        return 0
