"""Reminders some days before an event, sent at ten in the morning in the event's zone."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction
from models.events import Event, EventStatus
from models.letters import LetterKind, Mailing
from models.registrations import Registration, RegistrationStatus
from models.users import User
from operations.base.audit import record
from operations.letters.mailings import start_mailing

MOST_DAYS = 60
HOUR = time(10)
LATE = timedelta(hours=24)
"""How late a reminder may still be started: later it would name the wrong day."""


def reminder_moment(event: Event, days: int) -> datetime:
    """When the reminder so many days before the event is due; aware, in the event's zone."""
    day = event.day_of(event.starts_at) - timedelta(days=days)
    return datetime.combine(day, HOUR, ZoneInfo(event.timezone))


def set_reminder_days(event: Event, days: Iterable[int], *, by: User, at: datetime) -> None:
    """Set how many days before the event people are reminded; none: nobody is reminded.

    Kept with the earliest reminder first.
    """
    event.reminder_days = sorted(set(days), reverse=True)
    record(AuditAction.REMINDERS_CHANGED, at=at, by=by, event=event, subject_id=event.id)
    db.session.flush()


def start_reminders(*, at: datetime) -> list[Mailing]:
    """Start the reminders that have become due, each once. Commit after.

    They go to those who had a place when the reminder became due.
    """
    started = []
    for event in _coming(at):
        for days in event.reminder_days:
            if mailing := _start(event, days, at):
                started.append(mailing)
    return started


def _start(event: Event, days: int, at: datetime) -> Mailing | None:
    moment = reminder_moment(event, days)
    key = f"reminder:{event.id}:{days}:{moment.date()}"
    if not moment <= at < moment + LATE or _exists(key):
        return None
    # People who got a place later have had their confirmation since then.
    people = sa.select(Registration).where(
        Registration.status == RegistrationStatus.CONFIRMED,
        Registration.status_changed_at <= moment,
    )
    return start_mailing(
        event,
        LetterKind.PARTICIPANT_REMINDED,
        people,
        once_key=key,
        by=None,
        at=at,
        filter={"days": days},
    )


def _coming(at: datetime) -> list[Event]:
    coming = sa.select(Event).where(
        Event.status == EventStatus.PUBLISHED,
        Event.starts_at > at,
        Event.starts_at < at + timedelta(days=MOST_DAYS + 2),
    )
    return [event for event in db.session.scalars(coming) if event.reminder_days]


def _exists(key: str) -> bool:
    found = db.session.scalar(sa.select(Mailing.id).where(Mailing.once_key == key))
    return found is not None
