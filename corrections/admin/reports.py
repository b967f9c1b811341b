"""The queue of readers' reports: those that wait come first, what looks like spam apart."""

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
from corrections.admin.report_pages import AcceptStep, DeclineStep, DuplicateStep, ReportPage
from corrections.models import ErrorReport

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
