"""Gives places that have become free to people who wait, first come, first served.

The first come is the first for whom a place is left in everything that they need: the event, their
sector, the sessions and choices that they asked for. Whoever has just lost a place by an organizer's
decision is not its next holder. Nobody moves up to an event that has begun, nor where an organizer
chooses among applicants; there a place that is given up goes to the reserve list.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from letters.registrations import enqueue_status_letter
from models.audit import AuditAction
from models.events import Event, EventStatus
from models.parties import Party
from models.places import Quota
from models.registrations import Claim, Registration, RegistrationStatus
from models.sectors import Sector
from operations.base.answers import request_answers
from operations.base.audit import record
from operations.base.tickets import issue_ticket
from operations.places.quotas import EventFull, hold_places, take_places_for

MOST_AT_ONCE = 200
"""One request gives places to about this many people; the worker goes on with the rest."""
_S = RegistrationStatus
_Turn = tuple[datetime, int]

_needs_what_is_full = (
    sa.select(Claim.quota_id)
    .join(Claim.quota)
    .where(Claim.registration_id == Registration.id, Quota.taken >= Quota.capacity)
    .exists()
)


def pass_on_places(event: Event, *, at: datetime) -> list[Registration]:
    """Give the places that are left to people who wait; the people, in that order.

    Each place is offered until a deadline, or confirmed at once: see `give_place`. All members of a
    party get places, or none. A party's turn is that of its member who came last, so that nobody
    gets ahead of others by joining. A party for which there are not enough places is passed over,
    and the next who fit get them.
    """
    given: list[Registration] = []
    if event.approval or not event.passes_places_on(at):
        return given
    hold_places(event)
    _read_places(event)
    parties = _waiting_parties(event)
    while len(given) < MOST_AT_ONCE and (people := _next(event, parties)):
        for registration in people:
            give_place(registration, at=at)
        given += people
    return given


def pass_on_place_of(left: Registration, *, at: datetime) -> None:
    """Pass on the place that this person held, or places that they kept their party from getting.

    Who was put on the waiting list stands back: the place that they have just lost is not offered
    to them. Whoever stood back has a turn again when a person leaves the list.
    """
    if left.status is _S.WAITLISTED:
        left.stands_back = True
    else:
        nobody_stands_back(left.event_id)
    if left.event.approval:
        draw_reserve(left.event, left.sector, at=at)
    else:
        pass_on_places(left.event, at=at)


def nobody_stands_back(event_id: int) -> None:
    """Give a turn again to those who stood back, now that other places become free."""
    db.session.flush()
    back = (  # a row that someone else is deciding on right now is passed over, not waited for
        sa.select(Registration.id)
        .where(Registration.event_id == event_id, Registration.stands_back)
        .with_for_update(key_share=True, skip_locked=True)
    )
    db.session.execute(
        sa.update(Registration)
        .where(Registration.id.in_(back.scalar_subquery()))
        .values(stands_back=False),
        execution_options={"synchronize_session": "fetch"},
    )


def draw_reserve(event: Event, sector: Sector, *, at: datetime) -> Registration | None:
    """Give a place to the next person on this sector's reserve list; None: nobody can have it."""
    if not event.passes_places_on(at):
        return None
    hold_places(event)
    _read_places(event)
    if event.is_full():
        return None
    reserve = db.session.scalar(
        _waiting(event)
        .where(
            Registration.sector == sector,
            Registration.reserve_rank.is_not(None),
            ~_needs_what_is_full,
        )
        .order_by(Registration.reserve_rank, Registration.status_changed_at, Registration.id)
        .limit(1)
        .with_for_update(of=Registration, key_share=True, skip_locked=True)
    )
    if reserve is not None:
        give_place(reserve, at=at)
    return reserve


