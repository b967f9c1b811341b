"""Feeds whose entries carry their place in the record: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1.

An entry keeps its id for ever, whatever becomes of the site's address. In Atom and RSS serial
and digest are categories with a scheme of their own, in JSON a member of the site's own.
"""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date

from articles.models import Article
from articles.views.finding import absolute

SERIAL, DIGEST = "urn:corrigenda:serial", "urn:corrigenda:digest"

if TYPE_CHECKING:
    _Feed = Feed[Any, Any]
else:
    _Feed = Feed


class AtomFeed(Atom1Feed):
    """Atom with serial and digest."""

    suffix = "atom"

    def add_item_elements(self, handler: Any, fields: Any) -> None:
        """With two categories more."""
        super().add_item_elements(handler, fields)
        for scheme, term in ((SERIAL, str(fields["serial"])), (DIGEST, fields["digest"])):
            handler.addQuickElement("category", "", {"scheme": scheme, "term": term})


class RSSFeed(Rss201rev2Feed):
    """RSS with serial and digest."""

    suffix = "rss"

    def add_item_elements(self, handler: Any, fields: Any) -> None:
        """With two categories more."""
        super().add_item_elements(handler, fields)
        for domain, term in ((SERIAL, str(fields["serial"])), (DIGEST, fields["digest"])):
            handler.addQuickElement("category", term, {"domain": domain})


class JSONFeed(SyndicationFeed):
    """JSON Feed with serial and digest as `_corrigenda`."""

    suffix = "json"
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        """Writes the feed to `outfile`."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "description": self.feed["description"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "items": [_json_entry(item) for item in self.items],
        }
        text = json.dumps(feed, ensure_ascii=False, indent=1)
        outfile.write(text.encode(encoding))


def _json_entry(fields: Any) -> dict[str, Any]:
    description = (fields["description"] or "").strip()
    dates = {"date_published": fields["pubdate"], "date_modified": fields["updateddate"]}
    return {
        "id": fields["unique_id"],
        "url": fields["link"],
        "title": fields["title"],
        # One of the two contents must be there.
        **({"content_html": description} if description else {"content_text": fields["title"]}),
        **{name: rfc3339_date(date) for name, date in dates.items() if date},
        "tags": list(fields["categories"]),
        "_corrigenda": {"serial": fields["serial"], "digest": fields["digest"]},
    }


FeedType = type[AtomFeed] | type[RSSFeed] | type[JSONFeed]


class RecordedFeed(_Feed):
    """A feed in the format that it is made with; its addresses are absolute ones.

    `suffix` is how the addresses of that format end.
    """

    item_guid_is_permalink = False

    def __init__(self, feed_type: FeedType) -> None:
        self.feed_type = feed_type
        self.suffix = feed_type.suffix

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed. Without Last-Modified: a small repair changes an entry but no date in it."""
        response = super().__call__(request, *args, **kwargs)
        del response["Last-Modified"]
        return response

    def subtitle(self, obj: Any) -> str:
        """Atom's name for the description."""
        return str(self.description(obj))

    def description(self, obj: Any) -> str:
        """What the feed holds, in a sentence."""
        raise NotImplementedError


ENTRIES = 30


class ExplainersFeed(RecordedFeed):
    """The newest explainers."""

    description_template = "articles/feed_description.html"

    def title(self, _nothing: Any) -> str:
        """The site."""
        return settings.SITE_NAME

    def link(self, _nothing: Any) -> str:
        """The home page."""
        return absolute(reverse("home"))

    def feed_url(self, _nothing: Any) -> str:
        """The feed's own address."""
        return absolute(reverse(f"feed_{self.suffix}"))

    def description(self, _nothing: Any) -> str:
        """What the site says of itself."""
        return settings.SITE_DESCRIPTION

    def items(self, _nothing: Any) -> Any:
        """The newest ones."""
        newest = Article.objects.published().select_related("version")
        return newest.prefetch_related("topics")[:ENTRIES]

    def item_title(self, article: Any) -> str:
        """As in lists."""
        return str(article.listed_title)

    def item_link(self, article: Any) -> str:
        """The explainer."""
        return absolute(article.get_absolute_url())

    def item_guid(self, article: Any) -> str:
        """The id that the record knows it by."""
        return f"urn:uuid:{article.pk}"

    def item_pubdate(self, article: Any) -> datetime | None:
        """When it was first published here; of an imported one that isn't what is asked."""
        return None if article.imported else article.published_at

    def item_updateddate(self, article: Any) -> datetime:
        """When it last changed significantly: spelling moves nothing."""
        moment: datetime = article.changed_at
        return moment

    def item_categories(self, article: Any) -> list[str]:
        """Its topics."""
        return [topic.name for topic in article.topics.all()]

    def item_extra_kwargs(self, article: Any) -> dict[str, Any]:
        """Its place in the record."""
        return {"serial": article.version.serial, "digest": article.version.digest}
