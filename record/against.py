"""Comparing the record with what somebody kept of it: an older copy, or only an older head.

This is how an outsider tells whether anything was altered, dropped, reordered or rolled back.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from record.format import FormatError, read
from record.models import SiteIdentity, Text, Version
from record.refusals import UserFacing
from record.registry import Finding


class NotACopy(UserFacing):
    """A file that holds neither lines of a record nor a head; says the line and what was found."""


def compare(lines: Iterable[str]) -> Iterator[Finding]:
    """Where the record differs from `lines`, which are a saved record or a saved head.

    Raises `NotACopy` for anything else.
    """
    site = str(SiteIdentity.objects.get().uuid)
    empty = True
    for number, line in enumerate(lines, start=1):
        if line.strip():
            empty = False
            yield from _compare_line(_parsed(number, line), site)
    if empty:
        raise NotACopy("the file is empty; expected lines of versions.ndjson, or head.json")


def _parsed(number: int, line: str) -> dict[str, Any]:
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotACopy(f"line {number}: not JSON; expected one version a line") from error
    if not _is_head(parsed) and not _is_version(parsed):
        raise NotACopy(f"line {number}: expected a version of the record, or its head")
    saved: dict[str, Any] = parsed
    return saved


def _is_head(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("serial"), int)
        and isinstance(value.get("digest"), str)
    )


def _is_version(value: Any) -> bool:
    texts = value.get("texts") if isinstance(value, dict) else None
    return (
        isinstance(texts, list)
        and all(isinstance(text, dict) for text in texts)
        and all(isinstance(text.get("commitment"), str) for text in texts)
        and isinstance(value.get("sealed"), str)
    )


def _compare_line(saved: dict[str, Any], site: str) -> Iterator[Finding]:
    if "sealed" not in saved:
        yield from _compare_head(saved, site)
        return
    try:
        serial = read(saved["sealed"])["serial"]
    except FormatError as error:
        raise NotACopy(f"sealed bytes that are not of the format: {error}") from error
    version = Version.objects.filter(serial=serial).first()
    if version is None:
        yield _lost(serial, "was recorded once and is gone")
        return
    if version.sealed != saved["sealed"] or version.digest != saved.get("digest"):
        yield _lost(serial, "differs from the saved copy", "sealed")
    yield from _compare_texts(serial, saved["texts"])


def _compare_head(saved: dict[str, Any], site: str) -> Iterator[Finding]:
    serial, digest = saved["serial"], saved["digest"]
    if saved.get("site", site) != site:
        yield Finding(serial, "site", f"the saved head is of {saved['site']}, this is {site}")
    if serial == 0:
        return
    version = Version.objects.filter(serial=serial).first()
    if version is None:
        yield _lost(serial, "was the head once and is gone")
    elif version.digest != digest:
        yield _lost(serial, f"found {version.digest}; the saved head says {digest}", "digest")


def _compare_texts(serial: int, texts: list[dict[str, Any]]) -> Iterator[Finding]:
    rows = Text.objects.in_bulk([text["commitment"] for text in texts])
    for text in texts:
        row = rows.get(text["commitment"])
        if row is None:
            yield Finding(serial, "texts", f"{text['commitment']} is gone")
        elif row.body is not None and row.body != text.get("body"):
            yield Finding(serial, "texts", f"{row.commitment} differs from the saved copy")


def _lost(serial: int, message: str, field: str = "serial") -> Finding:
    """A version that isn't the saved one; a recovery may have said that it was lost."""
    for version in Version.objects.filter(kind="recovery"):
        lost = version.members["recovery"]
        if lost["first"] <= serial <= (lost["last"] or serial):
            message = f"was rolled back, and version {version.serial} says so ({message})"
            break
    return Finding(serial, field, message)
