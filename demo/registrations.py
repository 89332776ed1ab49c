"""Registrations, and the decisions about them."""

from datetime import datetime, timedelta
from random import Random

from demo.people import People
from demo.plan import Planned
from extensions import db
from models.events import Event
from models.registrations import (
    Consent,
    ConsentPurpose,
    Registration,
    RegistrationSource,
    RegistrationStatus,
)
from operations.base.details import write_details
from operations.base.tickets import issue_ticket

_S = RegistrationStatus
_NOTICE = "2018-01"


def add_registrations(
    event: Event, planned: Planned, *, until: datetime, people: People, chance: Random
) -> list[Registration]:
    """Add people in the order of their registration, none later than `until`.

    Counts their places in the event.
    """
    made: list[Registration] = []
    places = event.places.capacity or planned.people
    for registered_at in _moments(event, planned, until, chance):
        status = _status(planned, confirmed=event.places.taken, places=places, chance=chance)
        if event.approval and status is _S.PENDING and event.has_closed(until):
            status = _S.CONFIRMED if event.places.taken < places else _S.DECLINED
        if status is _S.CONFIRMED:
            event.places.taken += 1
        made.append(
            _registration(event, planned, status, registered_at, people=people, chance=chance)
        )
    db.session.add_all(made)
    return made


def _status(planned: Planned, *, confirmed: int, places: int, chance: Random) -> RegistrationStatus:
    if planned.details.approval:
        return _S.PENDING
    if chance.random() < planned.cancelled:
        return _S.CANCELLED
    if confirmed < places:
        return _S.CONFIRMED
    return _S.WAITLISTED if planned.details.waitlist else _S.CANCELLED


def _registration(
    event: Event,
    planned: Planned,
    status: RegistrationStatus,
    registered_at: datetime,
    *,
    people: People,
    chance: Random,
) -> Registration:
    by_hand = chance.random() < 0.08
    registration = Registration(
        event_id=event.id,
        status=status,
        source=RegistrationSource.ORGANIZER if by_hand else RegistrationSource.ONLINE,
        notice_version=None if by_hand else _NOTICE,
        registered_at=registered_at,
        status_changed_at=_decided_at(event, status, registered_at, chance),
        status_reason="Bu tarihte başka bir programım var." if status is _S.CANCELLED else "",
    )
    write_details(registration, people.someone(event.province, planned.sectors))
    if status is _S.CONFIRMED:
        issue_ticket(registration, at=registration.status_changed_at)
    if not by_hand and chance.random() < 0.4:
        given = Consent(purpose=ConsentPurpose.FUTURE_EVENTS, given_at=registered_at)
        registration.consents = [given]
    return registration


def _decided_at(
    event: Event, status: RegistrationStatus, registered_at: datetime, chance: Random
) -> datetime:
    if event.approval and status is not _S.PENDING:
        return (event.registration_closes_at or event.starts_at) + timedelta(days=5)
    waited = chance.randint(2, 90) if status is _S.CANCELLED else 0
    return registered_at + timedelta(hours=waited)


def _moments(event: Event, planned: Planned, until: datetime, chance: Random) -> list[datetime]:
    """Moments of registration: many in the first days, many shortly before registration closes."""
    first = planned.announced_at + timedelta(hours=2)
    last = min(until, event.registration_closes_at or event.starts_at)
    span = last - first
    shares = (
        chance.betavariate(0.8, 2.2) if chance.random() < 0.6 else 1 - chance.betavariate(0.8, 3)
        for _ in range(planned.people)
    )
    return sorted((first + share * span).replace(microsecond=0) for share in shares)
