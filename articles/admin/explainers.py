"""The page of an explainer, on which it is written while it is a draft."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles import rows
from articles.admin.deleting import Deleting, uuid_of
from articles.admin.desk import BUSY
from articles.admin.listing import standing
from articles.admin.preview import preview, refused
from articles.admin.sheet import BYLINES, SECTIONS, Begun, PartKind, Sheet
from articles.editing import Overtaken, Saved, create_draft, save_draft
from articles.models import Article
from articles.publishing import AlreadyPublished
from articles.readiness import problems_of
from documents.document import DocumentError

_FORM = "admin/articles/article/change_form.html"
_TAKEN = "Another explainer has just taken this address. Choose another."


class ArticleAdmin(Deleting):
    """Explainers. `part_kinds` are the lists of parts on the page of one."""

    part_kinds: tuple[PartKind, ...] = (SECTIONS, BYLINES)
    #: What `add/?draft=NAME` begins with.
    begun: Mapping[str, Callable[[], Begun]] = {}

    def get_urls(self) -> list[URLPattern]:
        """With the preview."""
        view, name = self.admin_site.admin_view, "articles_article_"
        return [
            path("add/preview/", view(self.preview_view), name=f"{name}preview_new"),
            path("<uuid:pk>/preview/", view(self.preview_view), name=f"{name}preview"),
            *super().get_urls(),
        ]

    # -- Writing ---------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        """The sheet of a draft, or what is published. Saving is `articles.editing`'s work."""
        if object_id is None:
            return self._add(request)
        pk = uuid_of(object_id)
        article = Article.objects.filter(pk=pk).first() if pk else None
        if pk and request.method == "POST":
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            return self._save(request, pk, article)
        if article is None:
            return self._gone(request)
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        if article.is_published or not self.has_change_permission(request, article):
            return self._read(request, article)
        return self._sheet(request, Sheet(self.part_kinds, article), article)

    def _add(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            begin = self.begun.get(request.GET.get("draft", ""))
            return self._sheet(request, Sheet(self.part_kinds, begun=begin and begin()), None)
        sheet = Sheet(self.part_kinds, data=request.POST)
        if not sheet.is_valid():
            return self._sheet(request, sheet, None)
        try:
            article = create_draft(sheet.typed())
        except (IntegrityError, OperationalError) as error:
            return self._not_saved(request, sheet, None, error)
        self.log_addition(request, article, "Begun.")
        self.message_user(request, "The draft is saved. Nobody but editors sees it.")
        return self._after(request, article)

    def _save(self, request: HttpRequest, pk: UUID, article: Article | None) -> HttpResponse:
        if article is None or article.is_published:
            return self._too_late(request, pk, article)
        sheet = Sheet(self.part_kinds, Article.objects.get(pk=pk), request.POST)
        if not sheet.is_valid():
            return self._sheet(request, sheet, article)
        try:
            saved = save_draft(pk, sheet.typed(), edition=sheet.form.base, by=request.user)
        except Overtaken as error:
            sheet.form.overtaken(error.edition)
            hand = {"hand": self._last_hand(pk)}
            return self._sheet(request, sheet, article, overtaken=hand, status=409)
        except (AlreadyPublished, Article.DoesNotExist):
            return self._too_late(request, pk, Article.objects.filter(pk=pk).first())
        except (IntegrityError, OperationalError) as error:
            return self._not_saved(request, sheet, article, error)
        self._tell(request, saved)
        return self._after(request, saved.article)

    def _tell(self, request: HttpRequest, saved: Saved) -> None:
        if not saved.changed:
            if "_save" in request.POST:
                text = "Nothing had changed, so nothing was saved."
                self.message_user(request, text, messages.INFO)
            return
        self.log_change(request, saved.article, "Saved.")
        self.message_user(request, "The draft is saved.", messages.SUCCESS)
        if saved.unscheduled:
            text = (
                "It is no longer scheduled: somebody else had signed for the text as it was. "
                "Schedule it again when it is ready."
            )
            self.message_user(request, text, messages.WARNING)
        elif saved.article.publish_at:
            for problem in problems_of(saved.article):
                text = f"It is scheduled, but could not be published like this. {problem}"
                self.message_user(request, text, messages.WARNING)

    def _after(self, request: HttpRequest, article: Article) -> HttpResponse:
        for step in ("publish", "schedule"):
            if f"_{step}" in request.POST:
                return redirect(f"admin:articles_article_{step}", article.pk)
        return redirect("admin:articles_article_change", article.pk)

    def _sheet(
        self,
        request: HttpRequest,
        sheet: Sheet,
        article: Article | None,
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        wrong = len(sheet.messages()) if sheet.form.is_bound else 0
        context = {
            **self.context(request, article, article.title if article else "Write an explainer"),
            "sheet": sheet,
            "wrong": wrong,
            "standing": standing(article) if article else "",
            "form_url": "",
            **context,
        }
        return TemplateResponse(request, _FORM, context, status=status)

    def _not_saved(
        self, request: HttpRequest, sheet: Sheet, article: Article | None, error: Exception
    ) -> HttpResponse:
        """What was typed, with why the database didn't take it."""
        if isinstance(error, OperationalError):
            self.message_user(request, f"{BUSY} Your text is below.", messages.ERROR)
            return self._sheet(request, sheet, article, status=503)
        slug, own = sheet.form.cleaned_data["slug"], article.pk if article else uuid4()
        if Article.objects.filter(slug=slug).exclude(pk=own).exists():
            sheet.form.add_error("slug", _TAKEN)
        else:
            sheet.form.add_error(None, "The database refused this; nothing was saved.")
        return self._sheet(request, sheet, article)

    def _too_late(self, request: HttpRequest, pk: UUID, article: Article | None) -> HttpResponse:
        """What was typed on a draft that is none any more: it can be kept as a new one."""
        sheet = Sheet(self.part_kinds, data=request.POST)
        sheet.is_valid()
        context = {
            "too_late": {"article": article, "hand": self._last_hand(pk)},
            "form_url": reverse("admin:articles_article_add"),
        }
        return self._sheet(request, sheet, None, status=409, **context)

    def _last_hand(self, pk: UUID) -> LogEntry | None:
        """Who touched it last, where that was in this admin."""
        entries = LogEntry.objects.filter(
            content_type__app_label="articles",
            content_type__model="article",
            object_id=str(pk),
        )
        return entries.select_related("user").order_by("-action_time", "-pk").first()

    def preview_view(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """What is typed, or for GET the saved draft, as readers would see it. Saves nothing."""
        article = Article.objects.filter(pk=pk).first() if pk else None
        if not (self.has_add_permission(request) or self.has_change_permission(request, article)):
            raise PermissionDenied
        if request.method == "POST":
            return self._preview_typed(request, article)
        if article is None:
            return self._gone(request)
        try:
            document = rows.document_of(article)
        except DocumentError as error:
            return refused(request, [str(error)], self.context(request, article, ""))
        return preview(request, document, article, article.topics.all())

    def _preview_typed(self, request: HttpRequest, article: Article | None) -> HttpResponse:
        held = Article.objects.get(pk=article.pk) if article else None
        sheet = Sheet(self.part_kinds, held, request.POST)
        if not sheet.is_valid():
            return refused(request, sheet.messages(), self.context(request, article, ""))
        typed = sheet.typed()
        stand_in = Article(slug=typed.slug, reviewed_on=typed.reviewed_on)
        stand_in.import_key = article.import_key if article else None
        return preview(request, typed.document(), stand_in, typed.topics)
