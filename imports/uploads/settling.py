"""What became of an explainer that was taken, also where a step was cut off and done again."""

from articles.models import Article
from corrections.models import Correction
from imports.importing import Outcome
from imports.models import Item
from imports.report import plain

_MADE = ("made", "updated")


def noted(item: Item, outcome: Outcome, article: Article | None) -> Item:
    """The item as it is to be written in the transaction that makes its draft."""
    # In a step that is done again what was made before is there already, and unchanged.
    if not (item.became in _MADE and outcome.result == "unchanged"):
        item.became = outcome.result
    item.article_id = article.pk if article else None
    return item


def settle(item: Item, outcome: Outcome, said: list[str]) -> None:
    """Fills in what is told of the item in the end; `said` is what is to be told of it already."""
    item.became = _became(item, outcome)
    if outcome.slug and outcome.slug != item.slug:
        said.append(f"its address is “{outcome.slug}”, not “{item.slug}” as was foreseen")
        item.slug = outcome.slug
    item.why = "; ".join(filter(None, [outcome.reason, *said]))
    item.report = plain(outcome) | {"file": item.name, "result": item.became}


def _became(item: Item, outcome: Outcome) -> str:
    if outcome.result != "unchanged":
        return outcome.result
    if item.became in _MADE:
        published = Article.objects.filter(version__isnull=False, pk__in=[item.article_id])
        return "published" if published.exists() else item.became
    if item.became == "changed" or item.result == "proposed":
        held = Correction.objects.open().filter(article=item.article_id, file_key=item.key)
        return "proposed" if held.exists() else "unchanged"
    return "unchanged"
