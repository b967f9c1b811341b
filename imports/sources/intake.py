"""Files taken in, batch by batch: memory stays the same for any number of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from articles.models import Article
from articles.models.article import Status
from formats.parsed import ParsedExplainer
from imports.importing import ImportResult, Noting, Options, bring_in_all
from imports.importing.existing import shared_name
from imports.importing.results import SeenKeys
from imports.sources.gathering import gathered
from imports.sources.paths import SourceFile
from imports.sources.reads import EndOfArchive, ReadExplainer
from record.registry import HIDDEN

#: How many explainers a transaction makes at most, and how many characters they have together.
_MOST_AT_ONCE = 100
_MOST_CHARACTERS = 250_000
#: A picture may be held in memory until it is kept, so it counts for so many characters.
_PICTURE = 30_000
_VANISHED = "its source wasn’t found where it came from before; nothing was changed here"
_PERHAPS_REFUSED = (
    "its source wasn’t found where it came from before, or is among the files that were refused; "
    "nothing was changed here"
)

#: (what was read, outcome): called for each explainer as it is taken in.
Watch = Callable[[ParsedExplainer, ImportResult], None]


def imported(
    sources: Iterable[SourceFile],
    options: Options,
    watch: Watch | None = None,
    note: Noting | None = None,
) -> Iterator[ImportResult]:
    """Imports each source and yields what became of it. A bad file doesn't stop the others.

    `note` is called in the transaction of each batch.

    Each explainer of a file or an archive has its own outcome, in order. At the end come those
    that were imported from the same folders or files before and weren't seen there any more.
    """
    seen = SeenKeys()
    intake = _Intake(options, seen, watch, note)
    for explainer in gathered(sources, options, seen):
        if isinstance(explainer, EndOfArchive) or intake.is_full(explainer):
            yield from intake.flushed()
        if isinstance(explainer, ReadExplainer):
            intake.add(explainer)
    yield from intake.flushed()
    yield from intake.vanished()


@dataclass
class _Intake:
    """The batch that is being gathered, and what is known of all that went before."""

    options: Options
    seen: SeenKeys
    watch: Watch | None
    note: Noting | None
    batch: list[ReadExplainer] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    size: int = 0
    origins: set[str] = field(default_factory=set)
    has_refused: bool = False

    def is_full(self, coming: ReadExplainer) -> bool:
        """Whether the batch has to be written before what is coming can join it."""
        is_large = len(self.batch) >= _MOST_AT_ONCE or self.size >= _MOST_CHARACTERS
        return is_large or coming.key in self.keys

    def add(self, read: ReadExplainer) -> None:
        self.batch.append(read)
        if read.reading is not None:
            self.keys.add(read.key)
            self.size += _size(read.reading)
            self.origins.add(read.origin)

    def flushed(self) -> Iterator[ImportResult]:
        """Writes the batch; gives the outcomes in the order of what was read."""
        batch, self.batch, self.keys, self.size = self.batch, [], set(), 0
        readings = [
            (explainer.reading, explainer.key)
            for explainer in batch
            if explainer.reading is not None
        ]
        origins = {explainer.key: explainer.origin for explainer in batch}
        made = (
            bring_in_all(readings, self.options, origins, seen=self.seen, note=self.note)
            if readings
            else []
        )
        outcomes = iter(made)
        for explainer in batch:
            outcome = explainer.refused or replace(next(outcomes), name=explainer.name)
            self.has_refused |= outcome.result == "refused"
            if self.watch and explainer.reading is not None:
                self.watch(explainer.reading, outcome)
            yield outcome

    def vanished(self) -> Iterator[ImportResult]:
        """What came from the same places before, and wasn't seen there this time."""
        reason = _PERHAPS_REFUSED if self.has_refused else _VANISHED
        before = Article.objects.filter(import_origin__in=self.origins - {""})
        before = before.exclude(status=Status.REMOVED).order_by("import_key")
        columns = before.values_list("import_key", "import_origin", "slug", "title")
        for key, origin, slug, title in columns.iterator(2000):
            # The name of a file that was withheld can't be told from others.
            if key and not key.startswith(HIDDEN) and not self._has_seen(key, origin):
                yield ImportResult(key, "vanished", slug, title, reason=reason)

    def _has_seen(self, key: str, origin: str) -> bool:
        return self.seen.has("key", key) or self.seen.has("key", shared_name(key, origin))


def _size(reading: ParsedExplainer) -> int:
    words = sum(len(source) for _part, source in reading.document.markdown_parts())
    return words + _PICTURE * len(reading.pictures)
