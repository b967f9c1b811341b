"""The two lists of the desk, corrections and readers' reports: columns, filters, pages behind."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.desk import DeskAdmin
from corrections.admin.choosing import ChoicePage, OverlapPage
from corrections.admin.previews import NewProposalPreview, ProposalPreview
from corrections.admin.report_pages import AcceptStep, DeclineStep, DuplicateStep, ReportPage
from corrections.admin.review import CorrectionPage
from corrections.admin.steps import (
    AloneStep,
    ApproveStep,
    ConfirmStep,
    ElsewhereStep,
    IncidentPage,
    RejectStep,
    SendBackStep,
    SubmitStep,
    WithdrawStep,
)
from corrections.admin.writing import NewProposalPage, ProposalPage, StartPage
from corrections.kinds import KINDS
from corrections.models import Correction, ErrorReport


class StageFilter(admin.SimpleListFilter):
    """By where corrections stand."""

    title = "status"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What can be asked for."""
        return [
            ("in_review", "Waiting for review"),
            ("mine", "Mine, not decided"),
            ("from_files", "From changed files"),
            ("draft", "Being written"),
            ("sent_back", "Sent back"),
            ("unconfirmed", "Second review pending"),
            ("published", "Published"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The corrections that stand so."""
        corrections: Any = queryset
        chosen: QuerySet[Any] = queryset
        match self.value():
            case "in_review":
                chosen = corrections.waiting()
            case "mine":
                chosen = corrections.open().of_account(request.user)
            case "from_files" | "sent_back" | "unconfirmed" | "published" as question:
                chosen = getattr(corrections, question)()
            case "draft" | "rejected" | "withdrawn" as state:
                chosen = corrections.filter(state=state)
        return chosen


@admin.register(Correction)
class CorrectionAdmin(DeskAdmin):
    """Corrections, from the proposal to the second review."""

    list_display = ["explainer", "kind", "standing", "proposed_by", "since"]
    list_filter = [StageFilter, "kind"]
    list_per_page = 50
    list_select_related = ["article", "proposer"]
    search_fields = ["article__title", "right", "why", "proposer__name"]
    search_help_text = "Looks in titles, right facts, reasons and names."
    ordering = ["-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    gone = "This correction isn’t here."
    add_page = StartPage
    change_page = CorrectionPage
    pages = (
        ("correct/<uuid:article>/", "correct", NewProposalPage),
        ("correct/<uuid:article>/preview/", "preview_new", NewProposalPreview),
        ("<int:pk>/edit/", "edit", ProposalPage),
        ("<int:pk>/preview/", "preview", ProposalPreview),
        ("<int:pk>/choose/", "choose", ChoicePage),
        ("<int:pk>/conflict/", "conflict", OverlapPage),
        ("<int:pk>/elsewhere/", "elsewhere", ElsewhereStep),
        ("incident/<uuid:incident>/", "incident", IncidentPage),
        ("<int:pk>/approve/", "approve", ApproveStep),
        ("<int:pk>/alone/", "alone", AloneStep),
        ("<int:pk>/send_back/", "send_back", SendBackStep),
        ("<int:pk>/reject/", "reject", RejectStep),
        ("<int:pk>/withdraw/", "withdraw", WithdrawStep),
        ("<int:pk>/submit/", "submit", SubmitStep),
        ("<int:pk>/confirm/", "confirm", ConfirmStep),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the documents, which the list doesn't show."""
        return super().get_queryset(request).defer("proposed", "written_on")

    def page_rows(self, request: HttpRequest) -> QuerySet[Any]:
        """With what its pages show of it."""
        return Correction.objects.select_related("article__page", "proposer", "base")

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        """Nothing is deleted: what was published stays, what wasn't is withdrawn."""
        return False

    def has_review_permission(
        self, request: HttpRequest, correction: Correction | None = None
    ) -> bool:
        """Whether this account may decide about `correction`."""
        rights = ["corrections.review_correction"]
        if correction is not None and KINDS[correction.kind].publishers_only:
            rights.append("corrections.retract_correction")
        may_see: bool = self.has_view_or_change_permission(request, correction)
        return may_see and request.user.has_perms(rights)

    @admin.display(description="Explainer", ordering="article__title")
    def explainer(self, correction: Correction) -> SafeString:
        """What is corrected, and the right fact."""
        return format_html(
            '{}<span class="meta">{}</span>', correction.article.title, correction.right
        )

    @admin.display(description="Status", ordering="state")
    def standing(self, correction: Correction) -> SafeString:
        """Where it stands."""
        name = correction.state.replace("_", "-")
        return format_html('<span class="tag tag-{}">{}</span>', name, correction.stage)

    @admin.display(description="Proposed by", ordering="proposer__name")
    def proposed_by(self, correction: Correction) -> str:
        """Who proposed it."""
        return correction.proposer.name

    @admin.display(description="Since", ordering="submitted_at")
    def since(self, correction: Correction) -> str:
        """When it came to where it stands."""
        moment = correction.published_at or correction.submitted_at or correction.created_at
        return date_format(timezone.localtime(moment), "j M Y, H:i")


_WAITING, _SUSPECTED, _ALL = "waiting", "suspected", "all"


class QueueFilter(admin.SimpleListFilter):
    """By what became of them; the reports that wait, unless another list is asked for."""

    title = "list"
    parameter_name = "list"
    template = "admin/corrections/errorreport/filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What can be asked for."""
        return [
            (_WAITING, "Waiting"),
            (_SUSPECTED, "Perhaps spam"),
            ("accepted", "Accepted"),
            ("declined", "Declined"),
            ("duplicate", "Duplicates"),
            (_ALL, "All"),
        ]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Each list as a link; without a choice it is that of those that wait."""
        chosen = self.value() or _WAITING
        for key, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: key})
            yield {"selected": chosen == str(key), "query_string": query, "display": label}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The reports of the list."""
        reports: Any = queryset
        match self.value():
            case None | "waiting":
                return reports.waiting()  # type: ignore[no-any-return]
            case "suspected":
                return reports.suspects()  # type: ignore[no-any-return]
            case "all":
                return queryset
        return queryset.filter(state=self.value())


@admin.register(ErrorReport)
class ReportAdmin(DeskAdmin):
    """Reports are read and answered; nothing that a reader wrote is edited."""

    list_display = ["quoted", "explainer", "standing", "passage", "received"]
    list_display_links = ["quoted"]
    list_filter = [QueueFilter]
    list_select_related = ["article"]
    list_per_page = 50
    search_fields = ["words", "wrong", "article__title"]
    search_help_text = "Looks in the quoted words, in what readers say, and in titles."
    ordering = ["received_at", "pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    gone = "There is no such report."
    change_page = ReportPage
    pages = (
        ("<int:pk>/accept/", "accept", AcceptStep),
        ("<int:pk>/decline/", "decline", DeclineStep),
        ("<int:pk>/duplicate/", "duplicate", DuplicateStep),
    )

    def page_rows(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the page of one shows."""
        return (
            super()
            .page_rows(request)
            .select_related("article", "handled_by", "correction", "duplicate_of__correction")
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Readers write reports, on the site."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No report is thrown away."""
        return False

    @admin.display(description="Quoted, or what is wrong")
    def quoted(self, report: ErrorReport) -> str:
        """What it is about, in a line."""
        return report.quoted

    @admin.display(description="Explainer", ordering="article__title")
    def explainer(self, report: ErrorReport) -> str:
        """The explainer and the version that it is about."""
        return f"{report.article}, version {report.version_number}"

    @admin.display(description="Status", ordering="state")
    def standing(self, report: ErrorReport) -> SafeString:
        """What became of it."""
        return format_html('<span class="tag tag-{}">{}</span>', report.state, report.stage)

    @admin.display(description="Passage", ordering="place")
    def passage(self, report: ErrorReport) -> str:
        """Where the quoted words were when it came."""
        return report.get_place_display() if report.place else "nothing quoted"

    @admin.display(description="Received", ordering="received_at")
    def received(self, report: ErrorReport) -> str:
        """When it came."""
        return date_format(timezone.localtime(report.received_at), "j M Y, H:i")
