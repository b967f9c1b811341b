"""Taking in what was chosen, piece by piece, each explainer once.

A step may be cut off and done again, and what became of an explainer is known all the same.
"""

import time
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from corrections.models import Correction
from formats.parsed import Reading
from imports.importing import Options, Outcome, bring_in_all
from imports.importing.import_addresses import Keeping
from imports.models import Item, State, Upload
from imports.report import plain
from imports.uploads.between_steps import Busy, Withheld, go_on, held, kept, options_of
from imports.uploads.storing import drop_all

_AT_ONCE = 50
_WITHHELD = "words in it were withheld from this site since it was read; upload its file again"


def begin_taking(upload: Upload) -> bool:
    """Has what is chosen be taken; whether there was anything to take."""
    if not upload.items.waiting().exists():
        return False
    choosing = Upload.objects.filter(pk=upload.pk, state=State.CHOOSING)
    return bool(choosing.update(state=State.TAKING, touched_at=timezone.now()))


def take_on(upload: Upload, seconds: float) -> None:
    """Takes on for about so many seconds; raises `Busy`, and `record.chain.ClockBehind`."""
    limit = time.monotonic() + seconds
    with held(upload, State.TAKING) as claim:
        while _take(upload, claim) and time.monotonic() < limit:
            pass
        if upload.items.waiting().exists():
            return
        with transaction.atomic():
            go_on(upload, claim, state=State.DONE, touched_at=timezone.now())
            # What isn't taken can't be taken later; its words have no business here any more.
            upload.items.update(reading={})
    drop_all(upload)


def _take(upload: Upload, claim: UUID) -> bool:
    """Takes some; whether there were any."""
    items = _with_keys_of_their_own(upload.items.waiting()[:_AT_ONCE])
    readings: list[tuple[Item, Reading]] = []
    for item in items:
        try:
            readings.append((item, kept(upload, item)))
        except Withheld:
            item.became, item.why = "refused", _WITHHELD
    _bring_in(readings, options_of(upload, dry=False), claim)
    for item in items:
        item.is_taken, item.reading = True, {}
    with transaction.atomic():
        go_on(upload, claim, touched_at=timezone.now())
        columns = ["is_taken", "reading", "became", "slug", "why", "report", "article_id"]
        Item.objects.bulk_update(items, columns)
    return bool(items)


def _with_keys_of_their_own(items: Iterable[Item]) -> list[Item]:
    """The first ones, up to another of the same key, which has to follow in a batch of its own."""
    keys: set[str] = set()
    taken = []
    for item in items:
        if item.key and item.key in keys:
            break
        keys.add(item.key)
        taken.append(item)
    return taken


def _bring_in(readings: Sequence[tuple[Item, Reading]], options: Options, claim: UUID) -> None:
    by_key = {item.key: item for item, _reading in readings}
    keeping = Keeping()

    def note(decided: Sequence[tuple[Outcome, Article | None]]) -> None:
        """Keeps what is made in the transaction that makes it: a step may be cut off behind it."""
        if not Upload.objects.filter(held_by=claim).exists():
            raise Busy
        keeping.note(decided)
        done = [noted(by_key[outcome.name], outcome, article) for outcome, article in decided]
        Item.objects.bulk_update(done, ["became", "article_id"])

    origins = {item.key: item.origin for item, _reading in readings}
    pairs = [(reading, item.key) for item, reading in readings]
    outcomes = bring_in_all(pairs, options, origins, note=note) if pairs else []
    said: dict[UUID | None, list[str]] = {}
    for explainer, line in keeping.told():
        said.setdefault(explainer, []).append(line)
    for (item, _reading), outcome in zip(readings, outcomes, strict=True):
        settle(item, outcome, said.get(item.article_id, []))


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
