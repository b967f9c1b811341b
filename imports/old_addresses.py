"""The old addresses of what is imported, kept in the transaction that makes its explainers."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from articles.models import Article
from articles.old_addresses import RefusedAddress, keep_old_addresses
from imports.importing import Outcome

_NONE_HERE = {"refused", "left out"}


class Keeping:
    """Keeps addresses batch by batch, and tells which of them another explainer has."""

    def __init__(self) -> None:
        self._held: list[RefusedAddress] = []

    def note(self, decided: Sequence[tuple[Outcome, Article | None]]) -> None:
        """Keeps those of a batch; `imports.importing` calls it before its transaction ends."""
        # In the order of the files: who comes first has an address that two ask for.
        self._held += keep_old_addresses(
            [
                (article.pk, outcome.aliases)
                for outcome, article in decided
                if article is not None and outcome.aliases and outcome.result not in _NONE_HERE
            ]
        )

    def told(self) -> Iterator[tuple[UUID, str]]:
        """What to say since the last time: each explainer, and which of its addresses stays."""
        # A batch that was undone and done again found the same twice.
        held, self._held = list(dict.fromkeys(self._held)), []
        for one in held:
            yield one.article, _told(one)


def _told(held: RefusedAddress) -> str:
    titles: dict[UUID, str] = dict(
        Article.objects.filter(pk__in=[held.article, held.holder]).values_list("pk", "title")
    )
    return (
        f"the old address {held.address} of “{titles[held.article]}” belongs to "
        f"“{titles[held.holder]}” already, and stays there"
    )
