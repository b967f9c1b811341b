"""The list of explainers: where each stands, how editors find it, and the pages behind it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.desk import DeskAdmin, Page
from articles.admin.parts import BYLINES, SECTIONS, PartKind
from articles.admin.publication import (
    DeletePage,
    PublishPage,
    SchedulePage,
    UnschedulePage,
    delete_selected,
)
from articles.admin.published import MovePage, OldAddressesPage, ReviewStep
from articles.admin.sheet import Begun
from articles.admin.views import standing
from articles.admin.writing import DraftPreview, ExplainerPage, NewDraftPage
from articles.models import Article
from articles.templatetags.dates import partial_date


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


class ArticleAdmin(DeskAdmin):
    """Explainers, from the draft to the page that readers see.

    It is registered where the site is put together, with what this room doesn't know.
    """

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
    actions = [delete_selected]
    delete_confirmation_template = "admin/articles/article/delete_confirmation.html"

    gone = "This explainer isn’t here. Perhaps its draft was deleted."
    add_page = NewDraftPage
    change_page = ExplainerPage
    pages: tuple[Page, ...] = (
        ("add/preview/", "preview_new", DraftPreview),
        ("<uuid:pk>/preview/", "preview", DraftPreview),
        ("<uuid:pk>/publish/", "publish", PublishPage),
        ("<uuid:pk>/schedule/", "schedule", SchedulePage),
        ("<uuid:pk>/unschedule/", "unschedule", UnschedulePage),
        ("<uuid:pk>/review/", "review", ReviewStep),
        ("<uuid:pk>/move/", "move", MovePage),
        ("<uuid:pk>/addresses/", "addresses", OldAddressesPage),
        ("<uuid:pk>/delete/", "delete", DeletePage),
    )
    #: The lists of parts on the sheet of one.
    part_kinds: tuple[PartKind, ...] = (SECTIONS, BYLINES)
    #: What `add/?draft=NAME` begins with.
    begun: Mapping[str, Callable[[], Begun]] = {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the long texts, which the list doesn't show, and with all topics at once."""
        listed = super().get_queryset(request).defer("lead", "conclusion", "references")
        return listed.prefetch_related("topics")

    def page_rows(self, request: HttpRequest) -> QuerySet[Any]:
        """With all that its pages show of it."""
        return Article.objects.select_related("publish_by")

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Nothing that a reader has seen can be deleted."""
        published = obj is not None and obj.is_published
        return not published and super().has_delete_permission(request, obj)

    def has_publish_permission(self, request: HttpRequest, article: Article | None = None) -> bool:
        """Whether this account may have readers see `article`; writing it isn't enough."""
        may_change: bool = self.has_change_permission(request, article)
        return may_change and request.user.has_perm("articles.publish_article")

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
