"""Taking in what was chosen, piece by piece, each explainer once."""

import time
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from formats.parsed import ParsedExplainer
from imports.importing import Options, Outcome, bring_in_all
from imports.models import Item, State, Upload
from imports.old_addresses import Keeping
from imports.uploads.holding import Busy, go_on, held
from imports.uploads.kept import Withheld, kept
from imports.uploads.options import options_of
from imports.uploads.settling import noted, settle
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
    readings: list[tuple[Item, ParsedExplainer]] = []
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


def _bring_in(
    readings: Sequence[tuple[Item, ParsedExplainer]], options: Options, claim: UUID
) -> None:
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
