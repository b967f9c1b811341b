"""The sheet on which a draft is written, and its preview; `articles.editing` saves it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from articles import rows
from articles.admin.desk import DatabaseBusy
from articles.admin.published import published_page
from articles.admin.sheet import DraftSheet
from articles.admin.views import ArticleView, preview, refused, standing, unwritten
from articles.editing import DraftOvertaken, SavedDraft, SlugTaken, create_draft, save_draft
from articles.models import Article
from articles.publishing import AlreadyPublished
from articles.readiness import problems_of
from documents.document import DocumentError
from record.refusals import UserFacing

_UNSCHEDULED = (
    "It is no longer scheduled: somebody else had signed for the text as it was. "
    "Schedule it again when it is ready."
)


class WritingView(ArticleView):
    """The sheet, empty, as it is saved, or with what was typed."""

    @cached_property
    def sheet(self) -> DraftSheet:
        """The forms."""
        typed = self.request.POST if self.request.method == "POST" else None
        return DraftSheet(self.model_admin.part_kinds, self.article, typed)

    def save(self) -> HttpResponseBase:
        """Saves what was typed on a valid sheet."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The sheet as it stands."""
        return self.form()

    def act(self) -> HttpResponseBase:
        """Saves what was typed, if it is right; else each fault is said beside its field."""
        return self.save() if self.sheet.is_valid() else self.form()

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The sheet again, with what was typed."""
        if isinstance(refusal, SlugTaken):
            self.sheet.form.add_error("slug", refusal.sentence)
            return self.form()
        text = refusal.sentence
        if isinstance(refusal, DatabaseBusy):
            text = f"{text} Your text is below."
        self.tell(text, messages.ERROR)
        return self.form(status=503 if isinstance(refusal, DatabaseBusy) else 409)

    def form(self, *, status: int = 200, **more: Any) -> HttpResponseBase:
        """The page with the sheet."""
        article, sheet = self.article, self.sheet
        shown = {
            "sheet": sheet,
            "wrong": len(sheet.messages()) if sheet.form.is_bound else 0,
            "standing": standing(article) if article else "",
            "form_url": "",
        }
        title = article.title if article else "Write an explainer"
        template = "admin/articles/article/change_form.html"
        return self.render(template, title, status=status, **shown | more)

    def saved(self, article: Article) -> HttpResponseBase:
        """To the step that is to come after saving, or back to the sheet."""
        for step in ("publish", "schedule"):
            if f"_{step}" in self.request.POST:
                return self.to(step, article.pk)
        return self.to("change", article.pk)


class NewDraftPage(WritingView):
    """The sheet of a new draft; `?draft=NAME` begins it with words that the site has ready."""

    permission = "add"

    def fetch(self) -> Article:
        """One that is to be written."""
        return unwritten()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An empty sheet, or one with those words."""
        begin = self.model_admin.begun.get(request.GET.get("draft", ""))
        if begin:
            self.sheet = DraftSheet(self.model_admin.part_kinds, begun=begin())
        return self.form()

    def save(self) -> HttpResponseBase:
        """Makes the draft."""
        article = create_draft(self.sheet.typed())
        self.log("Begun.", article, is_new=True)
        self.tell("The draft is saved. Nobody but editors sees it.", messages.INFO)
        return self.saved(article)


