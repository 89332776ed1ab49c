"""Participants choose by themselves which sessions of the agenda they come to."""

from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from lib.refusals import Refusal
from models.events import InvalidTransition, Session
from models.registrations import Registration, RegistrationStatus
from operations.base.details import Wishes
from operations.places.quotas import hold_registration
from operations.registrations.corrections import change_wishes
from operations.registrations.own_pages import refuse_late


class SessionsOverlap(Refusal):
    """Two of the sessions overlap, and nobody can be in two rooms at once."""


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
