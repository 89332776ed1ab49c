"""Makes the same decision about many people at once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.events import Event, InvalidTransition
from models.letters import Letter
from models.registrations import STANDING, Registration, RegistrationStatus
from models.users import User
from operations.places.quotas import EventFull
from operations.registrations.entries import change_status
from operations.registrations.standing import hold_names
from queries.registrations.participants import ParticipantFilter
from queries.registrations.status_changes import Position, next_numbers

AT_ONCE = 100
"""About so many people are decided on in one transaction, which takes a second or two."""


@dataclass
class Decisions:
    """What became of each person; nobody is left out silently."""

    changed: list[Registration] = field(default_factory=list)
    without_place: list[Registration] = field(default_factory=list)
    impossible: list[Registration] = field(default_factory=list)
    """Their status cannot become the new one, or they had it already, or another registration of
    theirs stands on the list."""


def change_next(
    event: Event,
    wanted: ParticipantFilter,
    new: RegistrationStatus,
    *,
    after: Position,
    until: int,
    at: datetime,
    by: User,
    reason: str = "",
) -> tuple[Decisions, Position | None]:
    """Decide about the next people whom the filter finds; also where to go on, None at the end.

    `until` is the number of the last person who is meant: whoever registers meanwhile is not.
    """
    turn = next_numbers(event, wanted, new, after=after, until=until, limit=AT_ONCE)
    numbers = [number for _, number in turn]
    decisions = change_statuses(event, numbers, new, at=at, by=by, reason=reason)
    return decisions, turn[-1] if len(turn) == AT_ONCE else None


def change_statuses(
    event: Event,
    numbers: Collection[int],
    new: RegistrationStatus,
    *,
    at: datetime,
    by: User,
    reason: str = "",
) -> Decisions:
    """Decide about those of the event's registrations that have these numbers.

    Whoever cannot be changed stays as they are; numbers of other events are passed over.
    """
    decisions = Decisions()
    if new in STANDING:  # some may come back: names are held before rows and places
        hold_names(event)
    for registration in _locked(event, numbers):
        try:
            with db.session.begin_nested():
                change_status(registration, new, at=at, by=by, reason=reason)
        except EventFull:
            decisions.without_place.append(registration)
        except InvalidTransition:
            decisions.impossible.append(registration)
        else:
            decisions.changed.append(registration)
    return decisions


@dataclass(frozen=True)
class LetterShown:
    """A letter as it is shown before anybody has got it."""

    subject: str
    text: str


def letter_beforehand(
    event: Event,
    wanted: ParticipantFilter,
    new: RegistrationStatus,
    *,
    at: datetime,
    by: User,
    reason: str = "",
) -> LetterShown | None:
    """The letter that the first of them with an address would get: the decision is made, read and
    undone."""
    someone = db.session.scalar(
        wanted.select(event)
        .where(
            Registration.status.in_([s for s in RegistrationStatus if s.can_become(new)]),
            Registration.email.is_not(None),
        )
        .order_by(Registration.id)
        .limit(1)
    )
    if someone is None:
        return None
    undone = db.session.begin_nested()
    try:
        change_status(someone, new, at=at, by=by, reason=reason)
        return _letter_to(someone)
    except (EventFull, InvalidTransition):
        return None
    finally:
        undone.rollback()


def _letter_to(registration: Registration) -> LetterShown | None:
    db.session.flush()
    row = db.session.execute(
        sa.select(Letter.subject, Letter.text)
        .where(Letter.registration_id == registration.id)
        .order_by(Letter.id.desc())
        .limit(1)
    ).first()
    return LetterShown(*row) if row else None


def _locked(event: Event, numbers: Collection[int]) -> list[Registration]:
    """The registrations, always locked in one order, so that two such decisions cannot deadlock.

    They are decided on first come, first served, but those who hold a place last: the place that
    one of them frees must not go to somebody who is about to be declined too.
    """
    found = db.session.scalars(
        sa.select(Registration)
        .where(Registration.event_id == event.id, Registration.id.in_(numbers))
        .order_by(Registration.id)
        .with_for_update(of=Registration, key_share=True)
    ).all()
    return sorted(found, key=lambda r: (r.status.holds_place, r.status_changed_at, r.id))
