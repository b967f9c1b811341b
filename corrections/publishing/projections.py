"""Comparing the rows of published corrections with what the record says of them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from corrections.models import Correction
from record.format import FormatError, texts_in
from record.models import Version
from record.registry import Finding
from record.removal.withholding import bodies

_TEXTS = ("right", "why", "no_source", "alone", "credit")
_PLAIN = ("severity", "cause", "discovered", "world_changed")
_SOURCE_TEXTS = ("title", "publisher", "url", "archived", "quoted", "supports")
_SOURCE_PLAIN = ("published", "accessed")


def compare_rows(subjects: set[UUID] | None) -> Iterator[Finding]:
    """Where corrections' rows differ from the versions that published them, extra ones included."""
    rows = Correction.objects.filter(version__isnull=False).select_related("published_in", "amends")
    versions = Version.objects.exclude(kind__in=_UNEXPLAINED)
    if subjects is not None:
        rows, versions = rows.filter(article__in=subjects), versions.filter(subject__in=subjects)
    held = {row.published_in_id: row for row in rows.prefetch_related("sources")}
    for version in versions.order_by("serial").iterator(200):
        row = held.pop(version.serial, None)
        try:
            told = version.members["explanation"]
        except FormatError:
            continue  # Verification of the sealed bytes has said so.
        if row is None:
            yield Finding(version.serial, "rows.correction", "the correction's row is gone")
        elif told is not None:
            yield from _findings(row, version, told)
    for serial in held:
        yield Finding(serial, "rows.correction", "no version published this correction")


_UNEXPLAINED = ("publication", "confirmation", "move", "rendering", "recovery")


def _findings(row: Correction, version: Version, told: dict[str, Any]) -> Iterator[Finding]:
    words = bodies(leaf["text"] for _path, leaf in texts_in(told))
    expected: dict[str, Any] = {
        "number": told["correction"],
        "kind": version.kind,
        "article_id": version.subject,
        "published_at": version.moment,
        **{name: told[name] or "" for name in _PLAIN},
        **{name: _text(told[name], words) for name in _TEXTS},
    }
    for name, value in expected.items():
        if getattr(row, name) != value:
            yield Finding(version.serial, f"rows.correction.{name}", "differs from what was sealed")
    if (row.amends.number if row.amends else None) != told["amends"]:
        yield Finding(version.serial, "rows.correction.amends", "differs from what was sealed")
    sealed = [
        (
            *(_text(one[name], words) for name in _SOURCE_TEXTS),
            *(one[name] or "" for name in _SOURCE_PLAIN),
        )
        for one in told["sources"]
    ]
    names = (*_SOURCE_TEXTS, *_SOURCE_PLAIN)
    kept = [tuple(getattr(source, name) for name in names) for source in row.sources.all()]
    if kept != sealed:
        yield Finding(version.serial, "rows.correction.sources", "differ from what was sealed")


def _text(leaf: dict[str, str] | None, words: dict[str, str | None]) -> str:
    return (words.get(leaf["text"]) or "") if leaf else ""
