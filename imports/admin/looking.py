"""Looking at what was read: each explainer as readers would see it, and the report as a file."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from articles.admin.views import preview, refused
from articles.models import Article, Topic
from articles.pages import head_from
from articles.reading import DocumentGone, contents
from documents.document import Document
from documents.passages_changed import changed_passages
from documents.slugs import slug_of
from formats.parsed import ParsedExplainer
from formats.pictures import NotAPicture, picture_file
from imports.admin.views import TEMPLATES, UploadView
from imports.importing.contributors import authors_named
from imports.importing.existing import own_name
from imports.models import Item, Upload
from imports.proposing import compared
from imports.uploads.between_steps import Withheld, kept, options_of
from imports.uploads.storing import picture

_MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}
_REMOVED = "The explainer was removed here meanwhile; no file brings it back."
_NOTHING = "There is nothing to look at: no explainer was made of it, or it was taken in."


class LookView(UploadView):
    """A look at an explainer of an import before it is taken."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page; or why there is none."""
        explainer = self.object.items.filter(pk=self.kwargs["number"]).first()
        if explainer is None:
            return self.gone()
        try:
            page = self.show(explainer, kept(self.object, explainer))
        except Withheld:
            if explainer.article_id:
                return redirect("admin:articles_article_change", explainer.article_id)
            return refused(request, [_NOTHING], self.context(""))
        except DocumentGone:
            return refused(request, [_REMOVED], self.context(""))
        return _with_pictures(page, self.object, explainer)

    def show(self, explainer: Item, reading: ParsedExplainer) -> HttpResponse:
        """The page of what was read; raises `DocumentGone` where it was removed here."""
        raise NotImplementedError


class WholePage(LookView):
    """The whole page as readers would see it, also of what is published."""

    def show(self, explainer: Item, reading: ParsedExplainer) -> HttpResponse:
        """The page."""
        return _whole(self, explainer, reading)


class ChangesPage(LookView):
    """What would change in a published explainer; of what is new or a draft, the whole page."""

    def show(self, explainer: Item, reading: ParsedExplainer) -> HttpResponse:
        """Both texts, passage by passage."""
        article = _published(explainer)
        if article is None:
            return _whole(self, explainer, reading)
        names = options_of(self.object, dry=True).authors_of(reading)
        now, then = compared(article, reading.document, names)
        return self.render(
            f"{TEMPLATES}/changes.html",
            f"What would change in “{article.title}”",
            upload=self.object,
            item=explainer,
            article=article,
            passages=changed_passages(now, then.document),
            warnings=then.warnings,
        ).render()


class UploadedPicture(UploadView):
    """A picture that came along, for those who may see the import."""

    def gone(self) -> HttpResponseBase:
        """Nobody is led elsewhere in the place of a picture."""
        raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Its bytes."""
        try:
            content = picture(self.object, self.kwargs["sha256"])
            media_type = _MEDIA_TYPES[picture_file(content).suffix]
        except (OSError, NotAPicture) as error:
            raise Http404 from error
        private = {"Cache-Control": "private"}
        return HttpResponse(content, content_type=media_type, headers=private)


class ReportDownload(UploadView):
    """The report as JSON lines, as the command writes it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A line an explainer."""
        name = f"import-{self.object.started_at:%Y-%m-%d-%H%M}.jsonl"
        return StreamingHttpResponse(
            _lines(self.object),
            content_type="application/x-ndjson",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _whole(view: UploadView, explainer: Item, reading: ParsedExplainer) -> HttpResponse:
    options = options_of(view.object, dry=True)
    names, article = options.authors_of(reading), _published(explainer)
    if article is not None:
        _now, then = compared(article, reading.document, names)
        head, topics = _head(article, then.document), article.topics.all()
        return preview(view.request, then.document, article, topics, head=head)
    document = replace(reading.document, authors=authors_named(names, make=False))
    stand_in = Article(slug=explainer.slug, import_key=explainer.key)
    return preview(view.request, document, stand_in, _topics(options.topics_of(reading)))


def _lines(upload: Upload) -> Iterator[str]:
    for report in upload.items.values_list("report", flat=True).iterator(500):
        yield json.dumps(report, ensure_ascii=False) + "\n"


def _published(explainer: Item) -> Article | None:
    """The published explainer that is to change, if there is one."""
    own = own_name(explainer.key, explainer.origin)
    names = [name for name in (own, explainer.key) if name]
    published = Article.objects.filter(import_key__in=names, version__isnull=False)
    by_key = {article.import_key: article for article in published.select_related("page")}
    return next((by_key[name] for name in names if name in by_key), None)


def _head(article: Article, then: Document) -> Any:
    page = getattr(article, "page", None)
    if page is None:
        raise DocumentGone
    head = head_from(page.head)
    return replace(
        head,
        number=head.number + 1,
        title=then.title,
        standfirst=then.standfirst,
        serial=0,
        digest="not sealed yet",
        toc=contents(then),
    )


def _topics(names: tuple[str, ...]) -> list[Topic]:
    """The topics of those names, as far as they exist; others as they would be made."""
    topics = {topic.name: topic for topic in Topic.objects.filter(name__in=names)}
    return [topics.get(name) or Topic(name=name, slug=slug_of(name) or "topic") for name in names]


def _with_pictures(page: HttpResponse, upload: Upload, explainer: Item) -> HttpResponse:
    """The page with the pictures that came along: until they are taken in, they lie elsewhere."""
    for sha256 in explainer.reading["pictures"]:
        there = reverse("asset", args=[sha256])
        here = reverse("admin:uploads_upload_picture", args=[upload.pk, sha256])
        page.content = page.content.replace(f'src="{there}"'.encode(), f'src="{here}"'.encode())
    return page
