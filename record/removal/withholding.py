"""Withholding words: the removal is recorded, then the texts lose body and salt.

This can't be undone. What stands instead is named by the removal itself, so that old versions
are shown with it; replacements of replacements resolve to the last.
"""

from collections.abc import Iterable

from record.chain import Chain
from record.format import FormatError
from record.models import Text, Version
from record.sealing import Prepared


class TextNotOpen(ValueError):
    """A removal that names a text which is not there or is withheld already."""


def withhold(chain: Chain, prepared: Prepared) -> Version:
    """Appends the removal `prepared` and empties the texts that it names.

    To be called within `record.chain.appending`. Raises `TextNotOpen` when a commitment is
    unknown, of another subject or withheld already, before anything is written.
    """
    wanted = {withholding["withheld"] for withholding in prepared.members["withholds"]}
    if not wanted or prepared.members["kind"] != "removal":
        raise FormatError("withholds", "expected a removal that names texts")
    still_open = Text.objects.filter(
        commitment__in=wanted,
        body__isnull=False,
        brought_by__subject=prepared.members["subject"],
    )
    missing = wanted - set(still_open.values_list("commitment", flat=True))
    if missing:
        raise TextNotOpen(f"not open in this subject: {', '.join(sorted(missing))}")
    version = chain.append(prepared)
    Text.objects.filter(commitment__in=wanted).update(body=None, salt=None, withheld_by=version)
    return version


def newest_withholding() -> int:
    """The serial of the newest removal that withheld words; 0 where none did."""
    removals = Version.objects.filter(kind="removal").order_by("-serial")
    for version in removals.iterator(100):
        if version.members["withholds"]:
            return int(version.serial)
    return 0


def bodies(commitments: Iterable[str]) -> dict[str, str | None]:
    """What stands for each commitment now: its text, else its replacement, else None.

    None is for what was withheld without a replacement (a slug, an address).
    """
    standing: dict[str, str | None] = {}
    originals = {commitment: {commitment} for commitment in commitments}
    while originals:
        onward: dict[str, set[str]] = {}
        rows = Text.objects.filter(commitment__in=originals).select_related("withheld_by")
        for row in rows:
            replacement = _replacement(row)
            if replacement is None:
                standing |= dict.fromkeys(originals[row.commitment], row.body)
            else:
                onward.setdefault(replacement, set()).update(originals[row.commitment])
        originals = onward
    return standing


def _replacement(row: Text) -> str | None:
    """The commitment that stands for a withheld text, None where nothing does.

    Only a text that the removal itself brought counts: else forged ones could go round in circles.
    """
    if row.withheld_by is None:
        return None
    for withholding in row.withheld_by.members["withholds"]:
        if withholding["withheld"] == row.commitment and withholding["replacement"]:
            text = str(withholding["replacement"]["text"])
            is_new = Text.objects.filter(pk=text, brought_by=row.withheld_by_id).exists()
            return text if is_new and row.brought_by_id < row.withheld_by.serial else None
    return None
