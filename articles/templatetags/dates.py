"""Dates in words, each in a ``<time>`` element that also says it to machines.

Two kinds are kept apart. A partial date is what an explainer claims about itself, known to the
year, the month or the day; no missing part is invented. A moment is what this site's clock said;
it is kept in UTC and told in the time zone of the site.
"""

from datetime import UTC, datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import get_default_timezone

from documents.partial_dates import earliest, is_partial_date

register = template.Library()

# The number of characters of a partial date says how much of it is known.
WORDS_BY_LENGTH = {4: "Y", 7: "F Y", 10: "j F Y"}


@register.filter
def partial_date(value: str | None) -> str:
    """Tell ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` in words, no more precisely than it is known.

    Returns a ``<time>`` element, nothing for None or an empty text, and a text that is no
    partial date just as it came: a page with an odd date reads better than no page.
    """
    if not value or not is_partial_date(value):
        return value or ""
    words = date_format(earliest(value), WORDS_BY_LENGTH[len(value)])
    return format_html('<time datetime="{}">{}</time>', value, words)


@register.filter
def moment(value: datetime | None) -> str:
    """Tell the day of an aware moment, as the site's time zone counts it.

    Returns a ``<time>`` element with the moment in UTC, nothing for None. Raises ValueError for
    a moment without a time zone.
    """
    return _time_element(value, "j F Y")


@register.filter
def moment_exact(value: datetime | None) -> str:
    """Tell day, time and time zone of an aware moment: "24 November 2026, 13:00 CET".

    Returns a ``<time>`` element with the moment in UTC, nothing for None. Raises ValueError for
    a moment without a time zone.
    """
    return _time_element(value, "j F Y, H:i T")


def _time_element(value: datetime | None, words: str) -> str:
    if value is None:
        return ""
    if value.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {value!r}")
    machine = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    local = value.astimezone(get_default_timezone())
    return format_html('<time datetime="{}">{}</time>', machine, date_format(local, words))
