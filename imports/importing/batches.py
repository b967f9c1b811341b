"""A batch: decided on and written in one transaction, then proposed or published.

Its pictures are kept before, each once, under the hash of its bytes.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction

from articles.models import Article, Asset
from formats.parsed import ParsedExplainer, Picture
from imports.importing.deciding import decide
from imports.importing.draft_writing import Decided, publish, write
from imports.importing.existing import ExistingExplainers, IncomingExplainer
from imports.importing.results import ImportResult, Options, SeenKeys
from record.chain import locked

logger = logging.getLogger(__name__)

_ATTEMPTS = 3

#: What was decided, each with the explainer that it is about, if there is one: called before the
#: transaction ends that writes it. A draft's outcome is still "made" where it is published next.
Noting = Callable[[Sequence[tuple[ImportResult, Article | None]]], None]


def bring_in(
    reading: ParsedExplainer, key: str, options: Options, *, note: Noting | None = None
) -> ImportResult:
    """Makes or updates the draft that `key` names; gives what was done, or why it wasn't."""
    return bring_in_all([(reading, key)], options, note=note)[0]


def bring_in_all(
    readings: Iterable[tuple[ParsedExplainer, str]],
    options: Options,
    origins: Mapping[str, str] = MappingProxyType({}),
    *,
    seen: SeenKeys | None = None,
    note: Noting | None = None,
) -> list[ImportResult]:
    """The same for many, whose keys differ: one transaction makes the drafts of all of them.

    `origins` tell, by key, where those come from that came with others. `seen` keeps from batch to
    batch what a dry run would have given. `note` is called in that transaction, so that who keeps
    a list of what was made never has another than the site.
    """
    batch = [
        IncomingExplainer(reading, key, options, origins.get(key, "")) for reading, key in readings
    ]
    refused = {} if options.dry else _keep_pictures(batch)
    wanted = [incoming for incoming in batch if incoming.key not in refused]
    outcomes = iter(_brought_in(wanted, seen if options.dry else None, note))
    return [refused.get(incoming.key) or next(outcomes) for incoming in batch]


def _brought_in(
    batch: Sequence[IncomingExplainer], seen: SeenKeys | None, note: Noting | None, attempt: int = 1
) -> list[ImportResult]:
    try:
        decided, existing = _written(batch, seen, note)
    except (IntegrityError, DataError) as error:
        # Somebody gave an address or a name at this moment, and now it can be seen; or one of them
        # holds what no column takes, and the others don't.
        if len(batch) == 1 and attempt == _ATTEMPTS:
            return [_not_stored(batch[0], error)]
        later = 1 if len(batch) > 1 else attempt + 1
        return [
            outcome for incoming in batch for outcome in _brought_in([incoming], seen, note, later)
        ]
    outcomes = [_on_change(incoming, outcome, existing) for incoming, outcome in decided]
    publisher = batch[0].options.publisher if batch else None
    if publisher is None:
        return outcomes
    givens = (incoming for incoming, _outcome in decided)
    return publish(list(zip(givens, outcomes, strict=True)), existing, publisher)


def _not_stored(incoming: IncomingExplainer, error: Exception) -> ImportResult:
    """The refusal of what no attempt could write; one fault of ours must not stop thousands."""
    logger.exception("an explainer of an import could not be stored")
    reading, reason = incoming.reading, f"can’t be stored: {str(error).splitlines()[0]}"
    return ImportResult(
        incoming.key, "refused", reading.slug, reading.document.title, reason=reason
    )


def _written(
    batch: Sequence[IncomingExplainer], seen: SeenKeys | None, note: Noting | None
) -> tuple[list[Decided], ExistingExplainers]:
    dry = any(incoming.options.dry for incoming in batch)
    with nullcontext() if dry else locked():
        existing = ExistingExplainers(batch, lock=not dry, seen=seen)
        decided = [(incoming, decide(incoming, existing)) for incoming in batch]
        if not dry:
            write(decided, existing)
        if note:
            note([(outcome, existing.articles.get(incoming.key)) for incoming, outcome in decided])
    return decided, existing


def _keep_pictures(batch: Sequence[IncomingExplainer]) -> dict[str, ImportResult]:
    """Keeps the pictures of what will be taken, before the lock; gives those that can't be.

    What is decided here is decided again under the lock; a picture too many harms nobody.
    """
    showing = [incoming for incoming in batch if incoming.reading.pictures]
    if not showing:
        return {}
    existing = ExistingExplainers(showing, lock=False)
    refused = {}
    for incoming in showing:
        outcome = decide(incoming, existing)
        is_proposed = outcome.result == "changed" and incoming.options.on_change is not None
        if outcome.result not in ("made", "updated") and not is_proposed:
            continue
        try:
            keep_pictures(incoming.reading.pictures)
        except OSError as error:
            refused[incoming.key] = replace(outcome, result="refused", reason=str(error))
        except ValidationError as error:
            reason = " ".join(error.messages)
            refused[incoming.key] = replace(outcome, result="refused", reason=reason)
    return refused


def _on_change(
    incoming: IncomingExplainer, outcome: ImportResult, existing: ExistingExplainers
) -> ImportResult:
    on_change = incoming.options.on_change
    if outcome.result != "changed" or on_change is None:
        return outcome
    article = existing.articles[incoming.key]
    decided = on_change(article, incoming.reading, outcome, incoming.options)
    if decided.result in ("proposed", "unchanged") and not incoming.options.dry:
        # The same file brings nothing new the next time, whatever becomes of the proposal.
        marks = {"import_mark": incoming.mark, "import_source": incoming.source}
        Article.objects.filter(pk=article.pk).update(**marks)
    return decided


def keep_pictures(pictures: Iterable[Picture]) -> None:
    """Keeps those of `pictures` that aren't kept here yet.

    Raises `OSError` for one that can't be read any more, and `ValidationError` for what has become
    no picture since it was read.
    """
    wanted = {picture.sha256: picture for picture in pictures}
    kept = Asset.objects.filter(pk__in=wanted).values_list("pk", flat=True) if wanted else ()
    for sha256 in kept:
        del wanted[sha256]
    for picture in wanted.values():
        asset = Asset(file=ContentFile(picture.read(), name="picture"))
        asset.describe()
        if asset.sha256 != picture.sha256:
            raise OSError(f"the picture {picture.sha256[:12]} changed while it was read")
        _keep(asset)


def _keep(asset: Asset) -> None:
    try:
        with transaction.atomic():
            asset.save(force_insert=True)
    except IntegrityError:
        return  # Somebody else added the same picture at this moment.
