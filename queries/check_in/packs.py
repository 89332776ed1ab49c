"""What a door phone takes along for when there is no network: numbers, and names where allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.registrations import Registration, RegistrationStatus, Ticket, chosen_sessions
from models.scans import Attendance, RefusalReason
from models.sectors import Sector
from queries.check_in.doors import admitted_by, other_doors, whom_it_is_for
from queries.check_in.families import families_among
from queries.check_in.marks import Marks, marks_among

_S, _R = RegistrationStatus, RefusalReason


@dataclass(frozen=True)
class TicketHere:
    """A ticket of the event, and why this door would refuse it at any hour; None: it would not."""

    ticket_id: bytes
    short_code: str
    refused: RefusalReason | None


@dataclass(frozen=True)
class Known:
    """A ticket that was admitted at this door."""

    ticket_id: bytes
    admitted_at: datetime
    inside: bool


@dataclass(frozen=True)
class NamedTicket:
    ticket_id: bytes
    name: str
    sector: Sector
    institution: str
    session_ids: Sequence[int]
    short_code: str
    """What a phone sends for a person who was found by name."""
    marks: Marks
    family: int
    """The same for people who come together; 0: nobody else does."""


def tickets_here(checkpoint: Checkpoint) -> list[TicketHere]:
    """All tickets of the event, with what this door would say of each at any hour."""
    rules = whom_it_is_for(checkpoint)
    rows = db.session.execute(
        sa.select(
            Ticket.public_id,
            Ticket.short_code,
            Ticket.revoked_at,
            Registration.status,
            sa.and_(sa.true(), *rules),
        )
        .join(Ticket.registration)
        .where(Registration.event_id == checkpoint.event_id)
        .order_by(Ticket.id)
    )
    return [
        TicketHere(ticket_id, code, _refused(checkpoint, status, bool(revoked_at), bool(is_for)))
        for ticket_id, code, revoked_at, status, is_for in rows
    ]


def right_doors_here(checkpoint: Checkpoint) -> dict[bytes, list[int]]:
    """For each ticket that this door is not for, the doors that are.

    They are those of `queries.check_in.doors.right_doors`. One select for each door with rules of
    its own.
    """
    if checkpoint.is_for_all:
        return {}
    others = other_doors(checkpoint)
    for_all = [door.id for door in others if door.is_for_all]
    right: dict[bytes, list[int]] = {ticket: [] for ticket in _astray(checkpoint)}
    for door in others:
        for ticket in () if door.is_for_all else _astray(checkpoint, *whom_it_is_for(door)):
            right[ticket].append(door.id)
    return {ticket: doors or for_all for ticket, doors in right.items() if doors or for_all}


def _astray(checkpoint: Checkpoint, *rules: sa.ColumnElement[bool]) -> Sequence[bytes]:
    """Valid tickets of the event that this door is not for; with `rules`, only those that keep
    them."""
    return db.session.scalars(
        sa.select(Ticket.public_id)
        .join(Ticket.registration)
        .where(
            Registration.event_id == checkpoint.event_id,
            Ticket.revoked_at.is_(None),
            sa.not_(sa.and_(*whom_it_is_for(checkpoint))),
            *rules,
        )
        .order_by(Ticket.id)
    ).all()


def known_here(checkpoint: Checkpoint) -> list[Known]:
    """All valid tickets that were admitted at this door."""
    rows = db.session.execute(
        sa.select(Ticket.public_id, Attendance.admitted_at, Attendance.inside)
        .join(Ticket, Ticket.registration_id == Attendance.registration_id)
        .where(Attendance.checkpoint_id == checkpoint.id, Ticket.revoked_at.is_(None))
        .order_by(Ticket.id)
    )
    return [Known(*row) for row in rows]


def names_here(checkpoint: Checkpoint) -> list[NamedTicket]:
    """The names of those who may enter at this door, and of nobody else."""
    wanted = admitted_by(checkpoint)
    chosen: dict[int, list[int]] = {}
    for registration_id, session_id in db.session.execute(
        sa.select(chosen_sessions.c.registration_id, chosen_sessions.c.session_id)
        .join(Registration, Registration.id == chosen_sessions.c.registration_id)
        .where(wanted)
        .order_by(chosen_sessions.c.session_id)
    ):
        chosen.setdefault(registration_id, []).append(session_id)
    rows = db.session.execute(
        sa.select(Ticket, Registration)
        .join(Ticket.registration)
        .where(wanted, Ticket.revoked_at.is_(None))
        .order_by(Registration.sort_key, Registration.id)
    )
    found = [(t, r) for t, r in rows]
    marks = marks_among(checkpoint, wanted)
    families = families_among([r for _t, r in found])
    return [
        NamedTicket(
            t.public_id,
            r.name,
            r.sector,
            r.institution,
            chosen.get(r.id, ()),
            t.short_code,
            marks.get(r.id, Marks()),
            families.get(r.id, 0),
        )
        for t, r in found
    ]


def _refused(
    checkpoint: Checkpoint, status: RegistrationStatus, revoked: bool, is_for: bool
) -> RefusalReason | None:
    """Why the ticket is refused, in the order in which `operations.check_in.verdicts` objects."""
    if revoked:
        return _R.REVOKED
    if status is _S.CANCELLED:
        return _R.CANCELLED
    if status is not _S.CONFIRMED and not (status is _S.WAITLISTED and checkpoint.admits_waiting):
        return _R.NOT_CONFIRMED
    return None if is_for else _R.WRONG_CHECKPOINT
