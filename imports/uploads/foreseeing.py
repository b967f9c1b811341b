"""What would become of what was read, if it were taken at this moment; nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from imports.importing import Options, Outcome, bring_in_all
from imports.importing.addresses import Holder, keeping
from imports.importing.seen import Met
from imports.models import Upload
from imports.sources.gathering import Read
from imports.uploads.kept import Withheld, document_of

_NEW = ("made", "published")


class MetBefore(Met):
    """What an import met in all its steps: the earlier ones are known by what they left.

    Keys are read at once. Who has an address is asked for by few; it is read when that happens.
    Names of files aren't kept: reading goes past them again.
    """

    def __init__(self, upload: Upload) -> None:
        super().__init__()
        self._items, self._language = upload.items, upload.language
        self._addresses: dict[str, int] = {}
        columns = upload.items.values_list("pk", "name", "key", "slug", "result")
        for pk, name, key, slug, result in columns:
            if key:
                self.first("key", key, name)
            if result in _NEW:
                self._addresses[slug] = pk

    def by(self, kind: str, name: str) -> str | None:
        """Who came with `name` first; None where nobody has."""
        pk = self._addresses.get(name) if kind == "address" else None
        return super().by(kind, name) if pk is None else self._holder(pk)

    def _holder(self, pk: int) -> str:
        item: Any = self._items.get(pk=pk)
        try:
            return keeping(Holder.of(document_of(item), item.key))
        except Withheld:
            return keeping(Holder(item.title, item.key, [], self._language))


def foreseen(reads: Sequence[Read], options: Options, met: Met) -> list[Outcome]:
    """The outcome of each, in order. `met` knows the addresses that were given before."""
    outcomes: list[Outcome] = []
    for batch in _with_keys_of_their_own(reads):
        readings = [(one.reading, one.key) for one in batch if one.reading is not None]
        origins = {one.key: one.origin for one in batch}
        decided = iter(bring_in_all(readings, options, origins, met=met) if readings else ())
        outcomes += [one.refused or replace(next(decided), name=one.name) for one in batch]
    return outcomes


def _with_keys_of_their_own(reads: Iterable[Read]) -> Iterable[list[Read]]:
    batch: list[Read] = []
    keys: set[str] = set()
    for one in reads:
        if one.reading is not None and one.key in keys:
            yield batch
            batch, keys = [], set()
        batch.append(one)
        keys |= {one.key} if one.reading is not None else set()
    if batch:
        yield batch
