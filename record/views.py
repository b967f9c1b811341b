"""The record in public: how to check us, the chain's head, and all of it."""

from pathlib import Path

from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from record import export
from record.models import SiteIdentity, Version
from record.numbers import whole_number

FORMAT = Path(settings.BASE_DIR) / "docs" / "record-format.md"
EXAMPLE = Path(settings.BASE_DIR) / "docs" / "examples" / "record.ndjson"
VERIFIER = Path(settings.BASE_DIR) / "scripts" / "verify_record.py"


@require_safe
def record_detail(request: HttpRequest) -> HttpResponse:
    """How to check us, and what the record can't show."""
    newest = Version.objects.newest()
    context = {
        "head": newest
        and {
            "serial": newest.serial,
            "digest": newest.digest,
            "recorded_at": newest.moment,
        },
        "site_id": SiteIdentity.objects.get().uuid,
    }
    return render(request, "record/record_detail.html", context)


@require_safe
def record_head(_request: HttpRequest) -> HttpResponseBase:
    """The chain's head as JSON."""
    return _open_to_all(JsonResponse(export.head()))


@require_safe
def record_versions(request: HttpRequest) -> HttpResponseBase:
    """The record as NDJSON, streamed; `?after=SERIAL` gives what came later."""
    typed = request.GET.get("after", "0")
    after = whole_number(typed)
    if after is None:
        message = f"after: found {typed[:40]!r}; expected the serial number of a version\n"
        return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")
    lines = (line.encode("ascii") for line in export.lines(after=after))
    return _open_to_all(StreamingHttpResponse(lines, content_type="application/x-ndjson"))


@require_safe
def record_format(_request: HttpRequest) -> HttpResponseBase:
    """The specification of the record, for those who write a verifier of their own."""
    return FileResponse(FORMAT.open("rb"), content_type="text/markdown; charset=utf-8")


@require_safe
def record_example(_request: HttpRequest) -> HttpResponseBase:
    """The worked example of the specification, which links to it."""
    return FileResponse(EXAMPLE.open("rb"), content_type="application/x-ndjson")


@require_safe
def record_verifier(_request: HttpRequest) -> HttpResponseBase:
    """The outsider's script: one file, standard library only."""
    return FileResponse(
        VERIFIER.open("rb"),
        as_attachment=True,
        filename="verify_record.py",
        content_type="text/x-python; charset=utf-8",
    )


def _open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """The record may be read by scripts of any page: it holds nothing private."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
