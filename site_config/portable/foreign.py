"""Exports of another site, taken into one that has a record: each as a first publication.

The other record has no place in this chain, so its lines are kept as evidence beside. A later
export of the same explainer extends it; its changed words become a proposal, like any file's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction

from articles import evidence, foreign
from articles.document import DocumentError
from articles.importing import Noting, Options, Outcome, bring_in, bring_in_all
from articles.importing.met import Met
from articles.intake.taking_in import Watch
from articles.models import Article
from articles.places import hidden_key
from articles.readers.reading import Reading
from articles.text import TextRefused
from record.chain import locked
from record.models import SiteIdentity
from record.taking_in import NotTheRecord
from site_config.portable.private import PRIVATE
from site_config.portable.shelf import NO_HISTORY, NotAnExport, begins_as
from site_config.portable.streamed import NotJSON, members
from site_config.portable_pictures import pictures_beside

_PRIVATE = "the private part of a site comes into an empty site only; nothing of it was taken"
_OURS = "this is of the record of this site; expected an export of another site"
_WRONG = (
    *(NotJSON, NotAnExport, NotTheRecord, DocumentError, TextRefused),
    *(AttributeError, KeyError, TypeError),
)
#: Gives the lines of a record from the beginning, each time that it is called.
Lines = Callable[[], Iterator[Mapping[str, Any]]]


def site_of(file: Path) -> str:
    """The id of the site that an export comes from, "" where it names none. Raises OSError."""
    try:
        for name, value in members(file, "record", "rows"):
            if name == "site":
                return str(value)
    except NotJSON:
        pass
    return ""


def taken_in(
    files: Iterable[Path],
    options: Options,
    watch: Watch | None = None,
    note: Noting | None = None,
) -> Iterator[Outcome]:
    """What became of each export. A bad one doesn't stop the others; `watch` looks at each.

    `note` is called in the transaction that makes its draft.
    """
    met = Met()
    for file in files:
        if begins_as(PRIVATE, file):
            yield Outcome(str(file), "left out", reason=_PRIVATE)
            continue
        try:
            reading, outcome = _taken_in(file, options, met, note)
        except _WRONG as error:
            yield Outcome(str(file), "refused", reason=_said(error))
            continue
        outcome = replace(outcome, name=str(file))
        if watch:
            pictures = pictures_beside(file, reading.document)
            watch(replace(reading, pictures=pictures), outcome)
        yield outcome


def _taken_in(
    file: Path, options: Options, met: Met, note: Noting | None
) -> tuple[Reading, Outcome]:
    about = dict(one for one in members(file, "record", "evidence") if one[0] in _ABOUT)
    if not any(name == "record" for name, _value in members(file, "record")):
        raise NotAnExport(NO_HISTORY)

    def lines() -> Iterator[Mapping[str, Any]]:
        return (value for name, value in members(file, "record") if name == "record")

    reading, key = foreign.read(lines, about)
    if key.startswith(f"corrigenda:{SiteIdentity.objects.get().uuid}/"):
        raise NotAnExport(_OURS)
    if options.dry:
        return reading, _foreseen(reading, key, lines, options, met)
    return reading, _brought_in(reading, key, lines, options, note)


_ABOUT = {"slug", "topics", "old_addresses"}


def _foreseen(reading: Reading, key: str, lines: Lines, options: Options, met: Met) -> Outcome:
    """What would be done; evidence that differs from what is kept is refused now as it would be."""
    held = _held(key)
    if held is not None:
        with transaction.atomic():
            evidence.keep(held, lines())
            transaction.set_rollback(True)
    return bring_in_all([(reading, key)], options, met=met)[0]


def _brought_in(
    reading: Reading, key: str, lines: Lines, options: Options, note: Noting | None
) -> Outcome:
    """The draft first, then the evidence, then the publication: none is public without it."""
    held = _held(key)
    if held is not None:
        _keep(held, lines)
    outcome = bring_in(reading, key, replace(options, publisher=None), note=note)
    made = _held(key)
    if made is None or outcome.result in ("refused", "changed", "proposed"):
        return outcome
    _keep(made, lines)
    if options.publisher is None or made.is_published:
        return outcome
    return bring_in(reading, key, options)


def _keep(article: Article, lines: Lines) -> None:
    with locked():  # Another import of the same explainer waits, and then finds what is kept.
        evidence.keep(article, lines())


def _held(key: str) -> Article | None:
    return Article.objects.filter(import_key__in=[key, hidden_key(key)]).first()


def _said(error: Exception) -> str:
    if isinstance(error, DocumentError):
        return f"its newest version: {error}"
    return f"lacks {error}" if isinstance(error, KeyError) else str(error)
