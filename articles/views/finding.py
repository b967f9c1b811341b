"""Finding an explainer by an address, old or new or elsewhere, and what is shown for it."""

import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from articles.models import Article, Author, Slug, Topic
from articles.notices import notice_of
from articles.old_addresses import old_address_at
from articles.reading import PageHead
from documents.markdown import with_addresses
from documents.slugs import is_slug
from record.clock import moment
from record.registry import HIDDEN

Row = TypeVar("Row", Topic, Author)
View = Callable[..., HttpResponse]


def explainer_view(name: str, *, takes_posts: bool = False) -> Callable[[View], View]:
    """A view of the explainer that its `slug` names, given as `article` with its page.

    An old slug, or one in another form, redirects for ever to the twin address of the view
    `name` (but what is posted there is taken, not lost); a removed explainer answers 410.
    """
    methods = ["GET", "HEAD", *(["POST"] if takes_posts else [])]

    def decorate(view: View) -> View:
        @require_http_methods(methods)
        @wraps(view)
        def answer(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
            article = _article(slug)
            if article is None or article.is_removed:
                return gone(request, article)
            if article.slug != slug and request.method != "POST":
                address = reverse(name, kwargs={"slug": article.slug, **rest})
                query = request.META.get("QUERY_STRING")
                return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
            return view(request, article, **rest)

        return answer

    return decorate


def topic_asked_for(request: HttpRequest) -> Topic | None:
    """The topic that `?topic=` names, None where it is left out; raises `Http404`."""
    slug = request.GET.get("topic")
    return by_slug(Topic, slug) if slug else None


def by_slug(model: type[Row], slug: str) -> Row:
    """The topic or author of that slug; raises `Http404`."""
    rows: Any = model._default_manager.all()
    # A topic that only drafts have is nobody's business yet.
    if model is Topic:
        rows = rows.filter(articles__version__isnull=False).distinct()
    row: Row | None = rows.filter(slug=slug).first() if is_slug(slug) else None
    if row is None:
        raise Http404(f"there is no {model._meta.verbose_name} {slug!r}")
    return row


def shown(head: PageHead, html: str) -> dict[str, Any]:
    """An explainer as the templates show it: its head with times as datetimes, and its body."""
    return vars(head) | {
        "published_at": moment(head.published),
        "changed_at": moment(head.changed),
        "recorded_at": moment(head.recorded),
        "html": served(html),
        "top": served(head.top),
        "banners": served(head.banners),
    }


def served(html: str) -> SafeString:
    """Stored HTML with the addresses that this site has now."""
    home = reverse("home")
    return with_addresses(html, lambda sha256: reverse("asset", args=[sha256]), home)


def absolute(path: str) -> str:
    """The public address of a path that `reverse` gave."""
    return f"{settings.SITE_ORIGIN}{path}"


def published_article(slug: str) -> Article:
    """The explainer that has or had that slug; raises `Http404`, also for a removed one."""
    article = _article(slug)
    if article is None or article.is_removed:
        raise Http404(f"the explainer {slug!r} was removed")
    return article


def gone(request: HttpRequest, article: Article | None) -> HttpResponse:
    """What stands where an explainer stood that was removed, or had an address that is withheld.

    410, or 451 where a legal demand took it away (RFC 7725).
    """
    notice = notice_of(article) if article else None
    status = 451 if notice and notice.is_legal else 410
    return render(request, "410.html", {"notice": notice}, status=status)


def _article(slug: str) -> Article | None:
    """The explainer that has or had that slug; None where the slug was withheld.

    The notice of a removed one stands under a withheld slug too: it was destroyed with its words.
    Raises `Http404` for a slug that was never given.
    """
    articles = Article.objects.select_related("page", "version")
    for form in dict.fromkeys((slug, unicodedata.normalize("NFC", slug).lower())):
        if not is_slug(form):
            continue
        article = articles.filter(
            slugs__slug=form, slugs__version__isnull=False, version__isnull=False
        ).first()
        if article is not None:
            return article
        withheld = Slug.objects.withheld(form).select_related("article").first()
        if withheld is not None:
            return withheld.article if withheld.article.is_removed else None
    raise Http404(f"no explainer was published as {slug!r}")


class OldAddressMiddleware:
    """Sends whoever comes by an explainer's old address to where it stands now, in one hop.

    Only instead of a 404: the site's own addresses always win. Inside Django's CommonMiddleware,
    which would add a slash first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, but for an old address."""
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        return answer_old(request) or response


def answer_old(request: HttpRequest) -> HttpResponse | None:
    """The redirect to the explainer that had this address elsewhere; None where none had it.

    A removed explainer, or an address that was withheld, answers as its own address does.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    address = old_address_at(request.path, request.META.get("QUERY_STRING", ""))
    if address is None or _is_own_without_slash(request):
        return None
    if address.article.is_removed:
        return gone(request, address.article)
    if address.address.startswith(HIDDEN):
        return gone(request, None)
    return HttpResponsePermanentRedirect(address.article.get_absolute_url())


def _is_own_without_slash(request: HttpRequest) -> bool:
    """Whether this is the address of an explainer here, but for its last slash."""
    if not settings.APPEND_SLASH or request.path_info.endswith("/"):
        return False
    try:
        slug = resolve(f"{request.path_info}/").kwargs.get("slug")
    except Resolver404:
        return False
    return slug is not None and Slug.objects.taken(slug)
