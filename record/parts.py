"""A part of a record: the lines of one subject, verified as far as a part of a chain can show.

Digests, commitments, form, numbers without a gap, times and serials that rise; that a version
follows the one before only where their serials are neighbours. What other subjects' versions say
lies between the lines, and nobody can tell it from these alone.
"""

from collections.abc import Mapping
from typing import Any

from record.chain import digest_of
from record.commitments import commitment
from record.format import read, texts_in
from record.taking_in import NotTheRecord


class Part:
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
            said = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise NotTheRecord(f"line {number}: {said}") from error
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
        brought = [one["commitment"] for one in texts]
        if set(brought) != new or len(brought) != len(new):
            raise NotTheRecord("its texts are not those that it is the first to name")
        for one in texts:
            self._check_text(one, members["serial"])
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
        named = {one["withheld"] for one in members["withholds"]}
        if texts - named and members["status"] != "removed":
            raise NotTheRecord("texts are said to be withheld by it that it doesn’t name")
