"""Old addresses of explainers, answered where the site itself has no page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from articles.models import Slug
from articles.old_addresses import found
from articles.views.finding import gone
from record.registry import HIDDEN


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
    address = found(request.path, request.META.get("QUERY_STRING", ""))
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
