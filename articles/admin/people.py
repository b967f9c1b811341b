"""Authors and topics in the admin."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, Author, Topic
from documents.slugs import slug_of


class _NamedForm(ModelForm):  # type: ignore[type-arg]
    """A name and the address that is made from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].widget.attrs["data-slug-from"] = "id_name"

    def clean_slug(self) -> str:
        """The address that was typed, or else one made from the name."""
        slug: str = self.cleaned_data["slug"] or slug_of(self.cleaned_data.get("name", ""))
        return slug


class _NamedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What explainers are found by: a name, and an address that is given once."""

    form = _NamedForm
    list_display = ["name", "slug", "explainers", "live_page"]
    list_per_page = 100
    search_fields = ["name", "slug"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the number of explainers, drafts included."""
        counted: QuerySet[Any] = (
            super().get_queryset(request).annotate(used=Count("articles", distinct=True))
        )
        return counted

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The address stays, once it is given."""
        return ["slug"] if obj else []

    @admin.display(ordering="used")
    def explainers(self, row: Any) -> int:
        """How many explainers name it."""
        return int(row.used)

    @admin.display(description="Page")
    def live_page(self, row: Any) -> SafeString:
        """The link to what readers see."""
        return format_html(
            '<a href="{}">Read<span class="hidden"> {}</span></a>', row.get_absolute_url(), row
        )


@admin.register(Author)
class AuthorAdmin(_NamedAdmin):
    """Who writes. A new name is for explainers to come."""

    fields = ["name", "slug"]


@admin.register(Topic)
class TopicAdmin(_NamedAdmin):
    """What explainers are about."""

    fields = ["name", "slug", "description"]

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """A topic of a published explainer stays: readers know its address."""
        read = obj is not None and obj.articles.filter(version__isnull=False).exists()
        return not read and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Saves it; the pages that show it have changed by that."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if change:
                Article.objects.published().filter(topics=obj).update(touched_at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        """Deletes it; the explainers that it was a topic of have changed by that."""
        with transaction.atomic():
            Article.objects.filter(topics=obj).update(touched_at=timezone.now())
            super().delete_model(request, obj)
