"""Which addresses an import may give: those that no explainer has or had."""

from collections.abc import Collection
from uuid import UUID

from articles.models import Article, Slug

_WITHHELD = (
    "found an address that was withheld and is never given again; "
    "expected a title that gives another"
)


class Addresses:
    """Addresses that a batch asks for, and who has them already."""

    def __init__(self, slugs: Collection[str]) -> None:
        holders: dict[str, UUID | None] = Slug.objects.holders(slugs)
        holders |= dict(Article.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        named = Article.objects.filter(pk__in=[pk for pk in holders.values() if pk])
        names = {
            pk: (title, key) for pk, title, key in named.values_list("pk", "title", "import_key")
        }
        self._reasons = {
            slug: _reason(slug, *names[pk]) if pk else _WITHHELD for slug, pk in holders.items()
        }

    def refusal(self, slug: str) -> str:
        """Why `slug` can't be given; empty where it can."""
        return self._reasons.get(slug, "")

    def give(self, slug: str, title: str, key: str | None) -> None:
        """Has `slug` belong to an explainer of this batch from now on."""
        self._reasons[slug] = _reason(slug, title, key)


def _reason(slug: str, title: str, key: str | None) -> str:
    origin = f" from {key}" if key else ""
    return (
        f"found the address “{slug}”, which “{title}”{origin} has already; "
        "expected a title that gives an address of its own"
    )
