"""The feed of explainers: the newest ones, updated when something significant changes."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.models import Article
from articles.syndication import RecordedFeed
from articles.views.finding import absolute

ENTRIES = 30


class ExplainersFeed(RecordedFeed):
    """The newest explainers."""

    description_template = "articles/feed_description.html"

    def title(self, _obj: Any) -> str:
        """The site."""
        return settings.SITE_NAME

    def link(self, _obj: Any) -> str:
        """The home page."""
        return absolute(reverse("home"))

    def feed_url(self, _obj: Any) -> str:
        """The feed's own address."""
        return absolute(reverse(f"feed_{self.suffix}"))

    def description(self, _obj: Any) -> str:
        """What the site says of itself."""
        return settings.SITE_DESCRIPTION

    def items(self, _obj: Any) -> Any:
        """The newest ones."""
        found = Article.objects.published().select_related("version")
        return found.prefetch_related("topics")[:ENTRIES]

    def item_title(self, item: Any) -> str:
        """As in lists."""
        return str(item.listed_title)

    def item_link(self, item: Any) -> str:
        """The explainer."""
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Any) -> str:
        """The id that the record knows it by."""
        return f"urn:uuid:{item.pk}"

    def item_pubdate(self, item: Any) -> datetime | None:
        """When it was first published here; of an imported one that isn't what is asked."""
        return None if item.imported else item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        """When it last changed significantly: spelling moves nothing."""
        moment: datetime = item.changed_at
        return moment

    def item_categories(self, item: Any) -> list[str]:
        """Its topics."""
        return [topic.name for topic in item.topics.all()]

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        """Its place in the record."""
        return {"serial": item.version.serial, "digest": item.version.digest}
