"""Feeds of corrections: all of them, those that matter, an explainer's, a topic's.

Only the feed of significant corrections leaves spelling, white space and repaired links out.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest
from django.urls import reverse

from articles.feeds import FeedType, RecordedFeed
from articles.models import Article, Topic
from articles.views.finding import View, absolute, by_slug, explainer_view
from corrections.kinds import KINDS
from corrections.models import Correction, CorrectionQuerySet
from record.models import SiteIdentity

ENTRIES = 50


class CorrectionsFeed(RecordedFeed):
    """The newest corrections, of every kind."""

    description_template = "corrections/feed_description.html"

    def title(self, about: Any) -> str:
        """The site and what this is."""
        return f"{settings.SITE_NAME}: corrections"

    def link(self, about: Any) -> str:
        """The log."""
        return absolute(reverse("corrections:list"))

    def feed_url(self, about: Any) -> str:
        """The feed's own address."""
        return absolute(reverse(f"corrections:{self.suffix}"))

    def description(self, about: Any) -> str:
        """In a sentence."""
        return "What was wrong, what is right, and why, newest first."

    def corrections(self, about: Any) -> CorrectionQuerySet:
        """The corrections of this feed, newest first."""
        return Correction.objects.published()

    def items(self, obj: Any) -> Any:
        """The newest ones, each with the site's id."""
        site = Subquery(SiteIdentity.objects.values("uuid")[:1])
        newest = self.corrections(obj).select_related("article", "published_in")
        return newest.annotate(site=site)[:ENTRIES]

    def item_title(self, correction: Any) -> str:
        """Kind and explainer."""
        return f"{KINDS[correction.kind].label}: {correction.article.listed_title}"

    def item_link(self, correction: Any) -> str:
        """The page of the correction."""
        return absolute(correction.get_absolute_url())

    def item_guid(self, correction: Any) -> str:
        """An id for ever: it doesn't change when the address of the site does."""
        return f"urn:uuid:{correction.site}#correction-{correction.number}"

    def item_pubdate(self, correction: Any) -> datetime:
        """When it was published."""
        moment: datetime = correction.published_at
        return moment

    def item_updateddate(self, correction: Any) -> datetime:
        """The same: a correction doesn't change."""
        return self.item_pubdate(correction)

    def item_extra_kwargs(self, correction: Any) -> dict[str, Any]:
        """Its place in the record."""
        return {"serial": correction.published_in.serial, "digest": correction.published_in.digest}


class SignificantFeed(CorrectionsFeed):
    """Those that change what readers know: no spelling, no white space, no repaired links."""

    def title(self, about: Any) -> str:
        """The site and what this is."""
        return f"{settings.SITE_NAME}: significant corrections"

    def feed_url(self, about: Any) -> str:
        """The feed's own address."""
        return absolute(reverse(f"corrections:significant_{self.suffix}"))

    def corrections(self, obj: Any) -> CorrectionQuerySet:
        """Those that are loud."""
        return super().corrections(obj).loud()


class ArticleFeed(CorrectionsFeed):
    """One explainer's corrections."""

    def get_object(self, _request: HttpRequest, article: Article) -> Article:
        """The explainer, which `article_feed` has found."""
        return article

    def title(self, obj: Any) -> str:
        """The explainer's title and what this is."""
        return f"{obj.listed_title}: corrections"

    def link(self, obj: Any) -> str:
        """The explainer."""
        return absolute(obj.get_absolute_url())

    def feed_url(self, obj: Any) -> str:
        """The feed's own address."""
        return absolute(reverse(_article_view(self.suffix), kwargs={"slug": obj.slug}))

    def corrections(self, obj: Any) -> CorrectionQuerySet:
        """All that it had."""
        return super().corrections(obj).filter(article=obj)


class TopicFeed(CorrectionsFeed):
    """Corrections of the explainers of a topic."""

    def get_object(self, _request: HttpRequest, slug: str) -> Topic:
        """The topic that the slug names; raises `Http404`."""
        return by_slug(Topic, slug)

    def title(self, obj: Any) -> str:
        """The topic and what this is."""
        return f"{settings.SITE_NAME}, {obj.name}: corrections"

    def link(self, obj: Any) -> str:
        """The topic."""
        return absolute(obj.get_absolute_url())

    def feed_url(self, obj: Any) -> str:
        """The feed's own address."""
        return absolute(reverse(f"topic_corrections_{self.suffix}", kwargs={"slug": obj.slug}))

    def corrections(self, obj: Any) -> CorrectionQuerySet:
        """Those of its explainers as they are filed now."""
        return super().corrections(obj).filter(article__topics=obj)


def article_feed(feed_type: FeedType) -> View:
    """The view of an explainer's feed: an old slug leads on, a removed explainer is gone."""
    return explainer_view(_article_view(feed_type.suffix))(ArticleFeed(feed_type))


def _article_view(suffix: str) -> str:
    return "article_corrections" if suffix == "atom" else f"article_corrections_{suffix}"
