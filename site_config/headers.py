"""What the headers of each response say: what a page may load and do, and how long it is kept."""

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import parse_http_date_safe

GetResponse = Callable[[HttpRequest], HttpResponse]
Policy = Mapping[str, Iterable[str]]


def build_policy(policy: Policy) -> str:
    """The value of the header for a mapping of directives to their sources (CSP level 3)."""
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy.items())


def build_permissions(policy: Policy) -> str:
    """The value of Permissions-Policy for a mapping of features to who may use them."""
    return ", ".join(f"{feature}=({' '.join(who)})" for feature, who in policy.items())


class ContentSecurityPolicyMiddleware:
    """Adds SECURE_CSP and PERMISSIONS_POLICY to each response that doesn't bring its own.

    The settings have the shape of Django 6's own: there its `ContentSecurityPolicyMiddleware`
    takes the place of this class.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": build_policy(settings.SECURE_CSP),
            "Permissions-Policy": build_permissions(settings.PERMISSIONS_POLICY),
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response with the headers set."""
        response = self.get_response(request)
        for name, content in self.headers.items():
            response.headers.setdefault(name, content)
        return response


#: In seconds: how soon a correction is visible everywhere at the latest.
FRESH = 5


class PublicPagesMiddleware:
    """Cache-Control and ETag for responses that don't say otherwise; 304 where nothing changed.

    The ETag is a keyed hash of the bytes served: a plain one would let anyone guess back a word
    that was withheld. RFC 9110, sections 8.8 and 13.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response, or 304 or 412 where the request's conditions say so."""
        response = self.get_response(request)
        public = request.method in ("GET", "HEAD") and response.status_code == 200
        if not public or response.cookies or response.has_header("Cache-Control"):
            return response
        response["Cache-Control"] = f"public, max-age={FRESH}"
        if not isinstance(response, HttpResponse):
            return response
        response["ETag"] = f'"{_keyed(response.content)}"'
        changed = response.headers.get("Last-Modified")
        return (
            get_conditional_response(
                request,
                etag=response["ETag"],
                last_modified=parse_http_date_safe(changed) if changed else None,
                response=response,
            )
            or response
        )


def _keyed(content: bytes) -> str:
    return salted_hmac("corrigenda.etag", content, algorithm="sha256").hexdigest()[:32]
