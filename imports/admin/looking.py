"""Looking at what was read: each explainer as readers would see it, and the report as a file."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
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
from imports.admin.listing import Route
from imports.admin.moving import Moving
from imports.importing.contributors import authors_named
from imports.importing.own_names import own_name
from imports.models import Item, Upload
from imports.proposing import compared
from imports.uploads.kept import Withheld, kept
from imports.uploads.options import options_of
from imports.uploads.storing import picture

_KINDS = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


class Looking(Moving):
    """The preview of an item, its pictures, and the report."""

    def routes(self) -> list[Route]:
        """With those."""
        return [
            ("items/<int:number>/", "item", self.item_view),
            ("items/<int:number>/page/", "item_page", self.page_view),
            ("pictures/<slug:sha256>", "picture", self.picture_view),
            ("report.jsonl", "report", self.report_view),
            *super().routes(),
        ]

    def item_view(self, request: HttpRequest, pk: Any, number: int) -> HttpResponse:
        """The page of what is new or a draft; of what is published, what would change in it."""
        return self._look(request, pk, number, self._changes)

    def page_view(self, request: HttpRequest, pk: Any, number: int) -> HttpResponse:
        """The whole page, also of what is published."""
        return self._look(request, pk, number, self._page)

    def _look(self, request: HttpRequest, pk: Any, number: int, show: Any) -> HttpResponse:
        upload = self.held(request, pk)
        item = upload.items.filter(pk=number).first() if upload else None
        if upload is None or item is None:
            return self.gone(request)
        try:
            return _with_pictures(show(request, upload, item, kept(upload, item)), upload, item)
        except Withheld:
            return self._nothing(request, item)
        except DocumentGone:
            text = "The explainer was removed here meanwhile; no file brings it back."
            return refused(request, [text], self.context(request, ""))

    def _nothing(self, request: HttpRequest, item: Item) -> HttpResponse:
        if item.article_id:
            return redirect("admin:articles_article_change", item.article_id)
        text = "There is nothing to look at: no explainer was made of it, or it was taken in."
        return refused(request, [text], self.context(request, ""))

    def _changes(
        self, request: HttpRequest, upload: Upload, item: Item, reading: ParsedExplainer
    ) -> HttpResponse:
        article = _published(item)
        if article is None:
            return self._page(request, upload, item, reading)
        names = options_of(upload, dry=True).authors_of(reading)
        now, then = compared(article, reading.document, names)
        context = self.context(
            request,
            f"What would change in “{article.title}”",
            upload=upload,
            item=item,
            article=article,
            passages=changed_passages(now, then.document),
            warnings=then.warnings,
        )
        return TemplateResponse(request, "admin/uploads/upload/changes.html", context).render()

    def _page(
        self, request: HttpRequest, upload: Upload, item: Item, reading: ParsedExplainer
    ) -> HttpResponse:
        options = options_of(upload, dry=True)
        names = options.authors_of(reading)
        article = _published(item)
        if article is not None:
            _now, then = compared(article, reading.document, names)
            topics = article.topics.all()
            head = _head(article, then.document)
            return preview(request, then.document, article, topics, head=head)
        authors = authors_named(names, make=False)
        stand_in = Article(slug=item.slug, import_key=item.key)
        document = replace(reading.document, authors=authors)
        return preview(request, document, stand_in, _topics(options.topics_of(reading)))

    def picture_view(self, request: HttpRequest, pk: Any, sha256: str) -> HttpResponse:
        """A picture that came along, for those who may see the upload."""
        upload = self.held(request, pk)
        try:
            data = picture(upload, sha256) if upload else b""
            kind = _KINDS[picture_file(data).suffix]
        except (OSError, NotAPicture) as error:
            raise Http404 from error
        return HttpResponse(data, content_type=kind, headers={"Cache-Control": "private"})

    def report_view(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        """The report as JSON lines, as the command writes it."""
        upload = self.held(request, pk)
        if upload is None:
            return self.gone(request)
        name = f"import-{upload.started_at:%Y-%m-%d-%H%M}.jsonl"
        return StreamingHttpResponse(
            _lines(upload),
            content_type="application/x-ndjson",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _lines(upload: Upload) -> Iterator[str]:
    for report in upload.items.values_list("report", flat=True).iterator(500):
        yield json.dumps(report, ensure_ascii=False) + "\n"


def _published(item: Item) -> Article | None:
    """The published explainer that an item is about, if there is one."""
    names = [name for name in (own_name(item.key, item.origin), item.key) if name]
    held = Article.objects.filter(import_key__in=names, version__isnull=False)
    found = {one.import_key: one for one in held.select_related("page")}
    return next((found[name] for name in names if name in found), None)


def _head(article: Article, then: Document) -> Any:
    page = getattr(article, "page", None)
    if page is None:
        raise DocumentGone
    held = head_from(page.head)
    return replace(
        held,
        number=held.number + 1,
        title=then.title,
        standfirst=then.standfirst,
        serial=0,
        digest="not sealed yet",
        toc=contents(then),
    )


def _topics(names: tuple[str, ...]) -> list[Topic]:
    """The topics of those names, as far as they exist; others as they would be made."""
    held = {one.name: one for one in Topic.objects.filter(name__in=names)}
    return [held.get(name) or Topic(name=name, slug=slug_of(name) or "topic") for name in names]


def _with_pictures(response: HttpResponse, upload: Upload, item: Item) -> HttpResponse:
    """The page with the pictures that came along: until they are taken in, they lie elsewhere."""
    for sha256 in item.reading["pictures"]:
        there = reverse("asset", args=[sha256])
        here = reverse("admin:uploads_upload_picture", args=[upload.pk, sha256])
        response.content = response.content.replace(
            f'src="{there}"'.encode(), f'src="{here}"'.encode()
        )
    return response
