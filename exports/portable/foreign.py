"""Exports of another site, taken into one that has a record: each as a first publication.

The other record has no place in this chain, so it stays in its file, and the report says so. A
later export of the same explainer is known again; its changed words become a proposal, like any
file's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from documents.document import DocumentError
from documents.text import TextRefused
from exports import foreign
from exports.pictures import pictures_beside
from exports.portable.shelf import NO_HISTORY, NotAnExport, is_private_part
from exports.portable.shown import left_out
from exports.portable.streamed import NotJSON, members
from formats.parsed import ParsedExplainer
from imports.importing import ImportResult, Noting, Options, bring_in_all
from imports.importing.results import SeenKeys
from imports.sources.intake import Watch
from record.models import SiteIdentity
from record.taking_in import NotTheRecord

_PRIVATE = "the private part of a site comes into an empty site only; nothing of it was taken"
_OURS = "this is of the record of this site; expected an export of another site"
_WRONG = (
    *(NotJSON, NotAnExport, NotTheRecord, DocumentError, TextRefused),
    *(AttributeError, KeyError, TypeError),
)
#: What an export says beside the record that a first publication takes over.
_ABOUT = {"slug", "topics", "old_addresses"}


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
) -> Iterator[ImportResult]:
    """What became of each export. A bad one doesn't stop the others; `watch` looks at each.

    `note` is called in the transaction that makes its draft.
    """
    seen = SeenKeys()
    for file in files:
        if is_private_part(file):
            yield ImportResult(str(file), "left out", reason=_PRIVATE)
            continue
        try:
            reading, outcome = _taken_in(file, options, seen, note)
        except _WRONG as error:
            yield ImportResult(str(file), "refused", reason=_said(error))
            continue
        outcome = replace(outcome, name=str(file))
        if watch:
            pictures = pictures_beside(file, reading.document)
            watch(replace(reading, pictures=pictures), outcome)
        yield outcome


def _taken_in(
    file: Path, options: Options, seen: SeenKeys, note: Noting | None
) -> tuple[ParsedExplainer, ImportResult]:
    about: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for name, content in members(file, "record", "evidence"):
        counts[name] += 1
        if name in _ABOUT:
            about[name] = content
    if not counts["record"]:
        raise NotAnExport(NO_HISTORY)

    def lines() -> Iterator[Mapping[str, Any]]:
        return (line for name, line in members(file, "record") if name == "record")

    reading, key = foreign.read(lines, about)
    if key.startswith(f"corrigenda:{SiteIdentity.objects.get().uuid}/"):
        raise NotAnExport(_OURS)
    reading = replace(reading, notes=(*reading.notes, *left_out(counts["evidence"])))
    return reading, bring_in_all([(reading, key)], options, seen=seen, note=note)[0]


def _said(error: Exception) -> str:
    if isinstance(error, DocumentError):
        return f"its newest version: {error}"
    return f"lacks {error}" if isinstance(error, KeyError) else str(error)
