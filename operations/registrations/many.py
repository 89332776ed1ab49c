"""Puts many people on the list at once: all of them or nobody."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from letters.registrations import enqueue_status_letter
from lib.access_codes import new_access_code
from models.events import Event
from models.places import Quota
from models.registrations import Registration, RegistrationSource, RegistrationStatus
from operations.base.details import NO_WISHES, PersonDetails, Wishes
from operations.places.many import take_places_for_each
from operations.places.quotas import EventFull
from operations.registrations.entries import new_registration, quotas_needed
from queries.registrations.namesakes import addresses_in_use

WRITTEN_AT_ONCE = 20
"""Up to so many letters are written with the change; more are left to the worker."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is to be put on the list, with their wishes and tags."""

    person: PersonDetails
    wishes: Wishes = NO_WISHES
    tags: Sequence[str] = ()


def put_all_on_list(
    event: Event, newcomers: Sequence[Newcomer], *, source: RegistrationSource, at: datetime
) -> list[Registration]:
    """Put the people on the list in their order, so that the first ones get the places that are
    left.

    Writes no letters. Raises EventFull, and then takes nobody. Hold the event's places before, and
    make sure that none of them is on the list.
    """
    quotas = [quotas_needed(event, newcomer.person, newcomer.wishes) for newcomer in newcomers]
    statuses = _statuses(event, quotas)
    with db.session.no_autoflush:
        return [
            new_registration(
                event, newcomer.person, source, at, newcomer.wishes, status=status, quotas=needed
            )
            for newcomer, status, needed in zip(newcomers, statuses, quotas, strict=True)
        ]


def _statuses(event: Event, quotas: Sequence[Collection[Quota]]) -> list[RegistrationStatus]:
    """A status for each person; for confirmed ones the places are taken. Raises EventFull."""
    if event.approval:
        return [RegistrationStatus.PENDING] * len(quotas)
    full = take_places_for_each(event, quotas)
    if not event.waitlist and any(full):
        raise EventFull(next(filter(None, full)))
    return [
        RegistrationStatus.WAITLISTED if missing else RegistrationStatus.CONFIRMED
        for missing in full
    ]


def without_own_address(event: Event, people: Sequence[PersonDetails]) -> list[bool]:
    """Whether no letter reaches them alone, for each: no address, or one shared with somebody
    else."""
    given = Counter(person.email for person in people)
    taken = addresses_in_use(event, {email for email in given if email})
    return [
        person.email is None or given[person.email] > 1 or person.email in taken
        for person in people
    ]


def without_address(person: PersonDetails) -> PersonDetails:
    return replace(person, email=None)


def give_code(registration: Registration) -> None:
    """Give the person a code that opens their page from paper, if they have none."""
    if registration.access_code is None:
        registration.access_code = new_access_code()


def write_to_all(registrations: Sequence[Registration], *, at: datetime) -> None:
    """Write to each person about their status: to a few now, to many by the worker."""
    if len(registrations) <= WRITTEN_AT_ONCE:
        _write(registrations, at)
    else:
        for registration in registrations:
            registration.awaits_letter = True


def write_awaited_letters(*, at: datetime, limit: int = 100) -> int:
    """Write at most `limit` of the letters that were left to the worker; how many."""
    waiting = db.session.scalars(
        sa.select(Registration)
        .where(Registration.awaits_letter)
        .order_by(Registration.id)
        .limit(limit)
        .with_for_update(of=Registration, skip_locked=True)
    ).all()
    _write(waiting, at)
    for registration in waiting:
        registration.awaits_letter = False
    db.session.flush()
    return len(waiting)


def _write(registrations: Iterable[Registration], at: datetime) -> None:
    for registration in registrations:
        enqueue_status_letter(registration, at=at)
