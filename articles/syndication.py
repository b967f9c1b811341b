"""Feeds whose entries carry their place in the record: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1.

An entry keeps its id for ever, whatever becomes of the site's address. In Atom and RSS serial
and digest are categories with a scheme of their own, in JSON a member of the site's own.
"""

import json
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date

SERIAL, DIGEST = "urn:corrigenda:serial", "urn:corrigenda:digest"

if TYPE_CHECKING:
    _Feed = Feed[Any, Any]
else:
    _Feed = Feed


class AtomFeed(Atom1Feed):
    """Atom with serial and digest."""

    suffix = "atom"

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """With two categories more."""
        super().add_item_elements(handler, item)
        for scheme, term in ((SERIAL, str(item["serial"])), (DIGEST, item["digest"])):
            handler.addQuickElement("category", "", {"scheme": scheme, "term": term})


class RSSFeed(Rss201rev2Feed):
    """RSS with serial and digest."""

    suffix = "rss"

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """With two categories more."""
        super().add_item_elements(handler, item)
        for domain, term in ((SERIAL, str(item["serial"])), (DIGEST, item["digest"])):
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
            "items": [_json_item(item) for item in self.items],
        }
        text = json.dumps(feed, ensure_ascii=False, indent=1)
        outfile.write(text.encode(encoding))


def _json_item(item: Any) -> dict[str, Any]:
    description = (item["description"] or "").strip()
    dates = {"date_published": item["pubdate"], "date_modified": item["updateddate"]}
    return {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        # One of the two contents must be there.
        **({"content_html": description} if description else {"content_text": item["title"]}),
        **{name: rfc3339_date(date) for name, date in dates.items() if date},
        "tags": list(item["categories"]),
        "_corrigenda": {"serial": item["serial"], "digest": item["digest"]},
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
