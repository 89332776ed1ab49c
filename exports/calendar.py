"""Events as calendar entries (RFC 5545), in the event's own zone."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar

from models.events import Event, EventStatus

_PRODUCT = "-//Meydan//Events//TR"


def event_calendar(event: Event, *, url: str, locale: str) -> bytes:
    """One event as a file for calendars. `url` is the absolute address of its page.

    The entry's name stays the same for ever and its sequence is the event's version, so that a
    later file changes the entry instead of adding another.
    """
    return events_calendar([(event, url)], locale=locale)


def events_calendar(
    events: Iterable[tuple[Event, str]], *, locale: str, name: str | None = None
) -> bytes:
    """Several events, each with the absolute address of its page; `name` is the calendar's."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # what most programs still read
    listed = list(events)
    for event, url in listed:
        calendar.add_component(_entry(event, url, locale))
    if listed:
        # Without bounds the zone's rules of a whole century would be written.
        calendar.add_missing_timezones(
            first_date=min(event.starts_at for event, _ in listed).date() - timedelta(days=1),
            last_date=max(event.ends_at for event, _ in listed).date() + timedelta(days=366),
        )
    return bytes(calendar.to_ical())


def _entry(event: Event, url: str, locale: str) -> icalendar.Event:
    zone = ZoneInfo(event.timezone)
    called_off = event.status is EventStatus.CANCELLED
    entry = icalendar.Event()
    entry.add("uid", f"event-{event.id}@{urlsplit(url).hostname}")
    entry.add("sequence", event.version)
    entry.add("dtstamp", event.created_at)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", event.title_in(locale))
    entry.add("status", "CANCELLED" if called_off else "CONFIRMED")
    entry.add("url", url)
    entry.add("description", f"{event.description_in(locale)}\n\n{url}".strip())
    if event.place:
        entry.add("location", event.place)
    return entry
