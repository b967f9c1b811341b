"""The list of corrections: what waits for whom, and how editors find one."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from corrections.models import Correction, State


def standing(correction: Correction) -> str:
    """Where it stands, in a word or two."""
    if correction.state == State.DRAFT and correction.comment:
        return "Sent back"
    if correction.state == State.PUBLISHED:
        return f"Published as {correction.number}"
    label: str = correction.get_state_display()
    return label


class StandingFilter(admin.SimpleListFilter):
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
        found: QuerySet[Any] = queryset
        match self.value():
            case "in_review":
                found = corrections.waiting()
            case "mine":
                found = corrections.open().of_account(request.user)
            case "from_files":
                found = corrections.from_files()
            case "sent_back":
                found = corrections.sent_back()
            case "unconfirmed":
                found = corrections.unconfirmed()
            case "published":
                found = corrections.published()
            case "draft" | "rejected" | "withdrawn" as state:
                found = corrections.filter(state=state)
        return found


class ListedCorrections(admin.ModelAdmin):  # type: ignore[type-arg]
    """The columns, the search and the filters of the list of corrections."""

    list_display = ["explainer", "kind", "standing", "proposed_by", "since"]
    list_filter = [StandingFilter, "kind"]
    list_per_page = 50
    list_select_related = ["article", "proposer"]
    search_fields = ["article__title", "right", "why", "proposer__name"]
    search_help_text = "Looks in titles, right facts, reasons and names."
    ordering = ["-pk"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the documents, which the list doesn't show."""
        return super().get_queryset(request).defer("proposed", "written_on")

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        """Nothing is deleted: what was published stays, what wasn't is withdrawn."""
        return False

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
        return format_html('<span class="tag tag-{}">{}</span>', name, standing(correction))

    @admin.display(description="Proposed by", ordering="proposer__name")
    def proposed_by(self, correction: Correction) -> str:
        """Who proposed it."""
        return correction.proposer.name

    @admin.display(description="Since", ordering="submitted_at")
    def since(self, correction: Correction) -> str:
        """When it came to where it stands."""
        moment = correction.published_at or correction.submitted_at or correction.created_at
        return date_format(timezone.localtime(moment), "j M Y, H:i")
