"""What belongs to the whole site: the home page, and what machines ask first."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article, Topic
from articles.views.finding import absolute, answer_old
from corrections.models import Correction
from record import guards
from record.models import Version

OLD_PARAMETERS = {"p", "page_id"}
NEWEST = 8
NEWEST_CORRECTIONS = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The newest explainers, the topics, and where the record stands; for `?p=` an old address."""
    # The numbers by which one well-known system names its posts, all at its home page.
    if OLD_PARAMETERS & request.GET.keys():
        response = answer_old(request)
        if response is not None:
            return response
    newest, oldest = Version.objects.newest(), Version.objects.oldest()
    context = {
        "newest": Article.objects.published().prefetch_related("topics")[:NEWEST],
        "corrections": Correction.objects.published()
        .loud()
        .exclude(article__status="removed")
        .select_related("article")[:NEWEST_CORRECTIONS],
        "topics": Topic.objects.in_use(),
        "record_begins": oldest and oldest.moment,
        "head": newest and {"serial": newest.serial, "recorded_at": newest.moment},
        "canonical": absolute(reverse("home")),
    }
    return render(request, "home.html", context)


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone (RFC 9309)."""
    prefix = reverse("home")
    paths = ("admin/", "articles/*/compare/", "articles/*/report/", "reports/")
    lines = [
        "User-agent: *",
        *(f"Disallow: {prefix}{path}" for path in paths),
        f"Sitemap: {absolute(prefix)}sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); without an address to write to there is none."""
    if not settings.SITE_CONTACT:
        raise Http404("no SITE_CONTACT is set")
    # A month's answers are the same bytes, and each holds for five months at least.
    month = timezone.now().date().replace(day=1)
    lines = [
        f"Contact: mailto:{settings.SITE_CONTACT}",
        f"Expires: {month + timedelta(days=181)}T00:00:00Z",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}",
        f"Canonical: {absolute(reverse('security'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether the process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Whether the site can serve: the database answers, is migrated, and guards what it must."""
    try:
        problems = _problems()
    except DatabaseError:
        problems = ["the database does not answer"]
    text = "".join(f"{line}\n" for line in problems) or "ok\n"
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", status=503 if problems else 200
    )


def server_error(_request: HttpRequest) -> HttpResponse:
    """What is said when a page could not be made, without anything that may be what is broken:
    no database, no context processor, no list of static files; without the page, in one line."""
    try:
        home = f"{settings.FORCE_SCRIPT_NAME or ''}/"
        return HttpResponseServerError(render_to_string("500.html", {"home": home}))
    except Exception:
        text = "This page could not be made. Please try again in a minute.\n"
        return HttpResponseServerError(text, content_type="text/plain; charset=utf-8")


def _problems() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return [f"{len(plan)} migrations wait; run manage.py migrate"]
    return guards.missing()
