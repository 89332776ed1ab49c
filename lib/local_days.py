"""Moments moved by whole days of the calendar, as a wall clock shows them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def moved_by_days(moment: datetime, days: int, zone: str) -> datetime:
    """10.00 stays 10.00, also across a change of the clocks; aware UTC in and out.

    An hour that a clock skips on the new day is read as the clock would have gone on.
    """
    there = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) + timedelta(days=days)
    return there.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def moved_span(
    starts_at: datetime, ends_at: datetime, days: int, zone: str
) -> tuple[datetime, datetime]:
    """Both moved; where a skipped hour would leave nothing between them, as long as it was."""
    start, end = moved_by_days(starts_at, days, zone), moved_by_days(ends_at, days, zone)
    return start, end if end > start else start + (ends_at - starts_at)


def days_between(moment: datetime, day: date, zone: str) -> int:
    """From the day of the moment, in this zone, to that day; negative for an earlier one."""
    return (day - moment.astimezone(ZoneInfo(zone)).date()).days


def midnight(day: date, zone: str) -> datetime:
    """When that day begins there; aware UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
