"""An explainer's history by the day: what stood here on one, and what has changed since one."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.partial_dates import is_partial_date
from record.clock import stamp

#: Versions as history lists them, newest first.
Listed = Sequence[dict[str, Any]]


def as_it_stood(versions: Listed, asked: str) -> dict[str, Any]:
    """Which of `versions` stood at the end of the day `asked`, or why that can't be said."""
    day = _day(asked)
    if isinstance(day, str):
        return {"asked": asked[:40], "error": day}
    found = _before(versions, day + timedelta(days=1))
    if found:
        return {"asked": asked, "stood": found[0], "today": day == timezone.localdate()}
    first = date_format(timezone.localdate(versions[-1]["recorded_at"]), "j F Y")
    message = _("Our record of this explainer begins on %(day)s.")
    return {"asked": asked, "error": message % {"day": first}}


def changed_since(versions: Listed, asked: str) -> dict[str, Any]:
    """The versions that came since the day `asked` began, and the one that they followed.

    So what changed on that day counts, whenever on it somebody has read the explainer. Where the
    record begins later, its first version is what they followed, and `begins` says so.
    """
    day = _day(asked)
    if isinstance(day, str):
        return {"asked": asked[:40], "error": day}
    stood = _before(versions, day)
    base = stood[0] if stood else versions[-1]
    later = [one for one in versions if one["number"] > base["number"]]
    begins = None if stood else versions[-1]["recorded_at"]
    return {"asked": asked, "base": base, "later": later, "begins": begins, "newest": versions[0]}


def _before(versions: Listed, day: date) -> Listed:
    return [one for one in versions if stamp(one["recorded_at"]) < stamp(_begin_of(day))]


def _day(asked: str) -> date | str:
    """The day that `asked` names, or what is wrong with it in a sentence."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", asked) or not is_partial_date(asked):
        return _("Write the day as YYYY-MM-DD, like 2026-11-24.")
    day = date.fromisoformat(asked)
    return _("This day is yet to come.") if day > timezone.localdate() else day


def _begin_of(day: date) -> datetime:
    """The beginning of `day` in the zone that the site shows its times in, in UTC."""
    midnight = datetime.combine(day, time.min, timezone.get_default_timezone())
    try:
        return midnight.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)
