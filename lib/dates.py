"""Dates and times as people read them: in a given time zone and language."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, format_timedelta

# The same times are formatted many times: on the event's page, in lists, in each letter.
_kept = lru_cache(maxsize=4096)

_DAY = {"tr": "d MMMM y EEEE", "en": "EEEE d MMMM y"}
_CLOCK = {"tr": "HH.mm", "en": "HH:mm"}
_MOMENT = {"tr": "d MMMM y EEEE, HH.mm", "en": "EEEE d MMMM y, HH:mm"}
_SHORT = {"tr": "d MMM y, HH.mm", "en": "d MMM y, HH:mm"}


@_kept
def day_text(moment: datetime, zone: str, locale: str) -> str:
    """«12 Mart 2027 Cuma» / «Friday 12 March 2027»."""
    return format_date(moment.astimezone(ZoneInfo(zone)), _DAY[locale], locale=locale)


@_kept
def clock_text(moment: datetime, zone: str, locale: str) -> str:
    """«10.00» / «10:00»."""
    return format_time(moment.astimezone(ZoneInfo(zone)), _CLOCK[locale], locale=locale)


@_kept
def moment_text(moment: datetime, zone: str, locale: str) -> str:
    """«12 Mart 2027 Cuma, 10.00» / «Friday 12 March 2027, 10:00»."""
    return format_datetime(moment.astimezone(ZoneInfo(zone)), _MOMENT[locale], locale=locale)


@_kept
def short_moment_text(moment: datetime, zone: str, locale: str) -> str:
    """«12 Mar 2027, 10.00» / «12 Mar 2027, 10:00», for tables."""
    return format_datetime(moment.astimezone(ZoneInfo(zone)), _SHORT[locale], locale=locale)


@_kept
def date_text(day: date, locale: str) -> str:
    """«12 Mart 2027» / «12 March 2027»."""
    return _date(day, "d MMMM y", locale)


@_kept
def short_date_text(day: date, locale: str) -> str:
    """«12 Mar 2027», for tables and the axes of charts."""
    return _date(day, "d MMM y", locale)


@_kept
def hours_text(starts_at: datetime, ends_at: datetime, zone: str, locale: str) -> str:
    """«10.00–17.00» / «10:00–17:00», of one day."""
    return f"{clock_text(starts_at, zone, locale)}–{clock_text(ends_at, zone, locale)}"


def on_one_day(starts_at: datetime, ends_at: datetime, zone: str) -> bool:
    """By the calendar of the zone."""
    there = ZoneInfo(zone)
    return starts_at.astimezone(there).date() == ends_at.astimezone(there).date()


@_kept
def span_text(starts_at: datetime, ends_at: datetime, zone: str, locale: str) -> str:
    """One day: «12 Mart 2027 Cuma, 10.00–17.00»; several: both days, without the hours."""
    first, last = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    if first.date() == last.date():
        return f"{moment_text(first, zone, locale)}–{clock_text(last, zone, locale)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_date(last.date(), 'd MMMM y', locale)}"
    return f"{_date(first.date(), 'd MMMM y', locale)} – {_date(last.date(), 'd MMMM y', locale)}"


def ago_text(moment: datetime, at: datetime, locale: str) -> str:
    """How long ago the moment was: «3 dakika önce» / «3 minutes ago». Never in the future, even
    where a clock is wrong."""
    passed = max(at - moment, timedelta(0))
    return format_timedelta(-passed, add_direction=True, threshold=1, locale=locale)


def _date(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)
