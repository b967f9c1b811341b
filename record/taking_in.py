"""Taking in another site's record: whole, or the lines of one explainer.

A site that has recorded nothing goes on with a whole record: times, serials, salts and the site's
id come along, byte for byte. This is how a site moves. The lines of one subject (`SubjectLines`)
are verified as far as a part of a chain can show: digests, commitments, form, numbers without a
gap, times and serials that rise; that a version follows the one before only where their serials
are neighbours. What other subjects' versions say lies between the lines.
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
        withheld = [withholding["withheld"] for withholding in members["withholds"]]
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
        texts = [_text(text, named, version) for text in line["texts"]]
    except (AttributeError, KeyError, TypeError) as error:
        reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise NotTheRecord(f"version {version.serial}, texts: {reason}") from error
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


class SubjectLines:
    """Takes the lines of one subject, oldest first; memory does not grow with their number."""

    def __init__(self) -> None:
        self._before: dict[str, Any] | None = None
        self._digest = ""
        self._withheld: dict[int, set[str]] = {}

    def add(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The members of the next line; raises `NotTheRecord` with the line and the reason."""
        number = self._before["number"] + 1 if self._before else 1
        try:
            members = self._checked(line, number)
            self._check_texts(line["texts"], members)
        except (AttributeError, KeyError, NotTheRecord, TypeError, ValueError) as error:
            reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise NotTheRecord(f"line {number}: {reason}") from error
        self._before, self._digest = members, line["digest"]
        return members

    def finish(self) -> None:
        """Says what only the end shows; raises `NotTheRecord`."""
        if self._before is None:
            raise NotTheRecord("found no line; expected the versions of an explainer")
        for serial in self._withheld:
            raise NotTheRecord(f"texts are withheld by version {serial}, which is not there")

    def _checked(self, line: Mapping[str, Any], number: int) -> dict[str, Any]:
        members = read(line["sealed"])
        if digest_of(line["sealed"]) != line["digest"]:
            raise NotTheRecord("the digest is not that of the sealed bytes")
        if members["number"] != number:
            raise NotTheRecord(f"found version {members['number']}; expected version {number}")
        if self._before:
            self._check_follows(members, self._before)
        return members

    def _check_follows(self, members: dict[str, Any], before: dict[str, Any]) -> None:
        for name in ("site", "subject"):
            if members[name] != before[name]:
                raise NotTheRecord(f"is of another {name} than the line before")
        for name in ("serial", "recorded_at"):
            if members[name] <= before[name]:
                raise NotTheRecord(f"its {name} does not come after that of the line before")
        is_next = members["serial"] == before["serial"] + 1
        if is_next and members["previous"] != self._digest:
            raise NotTheRecord("does not follow the version before")

    def _check_texts(self, texts: Any, members: dict[str, Any]) -> None:
        before = {leaf["text"] for _path, leaf in texts_in(self._before)} if self._before else set()
        new = {leaf["text"] for _path, leaf in texts_in(members)} - before
        brought = [text["commitment"] for text in texts]
        if set(brought) != new or len(brought) != len(new):
            raise NotTheRecord("its texts are not those that it is the first to name")
        for text in texts:
            self._check_text(text, members["serial"])
        self._check_removal(members)

    def _check_text(self, text: Mapping[str, Any], serial: int) -> None:
        pk = text["commitment"]
        if "withheld_by" in text:
            by = text["withheld_by"]
            if type(by) is not int or by <= serial or len(text) != 2:
                raise NotTheRecord(f"text {pk}: is not withheld by a later version")
            self._withheld.setdefault(by, set()).add(pk)
        elif len(text) != 3 or commitment(bytes.fromhex(text["salt"]), text["body"]) != pk:
            raise NotTheRecord(f"text {pk}: body and salt are not those that were sealed")

    def _check_removal(self, members: dict[str, Any]) -> None:
        texts = self._withheld.pop(members["serial"], set())
        named = {withholding["withheld"] for withholding in members["withholds"]}
        if texts - named and members["status"] != "removed":
            raise NotTheRecord("texts are said to be withheld by it that it doesn’t name")
