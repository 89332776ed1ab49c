"""Which sessions of the agenda a person comes to."""

from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from extensions import db
from models.audit import AuditAction
from models.events import InvalidTransition, QuotaScope, Session
from models.registrations import Registration, RegistrationStatus
from operations.audit import record
from operations.own_pages import refuse_late
from operations.places import EventFull, claim, exchange_places
from operations.waiting_list import pass_on_places


class SessionsOverlap(Exception):
    """Nobody can be in two rooms at once."""

    def __init__(self, first: Session, second: Session) -> None:
        super().__init__()
        self.first, self.second = first, second


def choose_sessions(
    registration: Registration, sessions: Collection[Session], *, at: datetime
) -> None:
    """These and no others, by the person's own hand. Who waits says what they wait for.

    Raises ChangesClosed, SessionsOverlap, EventFull with the quota that ran out, and
    InvalidTransition for who is no longer on the list.
    """
    db.session.refresh(registration, with_for_update={"of": Registration})
    refuse_late(registration, at)
    if registration.status in (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED):
        raise InvalidTransition(f"sessions of a registration: {registration.status}")
    refuse_overlap(sessions)
    held = [held.quota for held in registration.claims]
    wanted = [quota for quota in held if quota.scope is not QuotaScope.SESSION]
    wanted += [session.places for session in sessions if session.places]
    if registration.status.holds_place and (
        full := exchange_places(registration.event, held, wanted)
    ):
        raise EventFull(full)
    claim(registration, wanted)
    registration.chosen_sessions = sorted(sessions, key=lambda session: session.starts_at)
    db.session.flush()
    record(
        AuditAction.REGISTRATION_CHANGED, at=at, by=None, event=registration.event,
        subject_id=registration.id,
    )  # fmt: skip
    pass_on_places(registration.event, at=at)
    db.session.flush()


def refuse_overlap(sessions: Collection[Session]) -> None:
    """One may begin when the other ends. Raises SessionsOverlap."""
    in_order = sorted(sessions, key=lambda session: (session.starts_at, session.ends_at))
    for earlier, later in pairwise(in_order):
        if later.starts_at < earlier.ends_at:
            raise SessionsOverlap(earlier, later)
