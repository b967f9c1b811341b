"""Dates as other programs and people write them, with the precision that they have.

A day of which it isn't clear which number is the month ("03/05/2021") is no date: none is better
than a wrong one. The time and its zone are left off, the day stays that of the text.
"""

import re

from documents.partial_dates import is_partial_date

_ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?=$|[T ,])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T)")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
# With points the day comes first wherever they are in use, also before a year of two digits.
_SHORT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d.])")
# What programs in C write: "Mon Aug 03 12:45:00 EDT 2015".
_C_TIME = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) \d\d:\d\d:\d\d (?:\w+ )?(\d{4})$")
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?,? (?=\d)")
_DAY_FIRST = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?: of| de)? )?([^\W\d_]{3,12})\.?,?(?: of| de)? "
    r"(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")

# January to December, by the beginnings that tell them apart: English, French, German, Spanish,
# Italian, Portuguese, Dutch, the languages of Scandinavia, Polish, Russian and Turkish.
_MONTHS = (
    "jan ene gen sty янв oca",
    "feb fév fev lut фев şub",
    "mar mär mrt мар",
    "apr avr abr kwi апр nis",
    "may mai mag maj mei май мая",
    "jun juin giu cze июн haz",
    "jul juil lug lip июл tem",
    "aug aoû ago aou sie авг ağu",
    "sep set wrz сен eyl",
    "oct okt ott out paź окт eki",
    "nov lis ноя kas",
    "dec déc dez dic des gru дек ara",
)
_EAST_ASIAN = re.compile(r"(\d{4})[年년] ?(\d{1,2})[月월](?: ?(\d{1,2})[日일])?")
_LONG_ENOUGH = {"juin": 6, "juil": 7}
_FIRST_YEAR = 1000
_FIRST_OF_THE_LAST_CENTURY = 70


def partial_date(text: str) -> str | None:
    """The date that `text` begins with: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None without one."""
    text = " ".join(text[:100].split())
    for read in (_iso, _compact, _numbers, _short_year, _c_time, _east_asian, _named):
        date = read(text)
        if date and is_partial_date(date) and int(date[:4]) >= _FIRST_YEAR:
            return date
    return None


def _iso(text: str) -> str | None:
    parts = _ISO.match(text)
    return _written(parts[1], parts[3], parts[4]) if parts else None


def _compact(text: str) -> str | None:
    parts = _COMPACT.match(text)
    return _written(*parts.groups()) if parts else None


def _numbers(text: str) -> str | None:
    """Day, month and year in numbers: with points the day comes first, else only if it must."""
    parts = _NUMBERS.match(text)
    if not parts:
        return None
    first, sign, second, year = parts.groups()
    if sign == "." or int(first) > 12 or first == second:
        return _written(year, second, first)
    return _written(year, first, second) if int(second) > 12 else None


def _short_year(text: str) -> str | None:
    parts = _SHORT_YEAR.match(text)
    if not parts:
        return None
    year = int(parts[3])
    return _written(
        str(year + (2000 if year < _FIRST_OF_THE_LAST_CENTURY else 1900)), parts[2], parts[1]
    )


def _c_time(text: str) -> str | None:
    parts = _C_TIME.match(text)
    month = _month(parts[1]) if parts else None
    return _written(parts[3], month, parts[2]) if parts and month else None


def _east_asian(text: str) -> str | None:
    parts = _EAST_ASIAN.match(text)
    return _written(*parts.groups()) if parts else None


def _named(text: str) -> str | None:
    weekday = _WEEKDAY.match(text)
    if weekday and not _month(weekday[0]):
        text = text[weekday.end() :]
    text = text.partition(", ")[2] if _is_weekday_ahead(text) else text
    month_first = _MONTH_FIRST.match(text)
    if month_first and (month := _month(month_first[1])):
        return _written(month_first[3], month, month_first[2])
    day_first = _DAY_FIRST.match(text)
    if day_first and (month := _month(day_first[2])):
        return _written(day_first[3], month, day_first[1])
    return None


def _is_weekday_ahead(text: str) -> bool:
    head, comma, _rest = text.partition(", ")
    return bool(comma) and head.isalpha() and not _month(head)


def _month(name: str) -> str | None:
    name = name.strip(" .,").casefold()
    if name.startswith(("juin", "juil")):
        return str(_LONG_ENOUGH[name[:4]])
    for number, starts in enumerate(_MONTHS, start=1):
        if name.startswith(tuple(starts.split())):
            return str(number)
    return None


def _written(year: str, month: str | None, day: str | None) -> str:
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
