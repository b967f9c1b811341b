"""Authors, topics and pictures in the admin: a picture is never exchanged nor taken away."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, Asset, Author, Topic
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


class AssetForm(forms.ModelForm):  # type: ignore[type-arg]
    """A file and a note; the rest is read from the file."""

    class Meta:
        model = Asset
        fields = ["file", "note"]
        widgets = {"file": forms.FileInput(attrs={"accept": "image/*"})}
        help_texts = {"file": "JPEG, PNG, GIF or WebP, at most 20 MB. It can’t be exchanged later."}

    def clean(self) -> dict[str, Any]:
        """Looks into the file, and says beside it what is wrong."""
        if "file" in self.cleaned_data:
            self.instance.file = self.cleaned_data["file"]
            self.instance.describe()
        return self.cleaned_data


@admin.register(Asset)
class AssetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What explainers show, by the hash of its bytes."""

    form = AssetForm
    list_display = ["picture", "__str__", "size", "reference_to_copy", "added_at"]
    list_display_links = ["__str__"]
    search_fields = ["note", "sha256"]
    list_per_page = 50
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Asset | None = None) -> Any:
        """What can be given, and for what is here already all that is known."""
        if obj is None:
            return ["file", "note"]
        return ["picture", "reference_to_copy", "note", "size", "added_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Asset | None = None) -> Any:
        """Nothing of a picture changes."""
        return self.get_fields(request, obj) if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Asset | None = None) -> bool:
        """Explainers are sealed with its hash."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Asset | None = None) -> bool:
        """Explainers, old versions among them, show it."""
        return False

    def save_model(self, request: HttpRequest, obj: Asset, form: Any, change: bool) -> None:
        """Keeps it, unless it is here already; `response_add` tells which."""
        if Asset.objects.filter(pk=obj.pk).exists():
            return
        try:
            with transaction.atomic():
                obj.save(force_insert=True)
        except IntegrityError:
            # Somebody else may have added the same picture at this moment.
            if not Asset.objects.filter(pk=obj.pk).exists():
                raise

    def log_addition(self, request: HttpRequest, obj: Asset, message: Any) -> Any:
        """Logs what was added, not what was here."""
        return None if obj._state.adding else super().log_addition(request, obj, message)

    def response_add(
        self, request: HttpRequest, obj: Asset, post_url_continue: str | None = None
    ) -> HttpResponse:
        """To the picture's own page, which shows what to write in a text."""
        if obj._state.adding:
            text = "This very picture is kept here already. Here it is."
            self.message_user(request, text, messages.INFO)
        else:
            self.message_user(request, "The picture is kept.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_asset_change", args=[obj.pk]))

    @admin.display(description="Picture")
    def picture(self, asset: Asset) -> SafeString:
        """The picture, small."""
        return format_html(
            '<img class="thumb" src="{}" alt="{}" width="{}" height="{}">',
            reverse("asset", args=[asset.pk]),
            asset.note,
            asset.width,
            asset.height,
        )

    @admin.display(description="Size")
    def size(self, asset: Asset) -> str:
        """Its size in pixels, and its kind."""
        return f"{asset.width} × {asset.height}, {asset.suffix.upper()}"

    @admin.display(description="In a text")
    def reference_to_copy(self, asset: Asset) -> SafeString:
        """The Markdown that shows it."""
        return format_html(
            '<code class="reference">![what it shows]({})</code>'
            ' <button type="button" class="small" data-copy="![{}]({})" hidden>Copy</button>',
            asset.reference,
            asset.note or "what it shows",
            asset.reference,
        )
