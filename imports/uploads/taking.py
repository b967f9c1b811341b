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
from formats.parsed import ParsedExplainer
from imports.importing import ImportResult, Options, bring_in_all
from imports.importing.import_addresses import OldAddresses
from imports.importing.results import counted
from imports.models import Item, Upload, UploadState
from imports.report import plain
from imports.uploads.between_steps import UploadBusy, Withheld, claimed, go_on, kept, options_of
from imports.uploads.storing import drop_all
from record.events import log_event

_AT_ONCE = 50
_WITHHELD = "words in it were withheld from this site since it was read; upload its file again"


def begin_taking(upload: Upload) -> bool:
    """Has what is chosen be taken; whether there was anything to take."""
    if not upload.items.waiting().exists():
        return False
    choosing = Upload.objects.filter(pk=upload.pk, state=UploadState.CHOOSING)
    return bool(choosing.update(state=UploadState.TAKING, touched_at=timezone.now()))


def take_on(upload: Upload, seconds: float) -> None:
    """Takes on for about so many seconds; raises `UploadBusy`, and `record.chain.ClockBehind`."""
    limit = time.monotonic() + seconds
    with claimed(upload, UploadState.TAKING) as claim:
        while _take(upload, claim) and time.monotonic() < limit:
            pass
        if upload.items.waiting().exists():
            return
        with transaction.atomic():
            go_on(upload, claim, state=UploadState.DONE, touched_at=timezone.now())
            # What isn't taken can't be taken later; its words have no business here any more.
            upload.items.update(reading={})
    became = counted(upload.items.filter(is_taken=True).counts("became"))
    log_event("imports.taken_in", upload=upload.pk, user=upload.owner_id, **became)
    drop_all(upload)


def _take(upload: Upload, claim: UUID) -> bool:
    """Takes some; whether there were any."""
    explainers = _with_keys_of_their_own(upload.items.waiting()[:_AT_ONCE])
    readings: list[tuple[Item, ParsedExplainer]] = []
    for explainer in explainers:
        try:
            readings.append((explainer, kept(upload, explainer)))
        except Withheld:
            explainer.became, explainer.why = "refused", _WITHHELD
    _bring_in(readings, options_of(upload, dry=False), claim)
    for explainer in explainers:
        explainer.is_taken, explainer.reading = True, {}
    with transaction.atomic():
        go_on(upload, claim, touched_at=timezone.now())
        columns = ["is_taken", "reading", "became", "slug", "why", "report", "article_id"]
        Item.objects.bulk_update(explainers, columns)
    return bool(explainers)


def _with_keys_of_their_own(explainers: Iterable[Item]) -> list[Item]:
    """The first ones, up to another of the same key, which has to follow in a batch of its own."""
    keys: set[str] = set()
    taken = []
    for explainer in explainers:
        if explainer.key and explainer.key in keys:
            break
        keys.add(explainer.key)
        taken.append(explainer)
    return taken


def _bring_in(
    readings: Sequence[tuple[Item, ParsedExplainer]], options: Options, claim: UUID
) -> None:
    by_key = {explainer.key: explainer for explainer, _reading in readings}
    keeping = OldAddresses()

    def note(decided: Sequence[tuple[ImportResult, Article | None]]) -> None:
        """Keeps what is made in the transaction that makes it: a step may be cut off behind it."""
        if not Upload.objects.filter(claimed_by=claim).exists():
            raise UploadBusy
        keeping.note(decided)
        done = [noted(by_key[outcome.name], outcome, article) for outcome, article in decided]
        Item.objects.bulk_update(done, ["became", "article_id"])

    origins = {explainer.key: explainer.origin for explainer, _reading in readings}
    pairs = [(reading, explainer.key) for explainer, reading in readings]
    outcomes = bring_in_all(pairs, options, origins, note=note) if pairs else []
    stays: dict[UUID | None, list[str]] = {}
    for article, line in keeping.conflicts():
        stays.setdefault(article, []).append(line)
    for (explainer, _reading), outcome in zip(readings, outcomes, strict=True):
        settle(explainer, outcome, stays.get(explainer.article_id, []))


_MADE = ("made", "updated")


def noted(explainer: Item, outcome: ImportResult, article: Article | None) -> Item:
    """The explainer as it is to be written in the transaction that makes its draft."""
    # In a step that is done again what was made before is there already, and unchanged.
    if not (explainer.became in _MADE and outcome.result == "unchanged"):
        explainer.became = outcome.result
    explainer.article_id = article.pk if article else None
    return explainer


def settle(explainer: Item, outcome: ImportResult, remarks: list[str]) -> None:
    """Fills in what became of an explainer in the end; `remarks` are known already."""
    explainer.became = _became(explainer, outcome)
    if outcome.slug and outcome.slug != explainer.slug:
        remarks.append(f"its address is “{outcome.slug}”, not “{explainer.slug}” as was foreseen")
        explainer.slug = outcome.slug
    explainer.why = "; ".join(filter(None, [outcome.reason, *remarks]))
    explainer.report = plain(outcome) | {"file": explainer.name, "result": explainer.became}


def _became(explainer: Item, outcome: ImportResult) -> str:
    if outcome.result != "unchanged":
        return outcome.result
    if explainer.became in _MADE:
        published = Article.objects.filter(version__isnull=False, pk__in=[explainer.article_id])
        return "published" if published.exists() else explainer.became
    if explainer.became == "changed" or explainer.result == "proposed":
        proposals = Correction.objects.open().filter(
            article=explainer.article_id, file_key=explainer.key
        )
        return "proposed" if proposals.exists() else "unchanged"
    return "unchanged"
