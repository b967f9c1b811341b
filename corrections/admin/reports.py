"""The page of a reader's report: what she says, where it stands, and how it is answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse

from articles.admin.publication import BUSY
from articles.reading import document_at
from corrections.admin.report_forms import DeclineForm, DuplicateForm
from corrections.admin.report_list import ListedReports, standing
from corrections.answering import outcome_of
from corrections.models import Correction, ErrorReport
from corrections.reports.reporting import (
    AlreadyAnswered,
    CanNotBeAccepted,
    accept,
    decline,
    mark_duplicate,
)
from documents.quotations import Passage, passage_in, texts_of
from record.models import Signer, Version

Step = Callable[[HttpRequest, ErrorReport], HttpResponse]


@admin.register(ErrorReport)
class ReportAdmin(ListedReports):
    """Reports are read and answered; nothing that a reader wrote is edited."""

    def get_urls(self) -> list[URLPattern]:
        """With the three answers."""
        steps = (("accept", self.accept), ("decline", self.decline), ("duplicate", self.duplicate))
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(self._step(step)),
                name=f"corrections_errorreport_{name}",
            )
            for name, step in steps
        ] + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The report, to be read; the answers have addresses of their own."""
        report = self._report(object_id)
        if report is None:
            return self._gone(request)
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        return self._page(request, report)

    def accept(self, request: HttpRequest, report: ErrorReport) -> HttpResponse:
        """Makes a proposal of it and opens that."""
        correction = accept(report, by=Signer.of(request.user))
        self.log_change(request, report, "Accepted.")
        text = "Accepted: here is the proposal. Its words are those that stand; change them now."
        self.message_user(request, text, messages.SUCCESS)
        return redirect(_address_of(correction))

    def decline(self, request: HttpRequest, report: ErrorReport) -> HttpResponse:
        """Closes it with the reason that was given."""
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self._page(request, report, decline_form=form)
        decline(report, by=Signer.of(request.user), reason=form.cleaned_data["reason"])
        self.log_change(request, report, "Declined.")
        self.message_user(request, "Declined; its reporter can read why.", messages.SUCCESS)
        return redirect("admin:corrections_errorreport_changelist")

    def duplicate(self, request: HttpRequest, report: ErrorReport) -> HttpResponse:
        """Closes it as a repetition of the report that was chosen."""
        form = DuplicateForm(request.POST, report=report)
        if form.is_valid():
            try:
                mark_duplicate(report, by=Signer.of(request.user), of=form.cleaned_data["of"])
            except ValueError as error:
                form.add_error("of", str(error))
        if not form.is_valid():
            return self._page(request, report, duplicate_form=form)
        self.log_change(request, report, f"Repeats report {form.cleaned_data['of'].pk}.")
        text = "Closed; its reporter sees what becomes of the other report."
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:corrections_errorreport_changelist")

    def _step(self, step: Step) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            report = self._report(str(pk))
            if report is None:
                return self._gone(request)
            if not self.has_change_permission(request, report):
                raise PermissionDenied
            here = redirect("admin:corrections_errorreport_change", report.pk)
            if request.method != "POST":
                return here
            try:
                return step(request, report)
            except (AlreadyAnswered, CanNotBeAccepted) as error:
                text = str(error)
                self.message_user(request, f"{text[:1].upper()}{text[1:]}.", messages.ERROR)
            except OperationalError:
                self.message_user(request, BUSY, messages.ERROR)
            return here

        return view

    def _page(self, request: HttpRequest, report: ErrorReport, **forms: Form) -> HttpResponse:
        may_answer = report.answered_at is None and self.has_change_permission(request, report)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Report {report.pk}",
            "report": report,
            "article": report.article,
            "standing": standing(report),
            "outcome": outcome_of(report),
            "proposal_url": _address_of(report.correction) if report.correction else "",
            "may_answer": may_answer,
            **_texts(report),
            "decline_form": DeclineForm(),
            "duplicate_form": DuplicateForm(report=report),
            **forms,
        }
        return TemplateResponse(request, "admin/corrections/errorreport/report.html", context)

    def _report(self, pk: str) -> ErrorReport | None:
        found = ErrorReport.objects.select_related(
            "article", "handled_by", "correction", "duplicate_of__correction"
        )
        is_number = pk.isascii() and pk.isdigit() and len(pk) < 16
        return found.filter(pk=int(pk)).first() if is_number else None

    def _gone(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, "There is no such report.", messages.WARNING)
        return redirect("admin:corrections_errorreport_changelist")


def _texts(report: ErrorReport) -> dict[str, Any]:
    """The passage as the reporter saw it, and as it stands: with the words in it, or the part."""
    versions = Version.objects.of(report.article_id)
    read = versions.filter(number=report.version_number).first()
    newest = versions.newest()
    since = Correction.objects.published().filter(number=report.corrected_by).first()
    same = read is not None and newest is not None and read.pk == newest.pk
    return {
        "read": _passage(read, report),
        "stands": None if same else _passage(newest, report),
        "newest_number": newest.number if newest else None,
        "since": since,
    }


def _passage(version: Version | None, report: ErrorReport) -> Passage | None:
    """The words where they stand in `version`; else the whole part, with nothing in it marked."""
    if version is None or version.members["document"] is None:
        return None
    document = document_at(version)
    found = passage_in(document, report.words, report.part)
    if found and found.part == report.part:
        return found
    text = dict(texts_of(document)).get(report.part)
    return Passage(report.part, text, len(text), len(text)) if text else None


def _address_of(correction: Correction) -> str:
    """The page of a proposal; where the admin has none, that of its explainer."""
    try:
        return reverse("admin:corrections_correction_change", args=[correction.pk])
    except NoReverseMatch:
        return reverse("admin:articles_article_change", args=[correction.article_id])
