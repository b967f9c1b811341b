"""After a backup was put back: what it lacks is appended, or the record says that it was lost."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from articles.models import Article
from corrections.placing import next_number
from documents.markdown import RENDERER
from exports import replaying
from record import guards
from record.chain import appending, locked
from record.models import SiteIdentity, Version
from record.sealing import Entry, prepare
from record.taking_in import NotTheRecord, follow_on


def lines_after(path: Path, serial: int) -> list[dict[str, Any]]:
    """The lines of a saved `versions.ndjson` after a serial; raises `NotTheRecord`, OSError."""
    lines = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            parsed = json.loads(line)
            if json.loads(parsed["sealed"])["serial"] > serial:
                lines.append(parsed)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise NotTheRecord(f"{path}, line {number}: no line of a record") from error
    return lines


def append_tail(lines: Iterable[Mapping[str, Any]]) -> int:
    """Appends versions that the backup lacks, and makes rows and pages say what they say.

    Removals among them are applied. Gives their number; raises `NotTheRecord`, and writes nothing
    then. The guards are off meanwhile, since rows of published words are made anew.
    """
    guards.remove()
    try:
        with locked():
            versions = list(follow_on(lines))
            subjects = {version.subject for version in versions if version.kind != "recovery"}
            articles = [_begun(subject) for subject in sorted(subjects, key=str)]
            replaying.write_corrections(subjects)
            for article in articles:
                replaying.close_rows(article)
    finally:
        guards.install()
    return len(versions)


def _begun(subject: UUID) -> Article:
    article = Article.objects.filter(pk=subject).first()
    slug = article.slug if article else f"withheld-{str(subject)[:12]}"
    return replaying.begin_rows(
        subject, slug=slug, import_key=article.import_key if article else None
    )


def say_what_was_lost(
    *, last: int | None, head: str | None, next_correction: int | None
) -> Version:
    """A public version of kind `recovery`: the versions from here to `last` were lost.

    `head` is the digest of the last one, where that is known; `next_correction` the number from
    which corrections go on.
    """
    version = Entry(
        subject=SiteIdentity.objects.get().uuid,
        kind="recovery",
        language=settings.LANGUAGE_CODE,
        time_zone=settings.TIME_ZONE,
        renderer=RENDERER,
        signers=[],
        recovery={"first": 1, "last": last, "head": head, "next_correction": next_correction},
    )
    prepared = prepare(version)
    with appending() as chain:
        recovery = prepared.members["recovery"]
        recovery["first"] = chain.serial + 1
        recovery["next_correction"] = max(next_correction or 0, next_number())
        return chain.append(prepared)
