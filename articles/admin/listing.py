"""The list of explainers: where each stands, and how editors find it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article
from articles.templatetags.dates import partial_date


def standing(article: Article) -> str:
    """Where it stands, in a word or two."""
    if article.is_published:
        label: str = article.get_status_display()
        return "Published" if article.status == "live" else label
    if article.publish_at:
        local = timezone.localtime(article.publish_at)
        return f"Scheduled for {date_format(local, 'j F Y, H:i')}"
    return "Parked" if article.publish_problem else "Draft"


class StandingFilter(admin.SimpleListFilter):
    """By where explainers stand."""

    title = "status"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What can be asked for."""
        return [
            ("draft", "Drafts"),
            ("scheduled", "Scheduled"),
            ("parked", "Parked"),
            ("published", "Published"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The explainers that stand so."""
        drafts = queryset.filter(version__isnull=True)
        match self.value():
            case "draft":
                return drafts.filter(publish_at__isnull=True, publish_problem="")
            case "scheduled":
                return drafts.filter(publish_at__isnull=False)
            case "parked":
                return drafts.exclude(publish_problem="")
            case "published":
                return queryset.filter(version__isnull=False)
        return queryset


class ListedArticles(admin.ModelAdmin):  # type: ignore[type-arg]
    """The columns, the search and the filters of the list of explainers."""

    list_display = ["title", "standing", "updated", "dated", "topic_count", "live_page"]
    list_filter = [StandingFilter, "language", "topics", "authors"]
    list_select_related = ["publish_by"]
    list_per_page = 50
    search_fields = ["title", "slug", "standfirst"]
    search_help_text = "Looks in titles, addresses and standfirsts."
    date_hierarchy = "dated_on"
    ordering = ["-touched_at"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the long texts, which the list doesn't show, and with all topics at once."""
        listed = super().get_queryset(request).defer("lead", "conclusion", "references")
        return listed.prefetch_related("topics")

    @admin.display(description="Status", ordering="publish_at")
    def standing(self, article: Article) -> SafeString:
        """Where it stands."""
        label = standing(article)
        return format_html('<span class="tag tag-{}">{}</span>', label.split()[0].lower(), label)

    @admin.display(description="Updated", ordering="touched_at")
    def updated(self, article: Article) -> str:
        """When somebody last saved it."""
        return date_format(timezone.localtime(article.touched_at), "j M Y, H:i")

    @admin.display(description="Date", ordering="dated_on")
    def dated(self, article: Article) -> str:
        """The date that lists for readers go by, as exact as it is known."""
        if article.dated_on is None:
            return ""
        return partial_date(article.first_published or article.dated_on.isoformat())

    @admin.display(description="Topics")
    def topic_count(self, article: Article) -> int:
        """How many topics it has."""
        return len(article.topics.all())

    @admin.display(description="Live page")
    def live_page(self, article: Article) -> str:
        """The link to what readers see."""
        if not article.is_published:
            return ""
        return format_html(
            '<a href="{}">Read<span class="hidden"> {}</span></a>',
            article.get_absolute_url(),
            article,
        )
