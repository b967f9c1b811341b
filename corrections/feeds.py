"""Feeds of corrections: of all that matter to readers, and of one explainer's."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from articles.models import Article
from articles.views.finding import published_article
from corrections.kinds import KINDS
from corrections.models import Correction
from record.models import SiteIdentity

ENTRIES = 50


if TYPE_CHECKING:
    _Feed = Feed[Correction, Any]
else:
    _Feed = Feed


class _Atom(Atom1Feed):
    """Atom (RFC 4287) whose entries carry their place in the record as categories."""

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """With the serial and the digest of the version that made the correction."""
        super().add_item_elements(handler, item)
        handler.addQuickElement(
            "category", "", {"scheme": "urn:corrigenda:serial", "term": str(item["serial"])}
        )
        handler.addQuickElement(
            "category", "", {"scheme": "urn:corrigenda:digest", "term": item["digest"]}
        )


class CorrectionsRSS(_Feed):
    """RSS 2.0 of the newest corrections; spelling and white space are left out."""

    description_template = "corrections/feed_description.html"

    def title(self, obj: Any) -> str:
        """The site and what this is."""
        return f"{settings.SITE_NAME}: corrections"

    def link(self, obj: Any) -> str:
        """The log."""
        return reverse("corrections:list")

    def description(self, obj: Any) -> str:
        """In a sentence."""
        return "What was wrong, what is right, and why, newest first."

    def items(self, obj: Any) -> Any:
        """The newest ones."""
        found = Correction.objects.published().loud()
        return found.select_related("article", "published_in")[:ENTRIES]

    def item_title(self, item: Any) -> str:
        """Kind and explainer."""
        return f"{KINDS[item.kind].label}: {item.article.shown_title}"

    def item_guid(self, item: Any) -> str:
        """An id for ever: it doesn't change when the address of the site does."""
        return f"urn:uuid:{SiteIdentity.objects.get().uuid}#correction-{item.number}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> datetime:
        """When it was published."""
        moment: datetime = item.published_at
        return moment

    def item_updateddate(self, item: Any) -> datetime:
        """The same: a correction doesn't change."""
        return self.item_pubdate(item)

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        """Its place in the record."""
        return {"serial": item.published_in.serial, "digest": item.published_in.digest}


class CorrectionsAtom(CorrectionsRSS):
    """The same as Atom."""

    feed_type = _Atom

    def subtitle(self, obj: Any) -> str:
        """In a sentence."""
        return self.description(obj)


class ArticleCorrectionsAtom(CorrectionsAtom):
    """Atom of one explainer's corrections."""

    def get_object(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> Article:
        """The explainer that the slug names; raises `Http404`."""
        return published_article(str(kwargs["slug"]))

    def title(self, obj: Any) -> str:
        """The explainer's title and what this is."""
        return f"{obj.title}: corrections"

    def link(self, obj: Any) -> str:
        """The explainer."""
        address: str = obj.get_absolute_url()
        return address

    def items(self, obj: Any) -> Any:
        """All that it had, newest first."""
        found = obj.corrections.filter(version__isnull=False).order_by("-number")
        return found.select_related("article", "published_in")
