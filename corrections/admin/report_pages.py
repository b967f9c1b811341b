"""The page of a reader's report: what she says, where it stands, and how it is answered."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from articles.admin.desk import DeskView
from articles.fields import NormalisedCharField
from articles.reading import document_at
from corrections.answering import outcome_of
from corrections.models import Correction, ErrorReport
from corrections.reports.reporting import NoDuplicate, accept, decline, mark_duplicate
from documents.quotations import Quotation, quotation_in, readable_texts
from record.models import Version
from record.refusals import UserFacing

_LONGEST_REASON = 2000


class DeclineForm(forms.Form):
    """Why the text stays as it is."""

    reason = NormalisedCharField(
        label="Why the text stays as it is",
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text="The reporter reads this, word for word.",
        error_messages={"required": "Say why; whoever reported it will read this."},
    )


class _ReportChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.pk}: {obj.quoted}"


class DuplicateForm(forms.Form):
    """Which report says the same: another of the same explainer."""

    of = _ReportChoice(
        queryset=ErrorReport.objects.none(),
        label="The report that says the same",
        empty_label="Choose one",
        help_text="Its reporter and this one get the same answer.",
        error_messages={"required": "Choose the report that says the same."},
    )

    def __init__(self, *args: Any, report: ErrorReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["of"]
        field.queryset = ErrorReport.objects.others_like(report)


class ReportView(DeskView[ErrorReport]):
    """The page of a report, which each answer shows again where something is missing."""

    def page(self, **typed: forms.Form) -> HttpResponseBase:
        """The report, to be read; `typed` are forms that were sent already."""
        report = self.object
        may_change = self.model_admin.has_change_permission(self.request, report)
        answers: dict[str, Any] = {
            "decline_form": DeclineForm(),
            "duplicate_form": DuplicateForm(report=report),
        }
        return self.render(
            "admin/corrections/errorreport/report.html",
            f"Report {report.pk}",
            report=report,
            article=report.article,
            standing=report.stage,
            outcome=outcome_of(report),
            proposal_url=_address_of(report.correction) if report.correction else "",
            may_answer=report.answered_at is None and may_change,
            **_texts(report),
            **answers | typed,
        )

    def answered(self, log: str, text: str) -> HttpResponseBase:
        """To the queue, with what was done."""
        self.log(log)
        self.tell(text)
        return self.to("changelist")


class ReportPage(ReportView):
    """The report; its answers have addresses of their own."""

    permission = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page."""
        return self.page()


class AcceptStep(ReportView):
    """It is an error: makes a proposal of it and opens that."""

    def act(self) -> HttpResponseBase:
        """Nothing is published by that."""
        correction = accept(self.object, by=self.signer())
        self.log("Accepted.")
        text = "Accepted: here is the proposal. Its words are those that stand; change them now."
        self.tell(text)
        return redirect(_address_of(correction))


class DeclineStep(ReportView):
    """It isn't: closes it with the reason that was given."""

    def act(self) -> HttpResponseBase:
        """The reporter reads the reason."""
        form = DeclineForm(self.request.POST)
        if not form.is_valid():
            return self.page(decline_form=form)
        decline(self.object, by=self.signer(), reason=form.cleaned_data["reason"])
        return self.answered("Declined.", "Declined; its reporter can read why.")


class DuplicateStep(ReportView):
    """It was reported before: closes it as a repetition of the report that was chosen."""

    def act(self) -> HttpResponseBase:
        """Its reporter sees what becomes of the other."""
        self.form = DuplicateForm(self.request.POST, report=self.object)
        if not self.form.is_valid():
            return self.page(duplicate_form=self.form)
        other = self.form.cleaned_data["of"]
        mark_duplicate(self.object, by=self.signer(), of=other)
        text = "Closed; its reporter sees what becomes of the other report."
        return self.answered(f"Repeats report {other.pk}.", text)

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The message stands beside the choice, where that is the reason."""
        if not isinstance(refusal, NoDuplicate):
            return super().refused(refusal)
        self.form.add_error("of", refusal.sentence)
        return self.page(duplicate_form=self.form)


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


def _passage(version: Version | None, report: ErrorReport) -> Quotation | None:
    """The words where they stand in `version`; else the whole part, with nothing in it marked."""
    if version is None or version.members["document"] is None:
        return None
    document = document_at(version)
    passage = quotation_in(document, report.words, report.part)
    if passage and passage.part == report.part:
        return passage
    text = dict(readable_texts(document)).get(report.part)
    return Quotation(report.part, text, len(text), len(text)) if text else None


def _address_of(correction: Correction) -> str:
    return reverse("admin:corrections_correction_change", args=[correction.pk])
