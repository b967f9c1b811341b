"""The sitemap (sitemaps.org): explainers, corrections, and the pages that lead to them.

The date of an explainer is that of its last significant change, and of nothing smaller. The
index and each of its files ask the database for one page of rows, however many there are.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from articles.models import Article, Topic
from corrections.models import Correction

if TYPE_CHECKING:
    _Sitemap = Sitemap[Any]
else:
    _Sitemap = Sitemap

PAGES = (
    "home",
    "articles:list",
    "faq:list",
    "topics:list",
    "corrections:list",
    "corrections:policy",
    "record:detail",
)


class SiteMap(_Sitemap):
    """What all have in common: the address of the site as the settings have it."""

    limit = 5000

    def get_domain(self, _site: Any = None) -> str:
        """The host of the site, with its port."""
        return urlsplit(settings.SITE_ORIGIN).netloc

    def get_protocol(self, _protocol: str | None = None) -> str:
        """The scheme of the site."""
        return urlsplit(settings.SITE_ORIGIN).scheme


class DatedRows(SiteMap):
    """Rows of the database, each with the moment of its last change in the column `dated`."""

    dated = ""

    def lastmod(self, row: Any) -> datetime:
        """Its last significant change."""
        moment: datetime = getattr(row, self.dated)
        return moment

    def get_latest_lastmod(self) -> datetime | None:
        """The newest of them, asked in one question."""
        rows: Any = self.items()
        newest: datetime | None = rows.aggregate(newest=Max(self.dated))["newest"]
        return newest


class Explainers(DatedRows):
    """Published explainers."""

    dated = "changed_at"

    def items(self) -> Any:
        """In an order that nothing published later changes."""
        return Article.objects.published().order_by("published_at", "pk").only("slug", "changed_at")


class Corrections(DatedRows):
    """The page of each correction of an explainer that can be read; none changes later."""

    dated = "published_at"

    def items(self) -> Any:
        """In the order of their numbers."""
        readable = Correction.objects.published().exclude(article__status="removed")
        return readable.order_by("number").only("number", "published_at")


class Pages(SiteMap):
    """Lists, topics, and what is said of the site."""

    def items(self) -> Sequence[str]:
        """Their paths."""
        topics = [topic.get_absolute_url() for topic in Topic.objects.in_use()]
        return [*map(reverse, PAGES), *topics]

    def location(self, path: str) -> str:
        """The path itself."""
        return path


SITEMAPS = {"explainers": Explainers, "corrections": Corrections, "pages": Pages}
