"""People who wait together: they get places all at once, or not yet."""

from datetime import datetime

from extensions import db
from lib.refusals import Refusal
from lib.short_codes import new_short_code
from models.audit import AuditAction
from models.parties import Party
from models.registrations import Registration
from operations.base.audit import record
from operations.places.quotas import hold_places, hold_registration
from operations.places.waiting_list import pass_on_places
from queries.places.quotas import party_by_code, people_waiting_in

MOST_TOGETHER = 20


class NotWaiting(Refusal):
    """Only somebody who waits for a place from the waiting list can wait with others."""


class NoSuchParty(Refusal):
    """No party of this event has the code."""


class PartyFull(Refusal):
    """The party is full: so many people could hardly get places at once."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most


def form_party(registration: Registration, *, at: datetime) -> Party:
    """Begin a party that others join by its code; somebody who is in one stays there.

    Raises NotWaiting.
    """
    _hold(registration, at)
    if registration.party is None:
        registration.party = Party(event=registration.event, code=new_short_code(), created_at=at)
        db.session.flush()
        _record(AuditAction.PARTY_FORMED, registration, at)
    return registration.party


def join_party(registration: Registration, code: str, *, at: datetime) -> Party:
    """Wait together with the party of this code; somebody in another party leaves it.

    Raises NotWaiting, NoSuchParty and PartyFull.
    """
    _hold(registration, at)
    party = party_by_code(registration.event, code)
    if party is None:
        raise NoSuchParty
    before = registration.party_id
    if before == party.id:
        return party
    most = min(MOST_TOGETHER, registration.event.places.capacity or MOST_TOGETHER)
    if len(people_waiting_in(party)) >= most:
        raise PartyFull(most)
    registration.party = party
    db.session.flush()
    _record(AuditAction.PARTY_JOINED, registration, at)
    if before is not None:  # the others there may fit without this one
        pass_on_places(registration.event, at=at)
    return party


def leave_party(registration: Registration, *, at: datetime) -> None:
    """Wait alone again; there may be places for those who did not fit together."""
    hold_registration(registration)
    if registration.party_id is None:
        return
    hold_places(registration.event)
    registration.party = None
    db.session.flush()
    _record(AuditAction.PARTY_LEFT, registration, at)
    pass_on_places(registration.event, at=at)


def _hold(registration: Registration, at: datetime) -> None:
    """Keep others from giving a place to the person while the party changes. Raises NotWaiting."""
    hold_registration(registration)
    if not registration.waits_for_turn(at):
        raise NotWaiting
    hold_places(registration.event)


def _record(action: AuditAction, registration: Registration, at: datetime) -> None:
    record(
        action,
        at=at,
        by=None,
        event=registration.event,
        subject_id=registration.id,
        party=registration.party_id,
    )
