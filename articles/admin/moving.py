"""Giving a published explainer another address, on a page of its own."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.admin.desk import BUSY
from articles.admin.publication import Publication
from articles.following import Busy, Removed
from articles.models import Article
from articles.moving import NoMove, move, refusal_of
from articles.views.finding import absolute
from record.chain import ClockBehind
from record.models import Signer


class MoveForm(forms.Form):
    """The new address."""

    slug = forms.CharField(
        label="New address",
        max_length=80,
        help_text="The last part of it: lower-case letters, digits and single hyphens.",
    )

    def __init__(self, *args: object, article: Article, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.article = article
        self.fields["slug"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_slug(self) -> str:
        """An address that this explainer can get."""
        slug: str = self.cleaned_data["slug"].strip()
        refusal = refusal_of(self.article, slug)
        if refusal:
            raise forms.ValidationError(refusal, code="slug")
        return slug


class Moving(Publication):
    """The step that changes the address."""

    def get_urls(self) -> list[URLPattern]:
        """With the step."""
        view = self.admin_site.admin_view(self.move_view)
        return [path("<uuid:pk>/move/", view, name="articles_article_move"), *super().get_urls()]

    def has_move_permission(self, request: HttpRequest, article: Article) -> bool:
        """Whether this account may give a published explainer another address."""
        return bool(self.may_publish(request, article))

    def move_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Says what will happen; moves when that is confirmed. `move` needs its own transaction."""
        article = Article.objects.filter(pk=pk).first()
        if article is None:
            return self._gone(request)
        if not self.has_move_permission(request, article):
            raise PermissionDenied
        if not Article.objects.published().filter(pk=pk).exists():
            text = "Only a published explainer moves. A draft’s address is changed on its sheet."
            self.message_user(request, text, messages.WARNING)
            return redirect("admin:articles_article_change", pk)
        form = MoveForm(request.POST or None, article=article, initial={"slug": article.slug})
        if request.method == "POST" and form.is_valid() and self._move(request, article, form):
            return redirect("admin:articles_article_change", pk)
        context = {
            **self.context(request, article, "Change the address?"),
            "form": form,
            "address": absolute(article.get_absolute_url()),
        }
        return TemplateResponse(request, "admin/articles/article/move.html", context)

    def _move(self, request: HttpRequest, article: Article, form: MoveForm) -> bool:
        try:
            move(article, form.cleaned_data["slug"], by=Signer.of(request.user))
        except (NoMove, Busy, Removed, ClockBehind) as error:
            form.add_error("slug", str(error))
            return False
        except OperationalError:
            form.add_error(None, BUSY)
            return False
        self.log_change(request, article, f"Moved to {form.cleaned_data['slug']}.")
        text = "It has its new address. Whoever comes by the old one is sent there."
        self.message_user(request, text, messages.SUCCESS)
        return True
