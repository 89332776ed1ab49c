"""Events as calendar entries (RFC 5545), and what a person has of one (RFC 5546), in the event's own
zone.

Calendars show a time by the clock of whoever looks. Where the event's zone is not the site's, the
description tells it as letters and pages do, so that nobody wonders about the difference.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar

from lib.zones import must_be_named, when_text
from models.events import Event, EventStatus, Session

_ATTENDEE = {
    "cutype": "INDIVIDUAL",
    "role": "REQ-PARTICIPANT",
    "partstat": "ACCEPTED",
    "rsvp": "FALSE",
}
_PRODUCT = "-//Meydan//Events//TR"


class Method(StrEnum):
    """What a calendar does with an entry that it gets."""

    REQUEST = "REQUEST"
    """Enter it, or change the one that came before. Nobody has to reply."""
    CANCEL = "CANCEL"
    """Take it out again."""
    PUBLISH = "PUBLISH"
    """A file that somebody opens."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A person's place at an event. Each has an entry of its own, since families and offices share
    an address."""

    event: Event
    registration_id: int
    name: str
    email: str | None
    sessions: Sequence[Session]
    """Those that the person chose: they stand in the entry's words, since a request is of one
    entry alone."""
    sequence: int
    """Larger with each letter that brings the entry, or takes it back."""
    at: datetime
    sender: tuple[str, str]
    """The name and address from which our letters come."""


def place_calendar(place: Place, method: Method, *, url: str, site: str, locale: str) -> bytes:
    """The person's entry, to be entered, changed or taken out. `url` is the address of the event's
    page, since calendars are shared: the person's own page is theirs alone."""
    calendar = _calendar(None)
    calendar.add("method", method)
    calendar.add_component(_place_entry(place, method, url, site, locale))
    return _finished(calendar, [place.event])


def event_calendar(event: Event, *, url: str, site: str, locale: str) -> bytes:
    """One event as a calendar file. `url` is the absolute address of its page, `site` the site's
    zone.

    The entry keeps its identifier for ever and its sequence is the event's version, so that a later
    file changes the entry instead of adding another.
    """
    return events_calendar([(event, url)], site=site, locale=locale)


def person_calendar(
    event: Event,
    sessions: Sequence[Session],
    *,
    url: str,
    site: str,
    locale: str,
    place: Place | None = None,
) -> bytes:
    """The event, and an entry for each session the person chose; with `place` the person's entry,
    as letters bring it, instead of everybody's."""
    calendar = _calendar(None)
    calendar.add("method", Method.PUBLISH)
    whole = (
        _place_entry(place, Method.PUBLISH, url, site, locale)
        if place
        else _entry(event, url, site, locale)
    )
    calendar.add_component(whole)
    for session in sessions:
        entry = _session_entry(session, event, url, site, locale)
        entry["dtstamp"] = whole["dtstamp"]
        calendar.add_component(entry)
    return _finished(calendar, [event])


def events_calendar(
    events: Iterable[tuple[Event, str]], *, site: str, locale: str, name: str | None = None
) -> bytes:
    """Several events, each with the absolute address of its page; `name` is the calendar's."""
    calendar, listed = _calendar(name), list(events)
    for event, url in listed:
        calendar.add_component(_entry(event, url, site, locale))
    return _finished(calendar, [event for event, _url in listed])


def _calendar(name: str | None) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)  # what most programs still read
    return calendar


def _finished(calendar: icalendar.Calendar, events: Sequence[Event]) -> bytes:
    if events:
        # Without bounds the zone's rules for a whole century would be written.
        calendar.add_missing_timezones(
            first_date=min(event.starts_at for event in events).date() - timedelta(days=1),
            last_date=max(event.ends_at for event in events).date() + timedelta(days=366),
        )
    return bytes(calendar.to_ical())


def _session_entry(
    session: Session, event: Event, url: str, site: str, locale: str
) -> icalendar.Event:
    zone = ZoneInfo(event.timezone)
    called_off = event.status is EventStatus.CANCELLED
    entry = icalendar.Event()
    entry.add("uid", f"session-{session.id}@{urlsplit(url).hostname}")
    entry.add("sequence", event.version)
    entry.add("dtstamp", event.created_at)
    entry.add("dtstart", session.starts_at.astimezone(zone))
    entry.add("dtend", session.ends_at.astimezone(zone))
    entry.add("summary", session.title_in(locale))
    entry.add("status", "CANCELLED" if called_off else "CONFIRMED")
    entry.add("url", url)
    words = event.title_in(locale)
    entry.add("description", _described(session, words, event, url, site=site, locale=locale))
    if place := ", ".join(part for part in (session.room, event.place) if part):
        entry.add("location", place)
    return entry


def _entry(event: Event, url: str, site: str, locale: str) -> icalendar.Event:
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
    words = event.description_in(locale)
    entry.add("description", _described(event, words, event, url, site=site, locale=locale))
    if event.place:
        entry.add("location", event.place)
    return entry


def _place_entry(place: Place, method: Method, url: str, site: str, locale: str) -> icalendar.Event:
    entry = _entry(place.event, url, site, locale)
    cancelled = method is Method.CANCEL
    for name in ("uid", "sequence", "dtstamp", "status", "description"):
        del entry[name]
    entry.add("uid", f"registration-{place.registration_id}@{urlsplit(url).hostname}")
    entry.add("sequence", place.sequence)
    entry.add("dtstamp", place.at)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    words = "\n".join(_session_words(place, site, locale))
    entry.add(
        "description", _described(place.event, words, place.event, url, site=site, locale=locale)
    )
    name, address = place.sender
    entry.add("organizer", _person(name, address, {}))
    if place.email and method is not Method.PUBLISH:
        entry.add("attendee", _person(place.name, place.email, _ATTENDEE))
    return entry


def _session_words(place: Place, site: str, locale: str) -> Iterator[str]:
    zone = place.event.timezone
    for session in place.sessions:
        when = when_text(session.starts_at, session.ends_at, zone, site, locale)
        what = (session.title_in(locale), session.room)
        yield f"{when}: {', '.join(part for part in what if part)}"


def _person(name: str, address: str, parameters: dict[str, str]) -> icalendar.vCalAddress:
    person = icalendar.vCalAddress(f"mailto:{address}")
    if name:
        person.params["cn"] = name
    person.params.update(parameters)
    return person


def _described(
    timed: Event | Session, words: str, event: Event, url: str, *, site: str, locale: str
) -> str:
    """The words, below the time where its zone must be named, and the address."""
    zone = event.timezone
    when = when_text(timed.starts_at, timed.ends_at, zone, site, locale)
    parts = (when if must_be_named(zone, site) else "", words, url)
    return "\n\n".join(part for part in parts if part)
