"""The record as lines: all that anyone needs to verify it without us.

A line is one version: its digest, its sealed bytes as text, and the texts that it brought, each
with its salt, or with the removal that withheld it. `docs/record-format.md` specifies it.
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from record.format import FIRST_PREVIOUS, FormatError, texts_in
from record.models import SiteIdentity, Text, Version

_BATCH = 100


def head() -> dict[str, Any]:
    """The chain's head: site, serial, digest, time; serial 0 when nothing is recorded yet."""
    newest = Version.objects.newest()
    return {
        "site": str(SiteIdentity.objects.get().uuid),
        "serial": newest.serial if newest else 0,
        "digest": newest.digest if newest else FIRST_PREVIOUS,
        "recorded_at": newest.recorded_at if newest else None,
    }


def lines(*, after: int = 0, subject: UUID | None = None) -> Iterator[str]:
    """A line of JSON, with its line end, for each version whose serial is larger than `after`.

    `subject` limits it to one explainer. Memory does not grow with the record.
    """
    while True:
        versions = Version.objects.filter(serial__gt=after).order_by("serial")
        if subject is not None:
            versions = versions.filter(subject=subject)
        batch = list(versions[:_BATCH])
        if not batch:
            return
        texts = Text.objects.filter(brought_by__in=batch)
        rows = {row.commitment: row for row in texts}
        removed = removals({version.subject for version in batch})
        for version in batch:
            yield _written(version, rows, removed.get(version.subject)) + "\n"
        after = batch[-1].serial


def removals(subjects: set[UUID]) -> dict[UUID, int]:
    """The serial of the removal of each of `subjects` that is removed whole now."""
    newest = Version.objects.newest_of_each().filter(subject__in=subjects, kind="removal")
    return {version.subject: version.serial for version in newest if _removes(version)}


def _removes(version: Version) -> bool:
    try:
        return bool(version.members["status"] == "removed")
    except FormatError:
        return False


def as_members(
    version: Version, rows: dict[str, Text], removal: int | None = None
) -> dict[str, Any]:
    """One version as the record is published, before it is written as JSON.

    Texts from before `removal`, which removed the whole explainer, are hidden until it is
    reinstated.
    """
    try:
        named = dict.fromkeys(leaf["text"] for _path, leaf in texts_in(version.members))
    except FormatError:
        # Tampered bytes are published as they are, so that anyone finds it.
        named = dict.fromkeys(rows)
    brought = [rows[text] for text in named if text in rows]
    return {
        "digest": version.digest,
        "sealed": version.sealed,
        "texts": [_text(row, removal) for row in brought if row.brought_by_id == version.serial],
    }


def _written(version: Version, rows: dict[str, Text], removal: int | None) -> str:
    members = as_members(version, rows, removal)
    return json.dumps(members, ensure_ascii=True, separators=(",", ":"))


def _text(row: Text, removal: int | None) -> dict[str, Any]:
    if row.body is None:
        return {"commitment": row.commitment, "withheld_by": row.withheld_by_id}
    if removal is not None and row.brought_by_id < removal:
        return {"commitment": row.commitment, "withheld_by": removal}
    return {"commitment": row.commitment, "salt": row.salt, "body": row.body}
