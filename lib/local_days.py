"""Moves moments by whole days of the calendar, so that a wall clock shows the same hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def moved_by_days(moment: datetime, days: int, zone: str) -> datetime:
    """The moment so many days later: 10.00 stays 10.00, also across a change of the clocks.

    Aware UTC in and out. An hour that the clocks skip on the new day is read as if they had not
    changed yet.
    """
    there = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) + timedelta(days=days)
    return there.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def moved_span(
    starts_at: datetime, ends_at: datetime, days: int, zone: str
) -> tuple[datetime, datetime]:
    """Both moments moved by so many days.

    Where a skipped hour would put the end before the start, the length is kept instead.
    """
    start, end = moved_by_days(starts_at, days, zone), moved_by_days(ends_at, days, zone)
    return start, end if end > start else start + (ends_at - starts_at)


def days_between(moment: datetime, day: date, zone: str) -> int:
    """Days from the moment's date in this zone to the given day; negative for an earlier day."""
    return (day - moment.astimezone(ZoneInfo(zone)).date()).days


def midnight(day: date, zone: str) -> datetime:
    """When that day begins in the zone; aware UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
