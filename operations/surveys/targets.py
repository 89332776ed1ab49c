"""Target groups: people of our lists are invited by the worker while a wave is open.

`Wave.target` says whom: `sectors` and `provinces` of people who allowed us to write to them later,
or `event`: everybody who came to it, for what is asked some months after a training.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from extensions import db
from models.checkpoints import Checkpoint
from models.events import Event, EventStatus
from models.feedback import FeedbackInvitation, Wave, WaveLink
from models.forms import Form
from models.registrations import Consent, ConsentPurpose, Registration, RegistrationStatus
from models.scans import Attendance
from operations.feedback.taking import WaveClosed
from operations.surveys.rights import held_for_inviting, invite_registrations

EVENT, SECTORS, PROVINCES = "event", "sectors", "provinces"
"""The names in `Wave.target`."""


def invite_targets(*, at: datetime, limit: int = 200) -> int:
    """Invite people of the target groups of open waves, each address once in a wave.

    At most `limit` of them, so that the caller can commit between; how many were invited.
    """
    for wave in _inviting(at):
        if invited := _invite_some(wave, limit, at):
            return invited
    return 0


def _invite_some(wave: Wave, limit: int, at: datetime) -> int:
    if not uninvited(wave, limit=1):  # nearly always, and nobody has to wait for us to know it
        return 0
    try:
        held = held_for_inviting(wave, at)
    except WaveClosed:
        return 0
    people = uninvited(held, limit)
    if people:
        invite_registrations(held, people, by=None, at=at)
    return len(people)


def uninvited(wave: Wave, limit: int) -> Sequence[Registration]:
    """At most `limit` people of the wave's target group who were not invited yet: of those who
    share an address, one."""
    group = _came(wave) if EVENT in wave.target else _allowed_us(wave)
    asked = aliased(Registration)
    address = sa.func.coalesce(FeedbackInvitation.email, asked.email)
    invited = sa.outerjoin(
        FeedbackInvitation, asked, asked.id == FeedbackInvitation.registration_id
    )
    addresses, numbers = (
        sa.select(column)
        .select_from(invited)
        .where(FeedbackInvitation.wave_id == wave.id, column.is_not(None))
        for column in (address, asked.id)
    )
    chosen = (
        group.where(
            Registration.email.is_not(None),
            Registration.merged_into_id.is_(None),
            Registration.email.not_in(addresses),
            Registration.id.not_in(numbers),
        )
        .group_by(Registration.email)
        .limit(limit)
    )
    return db.session.scalars(
        sa.select(Registration).where(Registration.id.in_(chosen)).order_by(Registration.id)
    ).all()


def _inviting(at: datetime) -> Sequence[Wave]:
    waves = (
        sa.select(Wave)
        .join(Wave.form)
        .where(
            Form.survey_id.is_not(None),
            Wave.link == WaveLink.PERSONAL,
            Wave.closed_at.is_(None),
            Wave.opens_at <= at,
            sa.or_(Wave.closes_at.is_(None), Wave.closes_at > at),
        )
    )
    return [wave for wave in db.session.scalars(waves.order_by(Wave.id)) if wave.target]


def _came(wave: Wave) -> sa.Select[int]:
    """Who was admitted to the programme of the target's event."""
    events = [int(number) for number in wave.target[EVENT]]
    return (
        sa.select(sa.func.min(Registration.id))
        .join(Attendance, Attendance.registration_id == Registration.id)
        .join(Checkpoint, Checkpoint.id == Attendance.checkpoint_id)
        .where(Registration.event_id.in_(events), ~Checkpoint.beside_programme)
    )


def _allowed_us(wave: Wave) -> sa.Select[int]:
    """Who was on a list of the programme, or of the survey's province, and allowed us to write to
    them later."""
    came = sa.exists().where(Attendance.registration_id == Registration.id)
    allowed = sa.exists().where(
        Consent.registration_id == Registration.id,
        Consent.purpose == ConsentPurpose.FUTURE_EVENTS,
        Consent.withdrawn_at.is_(None),
    )
    people = (
        sa.select(sa.func.min(Registration.id))
        .join(Registration.event)
        .where(
            Event.status == EventStatus.PUBLISHED,
            sa.or_(Registration.status == RegistrationStatus.CONFIRMED, came),
            allowed,
        )
    )
    survey = wave.survey
    if survey is not None and survey.province is not None:
        people = people.where(Event.province == survey.province)
    for name, column in ((SECTORS, Registration.sector), (PROVINCES, Registration.province)):
        if wanted := wave.target.get(name):
            people = people.where(column.in_(wanted))
    return people
