"""Who may answer: rights are given, and the people they are for are written to once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from extensions import db
from letters.feedback import enqueue_invitation
from models.checkpoints import Checkpoint
from models.events import Event, EventStatus
from models.feedback import FeedbackInvitation, Right, Wave, WaveLink
from models.forms import Form, FormPurpose
from models.registrations import Registration
from models.scans import Attendance

ASKED_WITHIN = timedelta(days=30)
"""How long after the end of an event people are still invited. A phone of the door may come back
with its scans days later; after a month people remember little, and the worker need not look at all
events of all years."""
ANSWERED_WITHIN = timedelta(days=14)
"""How long after its last invitation an event's wave is open."""


def invite_attendees(*, at: datetime, limit: int = 200) -> int:
    """Invite people who were admitted to a published event that ended lately, each only once.

    At most `limit` of them, so that the caller can commit between; how many were looked at. Those
    without an address get an invitation (an organizer can hand them the link), but no letter.
    """
    waves: dict[int, Wave] = {}
    people = _uninvited(at, limit)
    for registration in people:
        event = registration.event
        if event.id not in waves:
            waves[event.id] = feedback_wave(event)
        _invite(waves[event.id], registration, at)
    return len(people)


def feedback_wave(event: Event) -> Wave:
    """The one wave of the event's feedback; begun now if there is none. The unique constraint is the
    guard."""
    form = sa.select(Form).where(Form.event_id == event.id, Form.purpose == FormPurpose.FEEDBACK)
    asked = db.session.scalars(form).one()
    found = sa.select(Wave).where(Wave.form_id == asked.id)
    if (wave := db.session.scalar(found)) is not None:
        return wave
    begun = Wave(form=asked, link=WaveLink.PERSONAL, opens_at=event.ends_at)
    try:
        with db.session.begin_nested():
            db.session.add(begun)
            db.session.flush()
    except IntegrityError:  # another worker was faster
        return db.session.scalars(found).one()
    return begun


def give_right(wave: Wave, invitation: FeedbackInvitation | None = None) -> Right:
    """One more right in this wave."""
    right = Right(wave=wave, invitation=invitation)
    db.session.add(right)
    wave.invited = Wave.invited + 1
    db.session.flush()
    return right


def _uninvited(at: datetime, limit: int) -> Sequence[Registration]:
    """People to invite. They are found from the doors of events that ended lately, so that the
    number of people at older events does not matter."""
    closed = (
        sa.select(Wave.id)
        .join(Wave.form)
        .where(
            Form.event_id == Event.id,
            Form.purpose == FormPurpose.FEEDBACK,
            sa.or_(Wave.closed_at.is_not(None), Wave.closes_at <= at),
        )
    )
    doors = (
        sa.select(Checkpoint.id)
        .join(Checkpoint.event)
        .where(
            Event.status == EventStatus.PUBLISHED,
            Event.ends_at <= at,
            Event.ends_at > at - ASKED_WITHIN,
            ~Checkpoint.beside_programme,
            ~closed.exists(),
        )
    )
    invited = (
        sa.select(FeedbackInvitation.id)
        .join(FeedbackInvitation.wave)
        .join(Wave.form)
        .where(
            FeedbackInvitation.registration_id == Attendance.registration_id,
            Form.purpose == FormPurpose.FEEDBACK,
        )
    )
    came = (
        sa.select(Attendance.registration_id)
        .where(Attendance.checkpoint_id.in_(doors), ~invited.exists())
        .group_by(Attendance.registration_id)
        .limit(limit)
    )
    return db.session.scalars(
        sa.select(Registration)
        .where(Registration.id.in_(came))
        .options(joinedload(Registration.event, innerjoin=True))
        .order_by(Registration.id)
    ).all()


def _invite(wave: Wave, registration: Registration, at: datetime) -> None:
    """Another worker may have been faster: the unique constraint is the guard."""
    try:
        with db.session.begin_nested():
            invitation = invited_person(wave, registration)
    except IntegrityError:
        return
    wave.closes_at = at + ANSWERED_WITHIN
    enqueue_invitation(give_right(wave, invitation), registration, at=at)


def invited_person(wave: Wave, registration: Registration) -> FeedbackInvitation:
    """Note that this person was invited. Raises IntegrityError for one who
    was invited to the wave before."""
    invitation = invitation_of(registration, wave)
    db.session.add(invitation)
    db.session.flush()
    return invitation


def invitation_of(person: Registration, wave: Wave) -> FeedbackInvitation:
    """An invitation of somebody on our lists, as they are now."""
    return FeedbackInvitation(
        wave=wave,
        registration=person,
        locale=person.locale,
        sector=person.sector,
        province=person.province,
        institution=person.institution,
    )