class ExplainerPage(WritingView):
    """The page of an explainer: the sheet of a draft, or what is published."""

    def is_allowed(self, fetched: Article | None) -> bool:
        """Whoever may look at it reads it; what is sent needs the right to change it."""
        self.permission = "change" if self.request.method == "POST" else "view_or_change"
        return super().is_allowed(fetched)

    def divert(self) -> HttpResponseBase | None:
        """What is published isn't written on: what was typed can be kept as a new draft."""
        late = self.request.method == "POST" and self.object.is_published
        return self._too_late(self.object) if late else None

    def gone(self) -> HttpResponseBase:
        """Of a draft that was deleted, what was typed can be kept as a new one."""
        return self._too_late(None) if self.request.method == "POST" else super().gone()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The sheet for those who may change it, else the words."""
        may_change = self.model_admin.has_change_permission(request, self.object)
        if self.object.is_published or not may_change:
            return published_page(self)
        return self.form()

    def save(self) -> HttpResponseBase:
        """Saves the draft, if it is still as it was when the sheet was opened."""
        saved = save_draft(
            self.object.pk, self.sheet.typed(), edition=self.sheet.form.base, by=self.request.user
        )
        self._say_what_came_of(saved)
        return self.saved(saved.article)

    def refused(self, refusal: UserFacing) -> HttpResponseBase:
        """The sheet again; somebody else was faster, with her words or by publishing."""
        if isinstance(refusal, AlreadyPublished):
            return self._too_late(Article.objects.filter(pk=self.object.pk).first())
        if not isinstance(refusal, DraftOvertaken):
            return super().refused(refusal)
        self.sheet.form.overtaken(refusal.edition)
        return self.form(status=409, overtaken={"hand": _last_change(self.object.pk)})

    def _say_what_came_of(self, saved: SavedDraft) -> None:
        if not saved.changed:
            if "_save" in self.request.POST:
                self.tell("Nothing had changed, so nothing was saved.", messages.INFO)
            return
        self.log("Saved.", saved.article)
        self.tell("The draft is saved.")
        if saved.unscheduled:
            self.tell(_UNSCHEDULED, messages.WARNING)
        elif saved.article.publish_at:
            for problem in problems_of(saved.article):
                text = f"It is scheduled, but could not be published like this. {problem}"
                self.tell(text, messages.WARNING)

    def _too_late(self, article: Article | None) -> HttpResponseBase:
        """What was typed on a draft that is none any more, as a new one that isn't saved yet."""
        self.object = unwritten()
        self.sheet = DraftSheet(self.model_admin.part_kinds, data=self.request.POST)
        self.sheet.is_valid()
        late = {"article": article, "hand": _last_change(self.kwargs["pk"])}
        form_url = reverse("admin:articles_article_add")
        return self.form(status=409, too_late=late, form_url=form_url)


class DraftPreview(ArticleView):
    """What is typed on a sheet, which may be that of a new draft; for GET the saved draft."""

    def fetch(self) -> Article | None:
        """The draft; of a new one there is nothing but what is typed."""
        if "pk" in self.kwargs:
            return super().fetch()
        return unwritten() if self.request.method == "POST" else None

    def is_allowed(self, fetched: Article | None) -> bool:
        """Whoever may write one or change this one."""
        desk, request = self.model_admin, self.request
        return bool(
            desk.has_add_permission(request) or desk.has_change_permission(request, fetched)
        )

    def gone(self) -> HttpResponseBase:
        """What is typed can be seen, even where its draft was deleted meanwhile."""
        if self.request.method != "POST":
            return super().gone()
        self.object = unwritten()
        return self.act()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The draft as it is saved."""
        try:
            document = rows.document_of(self.object)
        except DocumentError as error:
            return refused(request, [str(error)], self.context(""))
        return preview(request, document, self.object, self.object.topics.all())

    def act(self) -> HttpResponseBase:
        """The draft as it is typed."""
        sheet = DraftSheet(self.model_admin.part_kinds, self.article, self.request.POST)
        if not sheet.is_valid():
            return refused(self.request, sheet.messages(), self.context(""))
        typed = sheet.typed()
        stand_in = Article(slug=typed.slug, reviewed_on=typed.reviewed_on)
        stand_in.import_key = self.object.import_key
        return preview(self.request, typed.document(), stand_in, typed.topics)


def _last_change(pk: Any) -> LogEntry | None:
    """Who touched the explainer last and when, where that was at the desk."""
    changes = LogEntry.objects.filter(
        content_type__app_label="articles", content_type__model="article", object_id=str(pk)
    )
    return changes.select_related("user").order_by("-action_time", "-pk").first()
