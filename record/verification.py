"""Verification: recompute everything, report every difference.

    for finding in verify(): …

Digests, the chain, columns, commitments, the form of each version, texts that nobody names, and
whatever the apps registered about their rows. Memory grows with the number of subjects only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import DatabaseError

from record import registry
from record.chain import digest_of
from record.commitments import RENDERED, commitment
from record.format import FIRST_PREVIOUS, ROLES, FormatError, texts_in
from record.models import SiteIdentity, Text, Version
from record.registry import Finding

_BATCH = 200


def verify(subjects: set[UUID] | None = None, *, rendering: bool = False) -> Iterator[Finding]:
    """Every difference between the record and itself, and between the rows and the record.

    The chain is verified whole; `subjects` limits what is said about texts, rules and rows.
    `rendering` also recomputes what the newest version of each subject renders to.
    """
    yield from _readable("versions", _record_findings(subjects))
    yield from _readable("texts", _orphans())
    if rendering:
        yield from _readable("rendering", rendering_findings(subjects))
    for comparison in registry.comparisons():
        yield from _readable("rows", comparison(subjects))


def _record_findings(subjects: set[UUID] | None) -> Iterator[Finding]:
    identity = SiteIdentity.objects.first()
    if identity is None:
        yield Finding(None, "site", "the site has lost its identity")
    chain = _Chain(str(identity.uuid) if identity else "")
    for version in Version.objects.order_by("serial").iterator(_BATCH):
        yield from _readable("row", chain.findings(version), version.serial)
        if subjects is None or version.subject in subjects:
            yield from _readable("row", _version_findings(version), version.serial)


def _readable(
    place: str, findings: Iterable[Finding], serial: int | None = None
) -> Iterator[Finding]:
    """`findings`; where a table holds what no code could read, a finding that says so."""
    try:
        yield from findings
    except (ArithmeticError, AttributeError, DatabaseError, TypeError, ValueError) as error:
        yield Finding(serial, place, f"can’t be read: {error}"[:300])


@dataclass
class _Chain:
    """What the next version must follow."""

    site: str
    serial: int = 0
    digest: str = FIRST_PREVIOUS
    recorded_at: str = ""
    next_correction: int = 1
    alone: dict[int, set[str]] = field(default_factory=dict)
    numbers: dict[UUID, int] = field(default_factory=dict)

    def findings(self, version: Version) -> Iterator[Finding]:
        number = self.numbers.get(version.subject, 0) + 1
        expected = {
            "serial": self.serial + 1,
            "previous": self.digest,
            "number": number,
            "digest": _digest(version.sealed),
        }
        for name, right in expected.items():
            actual = getattr(version, name)
            if actual != right:
                yield Finding(version.serial, name, f"found {actual}; expected {right}")
        if version.recorded_at <= self.recorded_at:
            yield Finding(version.serial, "recorded_at", "is not later than the version before")
        yield from self._sealed_findings(version)
        self.serial, self.digest = version.serial, version.digest
        self.recorded_at = version.recorded_at
        self.numbers[version.subject] = version.number

    def _sealed_findings(self, version: Version) -> Iterator[Finding]:
        try:
            members = version.members
        except FormatError as error:
            yield Finding(version.serial, error.path or "sealed", str(error))
            return
        for name in ("serial", "number", "kind", "recorded_at", "previous"):
            if members[name] != getattr(version, name):
                yield Finding(version.serial, name, "the column differs from the sealed bytes")
        if members["subject"] != str(version.subject):
            yield Finding(version.serial, "subject", "the column differs from the sealed bytes")
        if members["site"] != self.site:
            yield Finding(version.serial, "site", f"found {members['site']}; this is {self.site}")
        yield from self._correction_findings(members)

    def _correction_findings(self, members: Mapping[str, Any]) -> Iterator[Finding]:
        if members["recovery"]:
            following = members["recovery"]["next_correction"] or self.next_correction
            if following < self.next_correction:
                message = f"found {following}; expected {self.next_correction} or more"
                yield Finding(members["serial"], "recovery.next_correction", message)
            self.next_correction = following
        if members["explanation"]:
            number = members["explanation"]["correction"]
            if number != self.next_correction:
                message = f"found {number}; expected {self.next_correction}"
                yield Finding(members["serial"], "explanation.correction", message)
            self.next_correction = number + 1
        if any(number >= self.next_correction for number in members["banners"]):
            yield Finding(members["serial"], "banners", "name a correction that is not there yet")
        yield from self._confirmation_findings(members)

    def _confirmation_findings(self, members: Mapping[str, Any]) -> Iterator[Finding]:
        """Whether who confirms is another than who published alone."""
        explanation, confirmed = members["explanation"], members["confirms"]
        if explanation and explanation["alone"]:
            self.alone[explanation["correction"]] = _signed(members, *ROLES)
        if confirmed is None:
            return
        signers = self.alone.pop(confirmed, None)
        if signers is None:
            message = "names no correction that awaits a second person"
            yield Finding(members["serial"], "confirms", message)
        elif not _signed(members, "confirmer") - signers:
            message = "who confirms must be another than who published or wrote at it"
            yield Finding(members["serial"], "signers", message)


def _digest(sealed: str) -> str:
    return digest_of(sealed) if sealed.isascii() else "none, for the bytes are not ASCII"


def _signed(members: Mapping[str, Any], *roles: str) -> set[str]:
    return {signer["id"] for signer in members["signers"] if signer["role"] in roles}


def _version_findings(version: Version) -> Iterator[Finding]:
    try:
        members = version.members
        before = _before(version)
    except FormatError:
        return
    named = _named(members)
    rows = {row.commitment: row for row in Text.objects.filter(commitment__in=named)}
    for path, leaf in texts_in(members):
        if leaf["text"] not in rows:
            yield Finding(version.serial, path, "the text is missing")
    for row in rows.values():
        if not _is_sealed(row):
            path = named[row.commitment]
            yield Finding(version.serial, path, "the text is not the one that was sealed")
    yield from _first_named_findings(version, members, before, rows)
    yield from _withholding_findings(version, members)
    for rule in registry.rules():
        yield from rule(before, members, _open(rows, before))


def _named(members: Mapping[str, Any]) -> dict[str, str]:
    return {leaf["text"]: path for path, leaf in texts_in(members)}


def _before(version: Version) -> dict[str, Any] | None:
    before = Version.objects.filter(subject=version.subject, number=version.number - 1).first()
    return before.members if before else None


def _open(texts: Mapping[str, Text], before: Mapping[str, Any] | None) -> dict[str, str]:
    rows = list(texts.values())
    if before:
        rows += Text.objects.filter(commitment__in=_named(before))
    return {row.commitment: row.body for row in rows if row.body is not None}


def _is_sealed(row: Text) -> bool:
    """Whether body and salt give the commitment; a withheld text has neither, and says by whom."""
    if row.body is None or row.salt is None:
        return row.body is None and row.salt is None and row.withheld_by_id is not None
    if row.withheld_by_id is not None or not re.fullmatch("[0-9a-f]{64}", row.salt):
        return False
    return commitment(bytes.fromhex(row.salt), row.body) == row.commitment


def _first_named_findings(
    version: Version,
    members: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    rows: Mapping[str, Text],
) -> Iterator[Finding]:
    """A text is new in this version, or stands in the version before of the same subject."""
    known = _named(before) if before else {}
    for text, path in _named(members).items():
        row = rows.get(text)
        if row and row.brought_by_id != version.serial and text not in known:
            yield Finding(version.serial, path, "names a text that another version brought")
        if row and row.brought_by_id == version.serial and text in known:
            yield Finding(version.serial, path, "claims a text that an earlier version brought")


def _withholding_findings(version: Version, members: Mapping[str, Any]) -> Iterator[Finding]:
    for index, withholding in enumerate(members["withholds"]):
        row = (
            Text.objects.filter(commitment=withholding["withheld"])
            .select_related("brought_by")
            .first()
        )
        place = f"withholds.{index}"
        if row is None:
            yield Finding(version.serial, place, "withholds a text that isn't in the record")
        elif row.withheld_by_id != version.serial:
            yield Finding(version.serial, place, "the text that it withholds is still there")
        elif row.brought_by.subject != version.subject:
            yield Finding(version.serial, place, "withholds a text of another subject")
        if withholding["replacement"] and not _is_new(withholding["replacement"]["text"], version):
            yield Finding(version.serial, place, "the replacement is not a new text")


def _is_new(text: str, version: Version) -> bool:
    return Text.objects.filter(pk=text, brought_by=version).exists()


def _orphans() -> Iterator[Finding]:
    """Texts that the version said to have brought them doesn't name, and emptied ones."""
    rows = Text.objects.order_by("brought_by_id").values_list(
        "commitment", "brought_by_id", "withheld_by_id"
    )
    serial, named = 0, set[str]()
    for text, brought_by, withheld_by in rows.iterator(_BATCH):
        if brought_by != serial:
            serial, named = brought_by, _named_by(brought_by)
        if text not in named:
            yield Finding(brought_by, "texts", f"does not name {text}")
        if withheld_by is not None and not _withholds(withheld_by, text):
            yield Finding(withheld_by, "withholds", f"does not name {text}")


