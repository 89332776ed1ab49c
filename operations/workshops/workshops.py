"""A workshop from its opening to its end, and the phones that take a seat in it."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from lib.room_codes import new_room_code
from models.audit import AuditAction
from models.events import Event
from models.users import User
from models.workshops import Round, Seat, SeatStatement, Send, Workshop
from operations.base.audit import record


class WorkshopOver(Refusal):
    """The workshop is closed."""


def open_workshop(
    event: Event, *, title: str, shows_at_once: bool = False, by: User | None, at: datetime
) -> Workshop:
    """Make a workshop with a code of its own. `shows_at_once`: whether sentences in which nothing
    is marked are seen by the others before a moderator shows them.

    Of two that draw the same code, the database refuses the second: do it again.
    """
    workshop = Workshop(
        event=event,
        title=title,
        code=new_room_code(),
        shows_at_once=shows_at_once,
        created_at=at,
    )
    db.session.add(workshop)
    db.session.flush()
    record(AuditAction.WORKSHOP_OPENED, at=at, by=by, event=event, subject_id=workshop.id)
    db.session.flush()
    return workshop


def held_workshop(workshop: Workshop) -> Workshop:
    """The workshop as it is now, locked: rounds open and close one after the other."""
    held = (
        sa.select(Workshop)
        .where(Workshop.id == workshop.id)
        .with_for_update(of=Workshop, key_share=True)
    )
    return db.session.scalars(held, execution_options={"populate_existing": True}).one()


def close_workshop(workshop: Workshop, *, by: User | None, at: datetime) -> None:
    """Close it for good, with its rounds. From now on nothing tells which seat wrote what; votes
    and the number of seats stay. Nothing happens where it is closed already.
    """
    workshop = held_workshop(workshop)
    if workshop.closed_at is not None:
        return
    workshop.closed_at = at
    of_it = sa.select(Seat.id).where(Seat.workshop_id == workshop.id)
    unfound = {"synchronize_session": False}
    for change in (
        # The seats first: who is sending now holds theirs, and is waited for.
        sa.update(Seat).where(Seat.workshop_id == workshop.id).values(key_hash=None),
        sa.update(Round)
        .where(Round.workshop_id == workshop.id, Round.closed_at.is_(None))
        .values(closed_at=at),
        sa.delete(SeatStatement).where(SeatStatement.seat_id.in_(of_it)),
        sa.delete(Send).where(Send.seat_id.in_(of_it)),
    ):
        db.session.execute(change, execution_options=unfound)
    db.session.expire_all()
    record(AuditAction.WORKSHOP_CLOSED, at=at, by=by, event=workshop.event, subject_id=workshop.id)
    db.session.flush()


def join(workshop: Workshop) -> str:
    """Take a seat; the key that the phone keeps. Raises WorkshopOver."""
    held = sa.select(Workshop.closed_at).where(Workshop.id == workshop.id)
    if db.session.scalars(held.with_for_update(read=True)).one() is not None:
        raise WorkshopOver
    key = token_urlsafe(24)
    db.session.add(Seat(workshop_id=workshop.id, key_hash=key_hash(key)))
    db.session.flush()
    return key


def key_hash(key: str) -> str:
    """SHA-256 in hexadecimal. 24 random bytes need no slow hash: there is nothing to guess."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()
