"""The site's clock as the record writes it: UTC, to the microsecond, in 27 characters."""

import re
from datetime import UTC, datetime, timedelta

_SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"

TICK = timedelta(microseconds=1)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """`moment` (with a zone) as the record writes it, such as `2026-11-24T12:00:00.000001Z`."""
    return moment.astimezone(UTC).strftime(_FORMAT).rjust(27, "0")


def moment(stamp: str) -> datetime:
    """The moment that a stamp names, in UTC; raises ValueError for any other text."""
    if not _SHAPE.fullmatch(stamp):
        raise ValueError(f"not a time of the record: {stamp!r}")
    return datetime.strptime(stamp, _FORMAT).replace(tzinfo=UTC)
