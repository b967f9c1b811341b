"""Publishing, scheduling and taking off a schedule: each asks on a page of its own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from articles import rows
from articles.admin.desk import BUSY
from articles.admin.forms import ScheduleForm
from articles.admin.listing import ListedArticles
from articles.models import Article
from articles.publishing import AlreadyPublished, Changed, NotReady, publish
from articles.readiness import problems_of
from articles.scheduling import MomentPassed, schedule, unschedule
from articles.views.finding import absolute
from documents.document import DocumentError
from documents.plain import rendered_plain
from record.chain import ClockBehind
from record.models import Signer
from record.numbers import whole_number


class Publication(ListedArticles):
    """The steps from draft to page. No view here opens a transaction: `publish` needs its own."""

    def get_urls(self) -> list[URLPattern]:
        """With the steps."""
        return [
            path(
                f"<uuid:pk>/{step}/",
                self.admin_site.admin_view(view),
                name=f"articles_article_{step}",
            )
            for step, view in (
                ("publish", self.publish_view),
                ("schedule", self.schedule_view),
                ("unschedule", self.unschedule_view),
            )
        ] + super().get_urls()

    def context(self, request: HttpRequest, article: Article | None, title: str) -> dict[str, Any]:
        """What every page about an explainer shows."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "article": article,
            "time_zone": settings.TIME_ZONE,
            "may_delete": article is not None and self.has_delete_permission(request, article),
        }

    def may_publish(self, request: HttpRequest, article: Article) -> bool:
        """Whether this account may have readers see `article`; writing it isn't enough."""
        may_change: bool = self.has_change_permission(request, article)
        return may_change and request.user.has_perm("articles.publish_article")

    def publish_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Says what will happen; publishes when that is confirmed."""
        return self._step(request, pk, self._publish_page, self._publish)

    def schedule_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Asks for the moment; has the draft published then."""
        return self._step(request, pk, self._schedule_page, self._schedule)

    def unschedule_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Asks, then takes the schedule off."""
        return self._step(request, pk, self._unschedule_page, self._unschedule)

    def _step(
        self,
        request: HttpRequest,
        pk: UUID,
        page: Callable[..., HttpResponse],
        act: Callable[..., HttpResponse],
    ) -> HttpResponse:
        article = Article.objects.select_related("publish_by").filter(pk=pk).first()
        if article is None:
            return self._gone(request)
        if not self.may_publish(request, article):
            raise PermissionDenied
        if article.is_published:
            return self._published_already(request, pk)
        if request.method != "POST":
            return page(request, article)
        try:
            return act(request, article)
        except Article.DoesNotExist:
            return self._gone(request)
        except AlreadyPublished:
            return self._published_already(request, pk)
        except NotReady as error:
            for problem in error.problems:
                self.message_user(request, problem, messages.ERROR)
        except (Changed, ClockBehind) as error:
            self.message_user(request, error.sentence, messages.ERROR)
        except OperationalError:
            self.message_user(request, BUSY, messages.ERROR)
        except DatabaseError:
            text = "The database refused this, so nothing was changed. Try again."
            self.message_user(request, text, messages.ERROR)
        return redirect(request.path)

    def _publish_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        context = {
            **self.context(request, article, "Publish this explainer?"),
            "problems": problems_of(article),
            "address": absolute(article.get_absolute_url()),
            "signs_as": _name_of(request.user),
            **_extent(article),
        }
        return TemplateResponse(request, "admin/articles/article/publish.html", context)

    def _publish(self, request: HttpRequest, article: Article) -> HttpResponse:
        edition = _edition(request.POST.get("edition", ""))
        publish(article, by=Signer.of(request.user), edition=edition)
        self.log_change(request, article, "Published.")
        text = format_html(
            '“{}” is published. <a href="{}">Read it as readers see it</a>',
            article.title,
            article.get_absolute_url(),
        )
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)

    def _schedule_page(
        self, request: HttpRequest, article: Article, form: ScheduleForm | None = None
    ) -> HttpResponse:
        context = {
            **self.context(request, article, "Schedule this explainer"),
            "form": form or ScheduleForm(article=article),
            "problems": problems_of(article),
            "address": absolute(article.get_absolute_url()),
            "signs_as": _name_of(request.user),
            "now": date_format(timezone.localtime(), "j F Y, H:i"),
        }
        return TemplateResponse(request, "admin/articles/article/schedule.html", context)

    def _schedule(self, request: HttpRequest, article: Article) -> HttpResponse:
        form = ScheduleForm(request.POST, article=article)
        if not form.is_valid():
            return self._schedule_page(request, article, form)
        seen = form.cleaned_data["edition"]
        try:
            schedule(
                article,
                at=form.cleaned_data["at"],
                by=Signer.of(request.user),
                edition=-1 if seen is None else seen,
            )
        except MomentPassed as error:
            form.add_error("time", str(error))
            return self._schedule_page(request, article, form)
        self.log_change(request, article, "Scheduled.")
        moment = date_format(timezone.localtime(form.cleaned_data["at"]), "j F Y, H:i")
        text = f"“{article}” will be published on {moment} ({settings.TIME_ZONE})."
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)

    def _unschedule_page(self, request: HttpRequest, article: Article) -> HttpResponse:
        if article.publish_at is None:
            return redirect("admin:articles_article_change", article.pk)
        context = self.context(request, article, "Take it off the schedule?")
        return TemplateResponse(request, "admin/articles/article/unschedule.html", context)

    def _unschedule(self, request: HttpRequest, article: Article) -> HttpResponse:
        if article.publish_at is not None:
            unschedule(article)
            self.log_change(request, article, "Taken off the schedule.")
        text = f"“{article}” is a draft without a schedule again."
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:articles_article_change", article.pk)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        text = "This explainer isn’t here. Perhaps its draft was deleted."
        self.message_user(request, text, messages.WARNING)
        return redirect("admin:articles_article_changelist")

    def _published_already(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        text = "It is published already, so there is nothing to do here. Nothing was changed."
        self.message_user(request, text, messages.WARNING)
        return redirect("admin:articles_article_change", pk)


def _edition(text: str) -> int:
    """The edition that a page was sent with; where it names none, one that no draft has."""
    number = whole_number(text)
    return -1 if number is None else number


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
