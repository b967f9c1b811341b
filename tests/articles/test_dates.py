"""How dates are told to readers and to machines."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.test import override_settings

from articles.templatetags.dates import moment, moment_exact, partial_date

NOON = datetime(2026, 11, 24, 12, 0, 0, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def vienna() -> Iterator[None]:
    with override_settings(TIME_ZONE="Europe/Vienna"):
        yield


def test_a_whole_date_is_told_with_its_day() -> None:
    assert partial_date("2023-11-23") == '<time datetime="2023-11-23">23 November 2023</time>'


def test_a_month_is_told_without_a_day() -> None:
    assert partial_date("2023-11") == '<time datetime="2023-11">November 2023</time>'


def test_a_year_is_told_alone() -> None:
    assert partial_date("2023") == '<time datetime="2023">2023</time>'


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_missing_partial_date_says_nothing(nothing: str | None) -> None:
    assert partial_date(nothing) == ""


@pytest.mark.parametrize("text", ["soon", "2023-13", "2023-11-31", "20231123", "2023-11-2", "0000"])
def test_what_is_no_partial_date_is_left_as_it_is(text: str) -> None:
    assert partial_date(text) == text


def test_markup_in_a_wrong_partial_date_is_not_called_safe() -> None:
    assert not hasattr(partial_date("<b>"), "__html__")


def test_a_moment_is_told_as_a_day_and_kept_in_utc() -> None:
    assert moment(NOON) == '<time datetime="2026-11-24T12:00:00Z">24 November 2026</time>'


def test_a_moment_late_in_utc_is_told_as_the_next_day_of_the_site() -> None:
    late = NOON.replace(hour=23, minute=30)

    assert moment(late) == '<time datetime="2026-11-24T23:30:00Z">25 November 2026</time>'


def test_a_moment_of_another_zone_is_kept_in_utc() -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))

    assert moment(tokyo) == moment(NOON)


def test_an_exact_moment_tells_time_and_zone() -> None:
    assert moment_exact(NOON) == (
        '<time datetime="2026-11-24T12:00:00Z">24 November 2026, 13:00 CET</time>'
    )


def test_an_exact_moment_in_summer_tells_the_zone_of_summer() -> None:
    assert ">24 July 2026, 14:00 CEST<" in moment_exact(NOON.replace(month=7))


def test_a_missing_moment_says_nothing() -> None:
    assert (moment(None), moment_exact(None)) == ("", "")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment(NOON.replace(tzinfo=None))
