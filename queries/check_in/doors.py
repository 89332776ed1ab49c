"""Whom a door is for, and who is inside."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib import short_codes
from lib.text import storable
from lib.turkish import search_key
from models.answers import RegistrationAnswer
from models.checkpoints import Checkpoint
from models.events import Event
from models.forms import Choice, Form, FormPurpose, Question
from models.parties import Party
from models.registrations import Registration, RegistrationStatus, chosen_sessions
from models.scans import Attendance, RefusalReason, Scan
from queries.registrations.search import found_by

FEWEST_LETTERS = 3
"""A search at a door shows nobody before so many letters were typed."""


def whom_it_is_for(checkpoint: Checkpoint) -> list[sa.ColumnElement[bool]]:
    """The door's rules about a registration of the event, besides its status; empty: it is open to
    all."""
    rules: list[sa.ColumnElement[bool]] = []
    if checkpoint.sectors:
        rules.append(Registration.sector.in_(checkpoint.sectors))
    if checkpoint.only_chosen and checkpoint.session_id is not None:
        rules.append(
            sa.exists().where(
                chosen_sessions.c.registration_id == Registration.id,
                chosen_sessions.c.session_id == checkpoint.session_id,
            )
        )
    if checkpoint.choice_id is not None:
        rules.append(
            sa.exists().where(
                RegistrationAnswer.registration_id == Registration.id,
                RegistrationAnswer.choice_id == checkpoint.choice_id,
            )
        )
    return rules


def expected_at(checkpoint: Checkpoint) -> sa.ColumnElement[bool]:
    """Whom the door expects: the confirmed people of its event for whom it is."""
    return sa.and_(
        Registration.event_id == checkpoint.event_id,
        Registration.status == RegistrationStatus.CONFIRMED,
        *whom_it_is_for(checkpoint),
    )


def admitted_by(checkpoint: Checkpoint) -> sa.ColumnElement[bool]:
    """Whose ticket the door admits at some hour: whom it expects, and where it says so who waits."""
    waiting = [RegistrationStatus.WAITLISTED] if checkpoint.admits_waiting else []
    return sa.and_(
        Registration.event_id == checkpoint.event_id,
        Registration.status.in_([RegistrationStatus.CONFIRMED, *waiting]),
        *whom_it_is_for(checkpoint),
    )


def is_for(checkpoint: Checkpoint, registration: Registration) -> bool:
    rules = whom_it_is_for(checkpoint)
    found = sa.select(Registration.id).where(Registration.id == registration.id, *rules)
    return db.session.scalar(found) is not None


def right_doors(checkpoint: Checkpoint, registration: Registration) -> Sequence[Checkpoint]:
    """The other doors for this person: those with rules of their own, otherwise those open to
    all."""
    others = other_doors(checkpoint)
    ruled = [door for door in others if not door.is_for_all and is_for(door, registration)]
    return ruled or [door for door in others if door.is_for_all]


def other_doors(checkpoint: Checkpoint) -> Sequence[Checkpoint]:
    return db.session.scalars(
        sa.select(Checkpoint)
        .where(Checkpoint.event_id == checkpoint.event_id, Checkpoint.id != checkpoint.id)
        .options(joinedload(Checkpoint.session))
        .order_by(Checkpoint.opens_at, Checkpoint.id)
    ).all()


def right_doors_of(scan: Scan) -> Sequence[Checkpoint]:
    """The doors at which a ticket read at the wrong door is good; for any other reading none."""
    if scan.reason is not RefusalReason.WRONG_CHECKPOINT or scan.registration is None:
        return []
    return right_doors(scan.checkpoint, scan.registration)


def people_inside(checkpoint: Checkpoint) -> int:
    inside = sa.select(sa.func.count()).where(
        Attendance.checkpoint_id == checkpoint.id, Attendance.inside.is_(True)
    )
    return db.session.scalar(inside) or 0


def people_found(checkpoint: Checkpoint, text: str, *, limit: int) -> Sequence[Registration]:
    """People of the event whose name, institution or e-mail matches, or whose group has this code;
    with their tickets.

    In the order of the Turkish alphabet; nobody before three letters were typed.
    """
    # Invisible letters do not count, and a comma is no part of a name: «Öztürk, Ayşe».
    text = storable(text).replace(",", " ")
    if len(search_key(text).replace(" ", "")) < FEWEST_LETTERS:
        return []
    return db.session.scalars(
        sa.select(Registration)
        .where(
            Registration.event_id == checkpoint.event_id,
            Registration.merged_into_id.is_(None),
            sa.or_(sa.and_(*found_by(checkpoint.event, text)), *_in_group(checkpoint.event, text)),
        )
        .options(joinedload(Registration.ticket))
        .order_by(Registration.sort_key, Registration.id)
        .limit(limit)
    ).all()


def _in_group(event: Event, text: str) -> list[sa.ColumnElement[bool]]:
    code = short_codes.normalise(text)
    group = sa.select(Party.id).where(Party.event_id == event.id, Party.code == code)
    return [Registration.party_id.in_(group)] if code else []


def admitted_among(checkpoint: Checkpoint, people: Sequence[Registration]) -> set[int]:
    """The numbers of those of these people whom this door does not let in once more."""
    numbers = [person.id for person in people]
    admitted = sa.select(Attendance.registration_id).where(
        Attendance.checkpoint_id == checkpoint.id, Attendance.registration_id.in_(numbers)
    )
    if checkpoint.reentry:
        admitted = admitted.where(Attendance.inside.is_(True))
    return set(db.session.scalars(admitted)) if numbers else set()


def choice_of(event: Event, choice_id: int) -> Choice | None:
    """A choice of the event's registration form, with its question; none of a sensitive one."""
    return db.session.scalar(_choices(event).where(Choice.id == choice_id))


def choices_of(event: Event) -> Sequence[Choice]:
    """All choices that can be picked in the event's registration form, in its order; not those of
    sensitive questions: at the door everybody would see who picked what."""
    return db.session.scalars(
        _choices(event)
        .where(Choice.retired_at.is_(None), Question.retired_at.is_(None))
        .order_by(Question.position, Choice.position, Choice.id)
    ).all()


def _choices(event: Event) -> sa.Select[Choice]:
    return (
        sa.select(Choice)
        .join(Choice.question)
        .join(Question.form)
        .where(
            Form.event_id == event.id,
            Form.purpose == FormPurpose.REGISTRATION,
            Question.sensitive.is_(False),
        )
        .options(contains_eager(Choice.question))
    )
