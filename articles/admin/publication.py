"""What becomes of a draft: published, scheduled, deleted. Each step asks on a page of its own."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import actions
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from articles import rows
from articles.admin.desk import DeskAdmin
from articles.admin.forms import ScheduleForm, number_typed
from articles.admin.views import ArticleView
from articles.models import Article
from articles.publishing import AlreadyPublished, publish
from articles.readiness import problems_of
from articles.scheduling import MomentPassed, schedule, unschedule
from articles.views.finding import absolute
from documents.document import DocumentError
from documents.plain import rendered_plain
from record.models import Signer
from record.refusals import UserFacing

_TEMPLATES = "admin/articles/article"


class PublicationView(ArticleView):
    """A step from draft to page. Writing a draft isn't enough of a right for it."""

    permission = "publish"

    def divert(self) -> HttpResponseBase | None:
        """Back, where it is published already."""
        return self._published_already() if self.object.is_published else None

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The page of the step again."""
        if isinstance(refusal, AlreadyPublished):
            return self._published_already()
        self.tell_refusal(refusal)
        return redirect(self.request.path)

    def draft_context(self) -> dict[str, Any]:
        """What stands between the draft and its page, where that will be and who signs."""
        return {
            "problems": problems_of(self.object),
            "address": absolute(self.object.get_absolute_url()),
            "signs_as": _name_of(self.request.user),
        }

    def _published_already(self) -> HttpResponseBase:
        text = "It is published already, so there is nothing to do here. Nothing was changed."
        self.tell(text, messages.WARNING)
        return self.back()


class PublishPage(PublicationView):
    """Says what will happen; publishes when that is confirmed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What will happen."""
        shown = self.draft_context() | _extent(self.object)
        return self.render(f"{_TEMPLATES}/publish.html", "Publish this explainer?", **shown)

    def act(self) -> HttpResponseBase:
        """Publishes it, if it is still what she saw."""
        article = self.object
        publish(article, by=self.signer(), edition=number_typed(self.request.POST, "edition"))
        self.log("Published.")
        text = '“{}” is published. <a href="{}">Read it as readers see it</a>'
        self.tell(format_html(text, article.title, article.get_absolute_url()))
        return self.back()


class SchedulePage(PublicationView):
    """Asks for the moment; has the draft published then."""

    @cached_property
    def form(self) -> ScheduleForm:
        """The moment, as it stands or as it was typed."""
        typed = self.request.POST if self.request.method == "POST" else None
        return ScheduleForm(typed, article=self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The moment now, and the one that is to be."""
        now = date_format(timezone.localtime(), "j F Y, H:i")
        shown = self.draft_context() | {"form": self.form, "now": now}
        return self.render(f"{_TEMPLATES}/schedule.html", "Schedule this explainer", **shown)

    def act(self) -> HttpResponseBase:
        """Schedules it, if it is still what she saw."""
        if not self.form.is_valid():
            return self.get(self.request)
        at, seen = self.form.cleaned_data["at"], self.form.cleaned_data["edition"]
        schedule(self.object, at=at, by=self.signer(), edition=-1 if seen is None else seen)
        self.log("Scheduled.")
        moment = date_format(timezone.localtime(at), "j F Y, H:i")
        self.tell(f"“{self.object}” will be published on {moment} ({settings.TIME_ZONE}).")
        return self.back()

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The page again; a moment that is past is said beside its field."""
        if not isinstance(refusal, MomentPassed):
            return super().refused(refusal)
        self.form.add_error("time", str(refusal))
        return self.get(self.request)


class UnschedulePage(PublicationView):
    """Asks, then takes the schedule off."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The question, where there is a schedule."""
        if self.object.publish_at is None:
            return self.back()
        return self.render(f"{_TEMPLATES}/unschedule.html", "Take it off the schedule?")

    def act(self) -> HttpResponseBase:
        """Makes it a draft without a schedule."""
        if self.object.publish_at is not None:
            unschedule(self.object)
            self.log("Taken off the schedule.")
        self.tell(f"“{self.object}” is a draft without a schedule again.")
        return self.back()


def _name_of(user: Any) -> str:
    """The name that `user` signs with, without making a signer yet."""
    signer = Signer.objects.filter(user=user).first()
    return signer.name if signer else user.get_full_name() or user.get_username()


def _extent(article: Article) -> dict[str, int]:
    """How much there is: words as readers count them, sections, questions."""
    try:
        document = rows.document_of(article)
    except DocumentError:
        return {}
    texts = [rendered_plain(key, source) for key, source in document.markdown_parts()]
    return {
        "words": sum(len(text.split()) for text in texts),
        "section_count": len(document.sections),
        "question_count": len(document.faqs),
    }


class DeletePage(ArticleView):
    """Deletes a draft for good after asking; of what is published it says why it stays."""

    permission = "delete"

    def is_allowed(self, fetched: Article | None) -> bool:
        """Whoever may delete drafts; of the others she learns why they stay."""
        return bool(self.model_admin.has_delete_permission(self.request))

    def divert(self) -> HttpResponseBase | None:
        """To the list, where readers have seen it."""
        return self._stays() if self.object.is_published else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Django's own page, which asks."""
        page: HttpResponse = self.model_admin.delete_view(request, str(self.object.pk))
        return page

    def act(self) -> HttpResponseBase:
        """Deletes it, unless somebody has published it at this moment."""
        with transaction.atomic():
            if rows.locked(self.object.pk).is_published:
                raise AlreadyPublished(f"“{self.object}” is published already")
            return self.get(self.request)

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """To the list."""
        if isinstance(refusal, AlreadyPublished):
            return self._stays()
        self.tell_refusal(refusal)
        return self.to("changelist")

    def _stays(self) -> HttpResponseBase:
        self.tell(_why_they_stay([self.object]), messages.ERROR)
        return self.to("changelist")


@admin.action(permissions=["delete"], description="Delete the selected drafts…")
def delete_selected(
    desk: DeskAdmin, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Deletes drafts after asking; refuses all if readers have seen one of them."""
    chosen = Article.objects.filter(pk__in=queryset.order_by().values("pk")).order_by("pk")
    with transaction.atomic():
        # Locked, so that none of them is published before it is deleted.
        locked = chosen.select_for_update().only("title", "version")
        published = [article for article in locked if article.is_published]
        if not published:
            return actions.delete_selected(desk, request, queryset)
    desk.message_user(request, _why_they_stay(published), messages.ERROR)
    return redirect(f"admin:{desk.names('changelist')}")


def _why_they_stay(published: Sequence[Article]) -> str:
    names = ", ".join(f"“{article}”" for article in published[:3])
    more = " and others" if len(published) > 3 else ""
    verb = "are" if len(published) > 1 else "is"
    return f"{names}{more} {verb} published: readers have seen it. Nothing was deleted."
