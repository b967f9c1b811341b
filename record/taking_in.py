"""Taking in a whole record: a site that has recorded nothing goes on with another's.

Times, serials, salts and the site's id come along, byte for byte. This is how a site moves.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from record.chain import digest_of
from record.commitments import commitment
from record.format import FIRST_PREVIOUS, FormatError, read, texts_in
from record.models import SiteIdentity, Text, Version
from record.refusals import UserFacing


class NotTheRecord(UserFacing):
    """Lines that are no whole record; says which version, and what was expected."""


class NotEmpty(UserFacing):
    """This site has recorded something already, so it can't go on with another's record."""


def take_in(lines: Iterable[Mapping[str, Any]]) -> int:
    """Writes a whole record, in order of serial; gives the number of versions.

    To be called in the transaction of `record.chain.locked`, with `lines` as `record.export` gives
    them, parsed. Raises `NotTheRecord`, or `NotEmpty`; the transaction is to be undone then.
    """
    if Version.objects.exists():
        raise NotEmpty("this site has a record of its own already")
    return sum(1 for _version in follow_on(lines))


def follow_on(lines: Iterable[Mapping[str, Any]]) -> Iterator[Version]:
    """Writes the lines that follow this site's record, withholding what they withhold; yields each.

    As `take_in`, but for what is there: a backup that is brought up to date.
    """
    newest = Version.objects.newest()
    previous, serial = (newest.digest, newest.serial) if newest else (FIRST_PREVIOUS, 0)
    for line in lines:
        members = _checked(line, previous, serial + 1)
        if serial == 0:
            SiteIdentity.objects.update(uuid=UUID(members["site"]))
        version = _write(line, members)
        withheld = [one["withheld"] for one in members["withholds"]]
        still_open = Text.objects.filter(pk__in=withheld, body__isnull=False)
        still_open.update(body=None, salt=None, withheld_by=version)
        previous, serial = version.digest, version.serial
        yield version
    _check_withheld()


def _check_withheld() -> None:
    """Raises `NotTheRecord` where a text is said to be withheld by a version that isn't there.

    The database would find it too, but only at the end of the transaction, and say nothing of it.
    """
    texts = Text.objects.filter(withheld_by_id__isnull=False)
    lost = texts.exclude(withheld_by_id__in=Version.objects.values("serial")).first()
    if lost is not None:
        raise NotTheRecord(
            f"version {lost.brought_by_id}, text {lost.pk}: is withheld by version "
            f"{lost.withheld_by_id}, which is not there"
        )


def check_follows(lines: Iterable[Mapping[str, Any]], *, digest: str, serial: int) -> int:
    """Whether `lines` follow the head named; gives their number. Raises `NotTheRecord`."""
    first = serial
    for line in lines:
        members = _checked(line, digest, serial + 1)
        digest, serial = line["digest"], members["serial"]
    return serial - first


def _checked(line: Mapping[str, Any], previous: str, serial: int) -> dict[str, Any]:
    try:
        members = read(line["sealed"])
    except (FormatError, KeyError, TypeError) as error:
        raise NotTheRecord(f"version {serial}: not of the format: {error}") from error
    if digest_of(line["sealed"]) != line.get("digest"):
        raise NotTheRecord(f"version {serial}: the digest is not that of the sealed bytes")
    if members["serial"] != serial:
        raise NotTheRecord(f"found version {members['serial']}; expected version {serial}")
    if members["previous"] != previous:
        raise NotTheRecord(f"version {serial}: does not follow the version before")
    return members


def _write(line: Mapping[str, Any], members: dict[str, Any]) -> Version:
    version = Version.objects.create(
        serial=members["serial"],
        subject=UUID(members["subject"]),
        number=members["number"],
        kind=members["kind"],
        recorded_at=members["recorded_at"],
        previous=members["previous"],
        digest=line["digest"],
        sealed=line["sealed"],
    )
    named = {leaf["text"] for _path, leaf in texts_in(members)}
    try:
        texts = [_text(one, named, version) for one in line["texts"]]
    except (AttributeError, KeyError, TypeError) as error:
        said = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise NotTheRecord(f"version {version.serial}, texts: {said}") from error
    Text.objects.bulk_create(texts)
    return version


def _text(given: Mapping[str, Any], named: set[str], version: Version) -> Text:
    pk, salt, body = given.get("commitment"), given.get("salt"), given.get("body")
    where = f"version {version.serial}, text {pk}"
    if pk not in named:
        raise NotTheRecord(f"{where}: this version doesn’t name it")
    if body is None:
        if type(given.get("withheld_by")) is not int:
            raise NotTheRecord(f"{where}: has no body, and is not withheld by a version")
        return Text(commitment=pk, brought_by=version, withheld_by_id=given.get("withheld_by"))
    try:
        # No text that a site records has NUL, and PostgreSQL takes none.
        is_sealed = "\0" not in body and commitment(bytes.fromhex(salt or ""), body) == pk
    except ValueError:
        is_sealed = False
    if not is_sealed:
        raise NotTheRecord(f"{where}: body and salt are not those that were sealed")
    return Text(commitment=pk, salt=salt, body=body, brought_by=version)