def _named_by(serial: int) -> set[str]:
    version = Version.objects.filter(serial=serial).first()
    try:
        return set(_named(version.members)) if version else set()
    except FormatError:
        return set()


def _withholds(serial: int, text: str) -> bool:
    version = Version.objects.filter(serial=serial).first()
    try:
        withheld = version.members["withholds"] if version else []
    except FormatError:
        return False
    # One that removed the whole explainer hides texts without naming them, as exports show.
    hides = version is not None and version.members["status"] == "removed"
    return hides or any(withholding["withheld"] == text for withholding in withheld)


def rendering_findings(subjects: set[UUID] | None = None) -> Iterator[Finding]:
    """Where a version would now render to other words than it sealed.

    The newest of each subject fails. Older ones, which readers see when they ask for them, are
    shown and don't fail.
    """
    render = registry.rendering()
    if render is None:
        return
    versions = Version.objects.order_by("serial")
    if subjects is not None:
        versions = versions.filter(subject__in=subjects)
    newest = set(Version.objects.newest_of_each().values_list("serial", flat=True))
    for version in versions.iterator(_BATCH):
        try:
            yield from _rendering_findings(version, render, fails=version.serial in newest)
        except FormatError:
            continue  # Verification of the sealed bytes has said so.


def _rendering_findings(
    version: Version, render: registry.Rendering, *, fails: bool
) -> Iterator[Finding]:
    leaves = {path: leaf for path, leaf in texts_in(version.members) if "rendered" in leaf}
    texts = Text.objects.in_bulk([leaf["text"] for leaf in leaves.values()])
    for path, leaf in leaves.items():
        row = texts.get(leaf["text"])
        if not path.startswith("document.") or row is None or row.body is None:
            continue  # Withheld, or what replaces words of a version before.
        salt = bytes.fromhex(row.salt or "") if _is_sealed(row) else None
        if salt is None:
            continue  # Found to be another text already.
        if commitment(salt, render(path, row.body), RENDERED) != leaf["rendered"]:
            message = "now renders to other words than were sealed"
            yield Finding(version.serial, path, message, fails)
