"""The date that lists go by: the claimed first publication, else the day it was published here."""

from datetime import date
from zoneinfo import ZoneInfo

from documents.partial_dates import earliest
from record.models import Version


def dated_on(first: Version) -> date:
    """The date of an explainer whose first version is `first`.

    A claimed date counts from its first possible day; a day here is one of the zone in which the
    site showed its times then. Raises `record.format.FormatError` for tampered bytes.
    """
    claimed = first.members["document"] and first.members["document"]["first_published"]
    if claimed:
        return earliest(claimed)
    day: date = first.moment.astimezone(ZoneInfo(first.members["time_zone"])).date()
    return day
