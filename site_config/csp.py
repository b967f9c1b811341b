"""Headers that say what a page may load and do.

The settings have the shape of Django 6's own: on Django 6 this file goes, and its line in
MIDDLEWARE becomes `django.middleware.csp.ContentSecurityPolicyMiddleware`.
"""

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
Policy = Mapping[str, Iterable[str]]


def build_policy(policy: Policy) -> str:
    """The value of the header for a mapping of directives to their sources (CSP level 3)."""
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy.items())


def build_permissions(policy: Policy) -> str:
    """The value of Permissions-Policy for a mapping of features to who may use them."""
    return ", ".join(f"{feature}=({' '.join(who)})" for feature, who in policy.items())


class ContentSecurityPolicyMiddleware:
    """Adds SECURE_CSP and PERMISSIONS_POLICY to each response that doesn't bring its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": build_policy(settings.SECURE_CSP),
            "Permissions-Policy": build_permissions(settings.PERMISSIONS_POLICY),
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response with the headers set."""
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response
