"""The addresses that a draft had elsewhere, and taking those away that nobody should come by."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.admin.moving import Moving
from articles.models import Article, OldAddress


class AddressesForm(forms.Form):
    """Which old addresses are to go."""

    addresses = forms.ModelMultipleChoiceField(
        OldAddress.objects.none(), label="Take away", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, article: Article, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["addresses"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - named above
        field.queryset = OldAddress.objects.shown().filter(article=article)


class OldAddresses(Moving):
    """The step that takes old addresses away. Of what is published they work for ever."""

    def get_urls(self) -> list[URLPattern]:
        """With the step."""
        view = self.admin_site.admin_view(self.addresses_view)
        return [
            path("<uuid:pk>/addresses/", view, name="articles_article_addresses"),
            *super().get_urls(),
        ]

    def addresses_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Lists them; takes away those that were chosen, as long as no reader was sent by one."""
        article = Article.objects.filter(pk=pk).first()
        if article is None:
            return self._gone(request)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        here = redirect("admin:articles_article_change", pk)
        if article.is_published:
            text = "It is published, so its old addresses stay. Nothing was changed."
            self.message_user(request, text, messages.WARNING)
            return here
        form = AddressesForm(request.POST or None, article=article)
        if request.method == "POST" and form.is_valid():
            drafts = form.cleaned_data["addresses"].filter(article__version__isnull=True)
            count, _rows = drafts.delete()
            self.log_change(request, article, f"{count} old addresses taken away.")
            self.message_user(request, "They were taken away.", messages.SUCCESS)
            return here
        context = {**self.context(request, article, "Its old addresses"), "form": form}
        return TemplateResponse(request, "admin/articles/article/addresses.html", context)
