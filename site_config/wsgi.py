"""The WSGI entry: `application` is what a server serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")


def mounted(application: WSGIApplication, prefix: str) -> WSGIApplication:
    """The application under a path, for a proxy in front that leaves the path on as for one that
    takes it off. Django knows the prefix from FORCE_SCRIPT_NAME and wants the rest only."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(prefix + "/"):
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        return application(environ, start_response)

    return serve


application: WSGIApplication = get_wsgi_application()
if settings.FORCE_SCRIPT_NAME:
    application = mounted(application, settings.FORCE_SCRIPT_NAME)
