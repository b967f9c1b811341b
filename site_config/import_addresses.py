"""The old addresses of what is imported, kept batch by batch while it is imported."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from articles.importing import Outcome
from articles.models import Article
from articles.old_addresses import Held, keep_old_addresses

_BATCH = 100
_NONE_HERE = {"refused", "left out", "vanished"}


def keeping_addresses(
    outcomes: Iterable[Outcome], *, say: Callable[[str], object]
) -> Iterator[Outcome]:
    """`outcomes` as they come; keeps what addresses they had, and says which others have."""
    waiting: list[Outcome] = []
    for outcome in outcomes:
        yield outcome
        if outcome.aliases and outcome.result not in _NONE_HERE:
            waiting.append(outcome)
        if len(waiting) == _BATCH:
            _keep(waiting, say)
            waiting = []
    _keep(waiting, say)


def _keep(outcomes: Iterable[Outcome], say: Callable[[str], object]) -> None:
    aliases = {one.slug: one.aliases for one in outcomes}
    if not aliases:
        return
    ids = dict(Article.objects.filter(slug__in=aliases).values_list("slug", "pk"))
    # In the order of the files: who comes first has an address that two ask for.
    pairs = [(ids[slug], some) for slug, some in aliases.items() if slug in ids]
    for held in keep_old_addresses(pairs):
        say(_told(held))


def _told(held: Held) -> str:
    titles: dict[UUID, str] = dict(
        Article.objects.filter(pk__in=[held.article, held.holder]).values_list("pk", "title")
    )
    return (
        f"the old address {held.address} of “{titles[held.article]}” belongs to "
        f"“{titles[held.holder]}” already, and stays there"
    )
