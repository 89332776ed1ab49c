"""Adds a door for each session, or for each day, in one go."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from lib.local_days import midnight
from models.checkpoints import Checkpoint
from models.events import Event
from models.users import User
from operations.base.holds import hold_event
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from queries.check_in.checkpoints import checkpoints_of
from queries.events.agenda import sessions_to_choose

OPENS_BEFORE = timedelta(minutes=30)
"""How long before a session its door opens."""
LONGEST_NAME = 100


def add_doors_of_sessions(event: Event, *, by: User, at: datetime) -> list[Checkpoint]:
    """Add a door for each session that people choose and that has none, for those who chose it."""
    hold_event(event)
    doors = checkpoints_of(event)
    led_to = {door.session_id for door in doors}
    taken = {door.name for door in doors}
    made = []
    for session in sessions_to_choose(event):
        if session.id in led_to:
            continue
        name = _untaken(session.title, taken)
        details = CheckpointDetails(
            name=name,
            session_id=session.id,
            only_chosen=True,
            opens_at=session.starts_at - OPENS_BEFORE,
            closes_at=session.ends_at,
        )
        made.append(add_checkpoint(event, details, by=by, at=at))
        taken.add(name)
    return made


def add_doors_of_days(
    event: Event, *, name_of: Callable[[int], str], by: User, at: datetime
) -> list[Checkpoint]:
    """Add a door for each day of the event that has none, open from midnight to midnight.

    The days are those of the event's zone. `name_of` gives the first, second, … day's door its
    name.
    """
    hold_event(event)
    doors = checkpoints_of(event)
    days = days_of(event)
    have = {day for door in doors if (day := _only_day(door, event)) is not None}
    taken = {door.name for door in doors}
    made = []
    for number, day in enumerate(days, start=1):
        if day in have:
            continue
        name = _untaken(name_of(number), taken)
        details = CheckpointDetails(
            name=name,
            opens_at=midnight(day, event.timezone),
            closes_at=midnight(day + timedelta(days=1), event.timezone),
        )
        made.append(add_checkpoint(event, details, by=by, at=at))
        taken.add(name)
    return made


def days_of(event: Event) -> list[date]:
    """The event's days in its own zone; an event that ends at midnight has no further day."""
    first = event.day_of(event.starts_at)
    last = event.day_of(event.ends_at - timedelta(microseconds=1))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _only_day(door: Checkpoint, event: Event) -> date | None:
    """The only day on which a door of the whole event is open; None: it is another kind of door."""
    if door.session_id is not None or door.opens_at is None or door.closes_at is None:
        return None
    first = event.day_of(door.opens_at)
    return first if first == event.day_of(door.closes_at - timedelta(microseconds=1)) else None


def _untaken(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where another door has it already."""
    number, found = 1, name[:LONGEST_NAME]
    while found in taken:
        number += 1
        mark = f" ({number})"
        found = name[: LONGEST_NAME - len(mark)] + mark
    return found
