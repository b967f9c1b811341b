"""Pictures in the admin: added once, never exchanged, never taken away."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Asset


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
