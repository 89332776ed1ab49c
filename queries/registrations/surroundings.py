"""Who and what belongs to a participant: sessions, party, delegation, merged registrations."""

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
    """The others who wait together with the person."""
    delegation: Delegation | None
    merged: Sequence[Registration]
    """The registrations that were merged into this one."""
    merged_into: Registration | None

    @property
    def others(self) -> list[Registration]:
        """Everybody else whose name this tells."""
        return [*self.party, *self.merged, *([self.merged_into] if self.merged_into else ())]


def surroundings(registration: Registration) -> Surroundings:
    """Everything in a bounded number of selects, with none for what the person does not have."""
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
