"""A batch: decided on and written in one transaction, then proposed or published.

Its pictures are kept before, each once, under the hash of its bytes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction

from articles.models import Article, Asset
from formats.parsed import Picture, Reading
from imports.importing.deciding import decide
from imports.importing.draft_writing import Decided, publish, write
from imports.importing.existing import Given, Held
from imports.importing.results import Met, Options, Outcome
from record.chain import locked

_ATTEMPTS = 3

#: What was decided, each with the explainer that it is about, if there is one: called before the
#: transaction ends that writes it. A draft's outcome is still "made" where it is published next.
Noting = Callable[[Sequence[tuple[Outcome, Article | None]]], None]


def bring_in(
    reading: Reading, key: str, options: Options, *, note: Noting | None = None
) -> Outcome:
    """Makes or updates the draft that `key` names; gives what was done, or why it wasn't."""
    return bring_in_all([(reading, key)], options, note=note)[0]


def bring_in_all(
    readings: Iterable[tuple[Reading, str]],
    options: Options,
    origins: Mapping[str, str] = MappingProxyType({}),
    *,
    met: Met | None = None,
    note: Noting | None = None,
) -> list[Outcome]:
    """The same for many, whose keys differ: one transaction makes the drafts of all of them.

    `origins` tell, by key, where those come from that came with others. `met` keeps from batch to
    batch what a dry run would have given. `note` is called in that transaction, so that who keeps
    a list of what was made never has another than the site.
    """
    batch = [Given(reading, key, options, origins.get(key, "")) for reading, key in readings]
    refused = {} if options.dry else _keep_pictures(batch)
    wanted = [one for one in batch if one.key not in refused]
    outcomes = iter(_brought_in(wanted, met if options.dry else None, note))
    return [refused.get(one.key) or next(outcomes) for one in batch]


def _brought_in(
    batch: Sequence[Given], met: Met | None, note: Noting | None, attempt: int = 1
) -> list[Outcome]:
    try:
        decided, held = _written(batch, met, note)
    except (IntegrityError, DataError) as error:
        # Somebody gave an address or a name at this moment, and now it can be seen; or one of them
        # holds what no column takes, and the others don't.
        if len(batch) == 1 and attempt == _ATTEMPTS:
            return [_not_stored(batch[0], error)]
        later = 1 if len(batch) > 1 else attempt + 1
        return [outcome for one in batch for outcome in _brought_in([one], met, note, later)]
    outcomes = [_on_change(given, outcome, held) for given, outcome in decided]
    publisher = batch[0].options.publisher if batch else None
    if publisher is None:
        return outcomes
    givens = (given for given, _outcome in decided)
    return publish(list(zip(givens, outcomes, strict=True)), held, publisher)


def _not_stored(given: Given, error: Exception) -> Outcome:
    reading, reason = given.reading, f"can’t be stored: {str(error).splitlines()[0]}"
    return Outcome(given.key, "refused", reading.slug, reading.document.title, reason=reason)


def _written(
    batch: Sequence[Given], met: Met | None, note: Noting | None
) -> tuple[list[Decided], Held]:
    dry = any(one.options.dry for one in batch)
    with nullcontext() if dry else locked():
        held = Held(batch, lock=not dry, met=met)
        decided = [(one, decide(one, held)) for one in batch]
        if not dry:
            write(decided, held)
        if note:
            note([(outcome, held.articles.get(given.key)) for given, outcome in decided])
    return decided, held


def _keep_pictures(batch: Sequence[Given]) -> dict[str, Outcome]:
    """Keeps the pictures of what will be taken, before the lock; gives those that can't be.

    What is decided here is decided again under the lock; a picture too many harms nobody.
    """
    showing = [one for one in batch if one.reading.pictures]
    if not showing:
        return {}
    held = Held(showing, lock=False)
    refused = {}
    for one in showing:
        outcome = decide(one, held)
        is_proposed = outcome.result == "changed" and one.options.on_change is not None
        if outcome.result not in ("made", "updated") and not is_proposed:
            continue
        try:
            keep_pictures(one.reading.pictures)
        except OSError as error:
            refused[one.key] = replace(outcome, result="refused", reason=str(error))
        except ValidationError as error:
            reason = " ".join(error.messages)
            refused[one.key] = replace(outcome, result="refused", reason=reason)
    return refused


def _on_change(given: Given, outcome: Outcome, held: Held) -> Outcome:
    on_change = given.options.on_change
    if outcome.result != "changed" or on_change is None:
        return outcome
    article = held.articles[given.key]
    decided = on_change(article, given.reading, outcome, given.options)
    if decided.result in ("proposed", "unchanged") and not given.options.dry:
        # The same file brings nothing new the next time, whatever becomes of the proposal.
        marks = {"import_mark": given.mark, "import_source": given.source}
        Article.objects.filter(pk=article.pk).update(**marks)
    return decided


def keep_pictures(pictures: Iterable[Picture]) -> None:
    """Keeps those of `pictures` that aren't kept here yet.

    Raises `OSError` for one that can't be read any more, and `ValidationError` for what has become
    no picture since it was read.
    """
    wanted = {picture.sha256: picture for picture in pictures}
    held = Asset.objects.filter(pk__in=wanted).values_list("pk", flat=True) if wanted else ()
    for sha256 in held:
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