def give_place(registration: Registration, *, at: datetime) -> None:
    """Take the places and offer them by letter, or confirm at once where the event makes no offers.

    A person without an e-mail is confirmed at once too: they could not accept in time. Raises
    EventFull.
    """
    event = registration.event
    if full := take_places_for(registration):
        raise EventFull(full)
    if event.offer_hours is None or registration.email is None:
        registration.become(_S.CONFIRMED, at=at)
        issue_ticket(registration, at=at)
        action = AuditAction.REGISTRATION_CONFIRMED
    else:
        registration.become(_S.OFFERED, at=at)
        deadline = at + timedelta(hours=event.offer_hours)
        registration.offered_until = min(deadline, event.starts_at)
        action = AuditAction.REGISTRATION_OFFERED
    db.session.flush()
    record(action, at=at, by=None, event=event, subject_id=registration.id)
    enqueue_status_letter(registration, at=at)
    request_answers(registration, at=at)


def events_with_places_to_pass_on(*, at: datetime) -> Sequence[int]:
    """The numbers of events with free places and someone waiting who could have one.

    There are some after a capacity was raised by very many, or when the person whose turn it was
    changed their own data in that very moment.
    """
    waits = (
        sa.select(Registration.id)
        .where(
            Registration.event_id == Event.id,
            Registration.status == _S.WAITLISTED,
            ~Registration.stands_back,
            Registration.mailbox_until.is_(None),
            ~_needs_what_is_full,
        )
        .exists()
    )
    return db.session.scalars(
        sa.select(Event.id)
        .join(Event.places)
        .where(
            Event.status == EventStatus.PUBLISHED,
            Event.starts_at > at,
            ~Event.approval,
            sa.or_(Quota.capacity.is_(None), Quota.taken < Quota.capacity),
            waits,
        )
        .order_by(Event.id)
    ).all()


def _next(event: Event, parties: list[list[Registration]]) -> list[Registration]:
    """The people whose turn it is; a party that gets its places is taken out of `parties`."""
    if event.is_full():
        return []
    alone = _first_alone(event)
    for party in sorted(parties, key=_turn):
        if alone is not None and _turn([alone]) < _turn(party):
            break
        if _fits(event, party):
            parties.remove(party)
            if _still_wait(party):
                return party
    return [alone] if alone is not None else []


def _turn(people: Iterable[Registration]) -> _Turn:
    return max((person.status_changed_at, person.id) for person in people)


def _fits(event: Event, people: Sequence[Registration]) -> bool:
    needed = Counter(claim.quota for person in people for claim in person.claims)
    needed[event.places] = len(people)
    return all(quota.left is None or count <= quota.left for quota, count in needed.items())


def _waiting(event: Event) -> sa.Select[Registration]:
    return sa.select(Registration).where(
        Registration.event_id == event.id,
        Registration.status == _S.WAITLISTED,
        ~Registration.stands_back,
        Registration.mailbox_until.is_(None),
    )


def _first_alone(event: Event) -> Registration | None:
    return db.session.scalar(
        _waiting(event)
        .where(Registration.party_id.is_(None), ~_needs_what_is_full)
        .order_by(Registration.status_changed_at, Registration.id)
        .limit(1)
        # A row that someone else is deciding on right now is passed over, not waited for.
        .with_for_update(of=Registration, key_share=True, skip_locked=True)
    )


def _waiting_parties(event: Event) -> list[list[Registration]]:
    waiting = db.session.scalars(
        sa.select(Registration)
        .join(Registration.party)
        .where(Party.event_id == event.id, Registration.status == _S.WAITLISTED)
        .options(selectinload(Registration.claims).joinedload(Claim.quota))
        .order_by(Registration.party_id, Registration.id)
        .execution_options(populate_existing=True)
    )
    parties = [list(people) for _, people in groupby(waiting, key=lambda r: r.party_id)]
    return [people for people in parties if not any(one.stands_back for one in people)]


def _still_wait(party: Sequence[Registration]) -> bool:
    """Whether all still wait and nobody else is deciding on one of them; then they are locked."""
    numbers = [person.id for person in party]
    held = db.session.scalars(
        sa.select(Registration.id)
        .where(Registration.id.in_(numbers), Registration.status == _S.WAITLISTED)
        .with_for_update(of=Registration, key_share=True, skip_locked=True)
    ).all()
    return len(held) == len(numbers)


def _read_places(event: Event) -> None:
    """Read the event's quotas as they are now. Hold the event's places before."""
    db.session.flush()
    db.session.scalars(
        sa.select(Quota).where(Quota.event_id == event.id).execution_options(populate_existing=True)
    ).all()
