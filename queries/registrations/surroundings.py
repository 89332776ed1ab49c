"""Who and what belongs to a participant: the sessions, the party, the delegation, the twin."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db
from models.delegations import Delegation
from models.events import Session
from models.registrations import Registration, chosen_sessions


@dataclass(frozen=True)
class Surroundings:
    sessions: Sequence[Session]
    party: Sequence[Registration]
    """Who else waits together with the person."""
    delegation: Delegation | None
    merged: Sequence[Registration]
    """What was merged into this registration."""
    merged_into: Registration | None


def surroundings(registration: Registration) -> Surroundings:
    """In a bounded number of selects, and none for what the person has not."""
    return Surroundings(
        sessions=_sessions(registration),
        party=_others(Registration.party_id == registration.party_id, registration)
        if registration.party_id
        else (),
        delegation=db.session.get(Delegation, registration.delegation_id)
        if registration.delegation_id
        else None,
        merged=_others(Registration.merged_into_id == registration.id, registration),
        merged_into=db.session.get(Registration, registration.merged_into_id)
        if registration.merged_into_id
        else None,
    )


def _sessions(registration: Registration) -> Sequence[Session]:
    return db.session.scalars(
        sa.select(Session)
        .join(chosen_sessions, chosen_sessions.c.session_id == Session.id)
        .where(chosen_sessions.c.registration_id == registration.id)
        .order_by(Session.starts_at, Session.id)
    ).all()


def _others(rule: sa.ColumnElement[bool], registration: Registration) -> Sequence[Registration]:
    return db.session.scalars(
        sa.select(Registration)
        .where(rule, Registration.id != registration.id)
        .order_by(Registration.sort_key, Registration.id)
    ).all()
