"""What would become of what was read, if it were taken at this moment; nothing is written."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from articles.gathering import Read
from articles.importing import Options, Outcome, bring_in_all
from articles.importing.met import Met


def foreseen(reads: Sequence[Read], options: Options, met: Met) -> list[Outcome]:
    """The outcome of each, in order. `met` knows the addresses that were given before."""
    outcomes: list[Outcome] = []
    for batch in _with_keys_of_their_own(reads):
        readings = [(one.reading, one.key) for one in batch if one.reading is not None]
        dry = replace(options, dry=True)
        decided = iter(bring_in_all(readings, dry) if readings else ())
        outcomes += [one.refused or _named(next(decided), one, met) for one in batch]
    return outcomes


def _with_keys_of_their_own(reads: Iterable[Read]) -> Iterable[list[Read]]:
    batch: list[Read] = []
    for one in reads:
        if one.reading is not None and any(one.key == other.key for other in batch):
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _named(outcome: Outcome, read: Read, met: Met) -> Outcome:
    outcome = replace(outcome, name=read.name)
    if outcome.result not in ("made", "published"):
        return outcome
    # Nothing is written, so the second of one address is known only by this.
    holder = met.first("address", outcome.slug, read.name)
    if holder == read.name:
        return outcome
    reason = (
        f"found the address “{outcome.slug}”, which {holder} has already; "
        "expected a title that gives an address of its own"
    )
    return replace(outcome, result="refused", reason=reason)
