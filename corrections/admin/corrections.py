"""The list of corrections: its columns, how editors find one, and the pages behind it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.desk import DeskAdmin
from corrections.admin.choosing import ChoicePage
from corrections.admin.joining import ElsewhereStep, IncidentPage
from corrections.admin.overlapping import OverlapPage
from corrections.admin.previews import NewProposalPreview, ProposalPreview
from corrections.admin.review import CorrectionPage
from corrections.admin.steps import (
    AloneStep,
    ApproveStep,
    ConfirmStep,
    RejectStep,
    SendBackStep,
    SubmitStep,
    WithdrawStep,
)
from corrections.admin.writing import NewProposalPage, ProposalPage, StartPage
from corrections.kinds import KINDS
from corrections.models import Correction


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
