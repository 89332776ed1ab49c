"""Participants choose by themselves which sessions of the agenda they come to."""

from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from extensions import db
from lib.refusals import Refusal
from models.events import InvalidTransition, Session
from models.registrations import Registration, RegistrationStatus
from operations.base.details import Wishes
from operations.places.claims import chosen_ids, picked_ids
from operations.places.quotas import claim, hold_places, hold_registration, quotas_for
from operations.registrations.corrections import change_wishes
from operations.registrations.entries import change_status
from operations.registrations.own_pages import refuse_late
from queries.places.quotas import full_for


class SessionsOverlap(Refusal):
    """Two of the sessions overlap, and nobody can be in two rooms at once."""


class NothingToGiveUp(Refusal):
    """The person does not wait, or for something else than sessions that are full."""


def come_without_full_sessions(registration: Registration, *, at: datetime) -> None:
    """Give up the chosen sessions that are full and take a place at the event at once.

    Nobody who waits is passed over: the place was free, and who else waits needs something that is
    full. Raises ChangesClosed, NothingToGiveUp, and EventFull where the last place has just gone.
    """
    hold_registration(registration)
    refuse_late(registration, at)
    event = registration.event
    hold_places(event)
    if not registration.waits_for_turn(at) or registration.stands_back:
        raise NothingToGiveUp
    full = {quota.session_id for quota in full_for(registration)}
    registration.chosen_sessions = [s for s in registration.chosen_sessions if s.id not in full]
    db.session.flush()
    db.session.expire(registration, ["claims"])
    claim(
        registration,
        quotas_for(
            event,
            registration.sector,
            session_ids=chosen_ids(registration),
            choice_ids=picked_ids(registration),
        ),
    )
    change_status(registration, RegistrationStatus.CONFIRMED, at=at, by=None)


def choose_sessions(
    registration: Registration, sessions: Collection[Session], *, at: datetime
) -> None:
    """Choose these sessions and no others. People who wait say so what they wait for.

    Raises ChangesClosed, SessionsOverlap, EventFull with the quota that ran out, and
    InvalidTransition for somebody who is no longer on the list; the caller rolls back then.
    """
    hold_registration(registration)
    refuse_late(registration, at)
    if registration.status in (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED):
        raise InvalidTransition(f"sessions of a registration: {registration.status}")
    in_order = sorted(sessions, key=lambda session: (session.starts_at, session.ends_at))
    if any(later.starts_at < earlier.ends_at for earlier, later in pairwise(in_order)):
        raise SessionsOverlap
    change_wishes(registration, Wishes(sessions=in_order), at=at, by=None)
