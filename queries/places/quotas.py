"""How many places there are and who waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from models.events import Event, Session
from models.forms import Choice, Form, FormPurpose, Question
from models.parties import Party
from models.places import Quota, QuotaScope
from models.registrations import Claim, Registration, RegistrationStatus
from models.sectors import Sector


@dataclass(frozen=True)
class Stratum:
    """A sector, a session or a choice, with its own places where they are limited."""

    of: Sector | Session | Choice
    places: Quota | None
    waiting: int
    """How many people on the waiting list need one of these places."""


@dataclass(frozen=True)
class PlacesOfEvent:
    waiting: int
    offered: int
    sectors: Sequence[Stratum]
    sessions: Sequence[Stratum]
    """The sessions that people choose, in the order of the agenda."""
    choices: Sequence[Stratum]
    """The choices that are limited, in the order of the form, with their questions loaded."""

    @property
    def strata(self) -> Sequence[Stratum]:
        return [*self.sectors, *self.sessions, *self.choices]


def places_of(event: Event) -> PlacesOfEvent:
    """All places of this event that can run out."""
    by_status = _counts_by_status(event)
    waiting = _waiting_by_quota(event)
    sectors = {quota.sector: quota for quota in event.strata if quota.scope is QuotaScope.SECTOR}

    def stratum(of: Sector | Session | Choice, quota: Quota | None) -> Stratum:
        return Stratum(of, quota, waiting.get(quota.id, 0) if quota else 0)

    return PlacesOfEvent(
        waiting=by_status.get(RegistrationStatus.WAITLISTED, 0),
        offered=by_status.get(RegistrationStatus.OFFERED, 0),
        sectors=[stratum(sector, sectors.get(sector)) for sector in Sector],
        sessions=[stratum(session, session.places) for session in _chosen_sessions(event)],
        choices=[stratum(choice, choice.places) for choice in _limited_choices(event)],
    )


def full_for(registration: Registration) -> Sequence[Quota]:
    """What has no place left of what the person needs besides a place at the event."""
    return db.session.scalars(
        sa.select(Quota)
        .join(Claim, Claim.quota_id == Quota.id)
        .where(Claim.registration_id == registration.id, Quota.taken >= Quota.capacity)
        .order_by(Quota.id)
    ).all()


def party_by_code(event: Event, code: str) -> Party | None:
    return db.session.scalar(sa.select(Party).where(Party.event_id == event.id, Party.code == code))


def people_waiting_in(party: Party) -> Sequence[int]:
    """The numbers of the registrations that still wait in the party."""
    return db.session.scalars(
        sa.select(Registration.id).where(
            Registration.party_id == party.id,
            Registration.status == RegistrationStatus.WAITLISTED,
        )
    ).all()


def _counts_by_status(event: Event) -> dict[RegistrationStatus, int]:
    counts = (
        sa.select(Registration.status, sa.func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.status)
    )
    return {row[0]: row[1] for row in db.session.execute(counts)}


def _waiting_by_quota(event: Event) -> dict[int, int]:
    counts = (
        sa.select(Claim.quota_id, sa.func.count())
        .join(Claim.registration)
        .where(
            Registration.event_id == event.id,
            Registration.status == RegistrationStatus.WAITLISTED,
        )
        .group_by(Claim.quota_id)
    )
    return {row[0]: row[1] for row in db.session.execute(counts)}


def _chosen_sessions(event: Event) -> Sequence[Session]:
    return db.session.scalars(
        sa.select(Session)
        .where(Session.event_id == event.id, Session.chosen)
        .options(joinedload(Session.places))
        .order_by(Session.starts_at, Session.id)
    ).all()


def _limited_choices(event: Event) -> Sequence[Choice]:
    return db.session.scalars(
        sa.select(Choice)
        .join(Choice.question)
        .join(Question.form)
        .join(Choice.places)
        .where(Form.event_id == event.id, Form.purpose == FormPurpose.REGISTRATION)
        .options(joinedload(Choice.places), joinedload(Choice.question).joinedload(Question.form))
        .order_by(Question.position, Choice.position, Choice.id)
    ).all()
