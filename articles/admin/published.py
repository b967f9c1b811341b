"""The page of a published explainer: read, but for topics, the day of review and the address."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from articles.admin.desk import DatabaseBusy
from articles.admin.forms import MoveForm, OldAddressesForm, ReviewForm
from articles.admin.views import ArticleView, standing
from articles.following import move
from articles.models import Article, OldAddress
from articles.pages import head_from
from articles.views.finding import absolute, shown
from record.refusals import UserFacing

_TEMPLATES = "admin/articles/article"
_REVIEWED_MEANWHILE = "Somebody else changed topics or review date meanwhile. Nothing was saved."


def published_page(view: ArticleView, form: ReviewForm | None = None) -> HttpResponseBase:
    """What readers have seen, and the form for what isn't words."""
    article, desk = view.object, view.model_admin
    page = getattr(article, "page", None) if article.is_published else None
    may_publish = desk.has_publish_permission(view.request, article)
    return view.render(
        f"{_TEMPLATES}/published.html",
        article.title,
        standing=standing(article),
        page=shown(head_from(page.head), page.html) if page else None,
        version=article.version,
        old_addresses=OldAddress.objects.shown().filter(article=article),
        form=form or ReviewForm(instance=article),
        may_move=not article.is_removed and may_publish,
        may_review=article.is_published and may_publish,
    )


class ReviewStep(ArticleView):
    """Saves topics and the day of the last review, which are not words, by their names."""

    permission = "publish"

    def divert(self) -> HttpResponseBase | None:
        """Back, for a draft: there they are on the sheet."""
        return None if self.object.is_published else self.back()

    def act(self) -> HttpResponseBase:
        """Saves them, if nobody else has changed them meanwhile."""
        article, touched = self.object, self.object.touched_at.isoformat()
        form = ReviewForm(self.request.POST, instance=article)
        if not form.is_valid():
            self.object = Article.objects.get(pk=article.pk)
            return published_page(self, form)
        if form.cleaned_data["touched"] != touched:
            raise UserFacing(_REVIEWED_MEANWHILE)
        with transaction.atomic():
            article.touched_at = timezone.now()
            article.save(update_fields=["reviewed_on", "touched_at"])
            article.topics.set(form.cleaned_data["topics"])
        self.log("Topics and review date saved.")
        self.tell("Topics and review date are saved.")
        return self.back()


class MovePage(ArticleView):
    """Gives a published explainer another address after saying what will happen."""

    permission = "publish"

    @cached_property
    def form(self) -> MoveForm:
        """The new address."""
        initial = {"slug": self.object.slug}
        return MoveForm(self.request.POST or None, article=self.object, initial=initial)

    def divert(self) -> HttpResponseBase | None:
        """Back, where no reader has an address of it."""
        if self.object.is_published and not self.object.is_removed:
            return None
        text = "Only a published explainer moves. A draft’s address is changed on its sheet."
        self.tell(text, messages.WARNING)
        return self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What will happen."""
        return self.render(
            f"{_TEMPLATES}/move.html",
            "Change the address?",
            form=self.form,
            address=absolute(self.object.get_absolute_url()),
        )

    def act(self) -> HttpResponseBase:
        """Moves it."""
        if not self.form.is_valid():
            return self.get(self.request)
        slug = self.form.cleaned_data["slug"]
        move(self.object, slug, by=self.signer())
        self.log(f"Moved to {slug}.")
        self.tell("It has its new address. Whoever comes by the old one is sent there.")
        return self.back()

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The address again, with why it can't be got."""
        field = None if isinstance(refusal, DatabaseBusy) else "slug"
        self.form.add_error(field, str(refusal))
        return self.get(self.request)


class OldAddressesPage(ArticleView):
    """Lists where a draft was found elsewhere, and takes away what nobody should come by."""

    @cached_property
    def form(self) -> OldAddressesForm:
        """The addresses, each with a box."""
        return OldAddressesForm(self.request.POST or None, article=self.object)

    def divert(self) -> HttpResponseBase | None:
        """Back, where readers may have been sent by them: those work for ever."""
        if not self.object.is_published:
            return None
        text = "It is published, so its old addresses stay. Nothing was changed."
        self.tell(text, messages.WARNING)
        return self.back()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list."""
        return self.render(f"{_TEMPLATES}/addresses.html", "Its old addresses", form=self.form)

    def act(self) -> HttpResponseBase:
        """Takes those away that were chosen, as long as no reader was sent by one."""
        if not self.form.is_valid():
            return self.get(self.request)
        chosen = self.form.cleaned_data["addresses"].filter(article__version__isnull=True)
        count, _rows = chosen.delete()
        self.log(f"{count} old addresses taken away.")
        self.tell("They were taken away.")
        return self.back()
