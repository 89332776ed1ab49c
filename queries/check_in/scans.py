from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db, keys
from lib import short_codes
from lib.local_days import midnight
from lib.ticket_tokens import BadToken, looks_like_token
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration, RegistrationStatus, Ticket
from models.scans import Attendance, RefusalReason, Scan, Verdict
from models.users import User
from policy import Caller, at_doors, scoped
from queries.check_in.doors import expected_at

_STILL_READ = timedelta(days=7)
"""For so long after an event its revoked tickets are listed: a phone of the door may come back days
later, not years."""


# Built once, since a queue of people waits for it.
_TICKET_BY = {
    column.key: sa.select(Ticket)
    .join(Ticket.registration)
    .where(column == sa.bindparam("wanted"))
    .options(contains_eager(Ticket.registration))
    .with_for_update(of=Registration, key_share=True)
    for column in (Ticket.public_id, Ticket.short_code)
}


@dataclass(frozen=True)
class CheckpointCounts:
    """The numbers of a door as the glossary defines them. They count people, but `refused` and
    `conflicts` count scans."""

    expected: int
    """Confirmed people for whom the door is."""
    admitted: int
    """How many of the expected were admitted here."""
    inside: int
    """Everybody whose last move here is an entry, also somebody who is not expected."""
    refused: int
    """Refused readings of the day of `as_of`, in the event's zone."""
    conflicts: int
    """Those that nobody has settled."""
    by_sector: dict[str, int]
    """How many of the expected were admitted, by the sector's value; sectors without anyone are left out."""
    as_of: datetime


def as_meant(code: str) -> str:
    """A code as the ticket has it, however it was typed or sent."""
    text = code.strip()
    return short_codes.normalise(text) or text.upper()


def ticket_read(code: str) -> Ticket | RefusalReason:
    """The ticket of a QR or a short code, with its person locked until we commit.

    So of two readings of one person at once the second sees what the first one kept. A code may be
    in lower case, and a typed one with or without its dash; a database id is no code.
    """
    text = as_meant(code)
    wanted: bytes | str
    if looks_like_token(text):
        try:
            column, wanted = "public_id", keys.tickets.verify(text).ticket_id
        except BadToken:
            return RefusalReason.BAD_SIGNATURE
    elif short_codes.normalise(text):
        column, wanted = "short_code", text
    else:
        return RefusalReason.UNKNOWN_CODE
    ticket: Ticket | None = db.session.scalar(
        _TICKET_BY[column], {"wanted": wanted}, execution_options={"populate_existing": True}
    )
    return ticket or RefusalReason.UNKNOWN_CODE


def scan_for(scan_id: int, who: Caller) -> Scan | None:
    """A scan with its checkpoint and event, if the user's province or the device's doors allow it."""
    return db.session.scalar(
        at_doors(
            sa.select(Scan)
            .join(Scan.checkpoint)
            .join(Checkpoint.event)
            .where(Scan.id == scan_id)
            .options(
                contains_eager(Scan.checkpoint).contains_eager(Checkpoint.event),
                joinedload(Scan.registration),
            ),
            who,
        )
    )


def scan_of(checkpoint: Checkpoint, scan_id: int) -> Scan | None:
    """A scan that was made at this door."""
    return db.session.scalar(
        sa.select(Scan)
        .where(Scan.checkpoint_id == checkpoint.id, Scan.id == scan_id)
        .options(joinedload(Scan.registration))
    )


def recent_scans(checkpoint: Checkpoint, user: User, *, limit: int = 10) -> Sequence[Scan]:
    """The scans that this user made at this door, the newest first."""
    return db.session.scalars(
        sa.select(Scan)
        .where(Scan.checkpoint_id == checkpoint.id, Scan.user_id == user.id)
        .options(joinedload(Scan.registration))
        .order_by(Scan.id.desc())
        .limit(limit)
    ).all()


_WAITING_ADMITTED = sa.exists().where(
    Checkpoint.event_id == Registration.event_id, Checkpoint.admits_waiting
)


def revoked_tickets(who: Caller, *, as_of: datetime) -> list[tuple[int, str]]:
    """Tickets with a good signature that admit no more: event number and public id in hexadecimal.

    Who waits and has a ticket is admitted at a door that admits those who wait. Only of events that
    are not over for more than a week.
    """
    lately = scoped(sa.select(Event.id).where(Event.ends_at > as_of - _STILL_READ), who)
    rows = db.session.execute(
        sa.select(Registration.event_id, Ticket.public_id)
        .join(Ticket.registration)
        .where(
            Registration.event_id.in_(lately),
            sa.or_(
                Ticket.revoked_at.is_not(None),
                ~sa.or_(
                    Registration.status == RegistrationStatus.CONFIRMED,
                    sa.and_(
                        Registration.status == RegistrationStatus.WAITLISTED, _WAITING_ADMITTED
                    ),
                ),
            ),
        )
        .order_by(Registration.event_id, Ticket.id)
    )
    return [(event_id, public_id.hex()) for event_id, public_id in rows]


def checkpoint_counts(checkpoint: Checkpoint, *, as_of: datetime) -> CheckpointCounts:
    """The numbers of this door now, read by two selects."""
    event = checkpoint.event
    begins = midnight(event.day_of(as_of), event.timezone)
    expected, refused, conflicts = db.session.execute(
        sa.select(
            sa.select(sa.func.count()).where(expected_at(checkpoint)).scalar_subquery(),
            _scans(checkpoint, sa.and_(Scan.verdict == Verdict.REFUSED, Scan.scanned_at >= begins)),
            _scans(checkpoint, sa.and_(Scan.conflict.is_(True), Scan.settled_at.is_(None))),
        )
    ).one()
    people = db.session.execute(
        sa.select(
            Registration.sector,
            sa.func.count().filter(expected_at(checkpoint)),
            sa.func.count().filter(Attendance.inside.is_(True)),
        )
        .join(Attendance.registration)
        .where(Attendance.checkpoint_id == checkpoint.id)
        .group_by(Registration.sector)
        .order_by(Registration.sector)
    ).all()
    return CheckpointCounts(
        expected=expected,
        admitted=sum(admitted for _sector, admitted, _inside in people),
        inside=sum(inside for _sector, _admitted, inside in people),
        refused=refused,
        conflicts=conflicts,
        by_sector={sector.value: admitted for sector, admitted, _inside in people if admitted},
        as_of=as_of,
    )


def _scans(checkpoint: Checkpoint, kind: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .where(Scan.checkpoint_id == checkpoint.id, Scan.annulled_at.is_(None), kind)
        .scalar_subquery()
    )
