"""Workshops found: by the code in the room, by their number in the back office."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from models.events import Event
from models.users import User
from models.workshops import Round, Seat, Workshop
from policy import scoped


def workshop_by_code(code: str) -> Workshop | None:
    return db.session.scalar(_with_events().where(Workshop.code == code))


def workshop_for(workshop_id: int, user: User) -> Workshop | None:
    """A workshop of the back office, if the user's province allows it."""
    return db.session.scalar(scoped(_with_events().where(Workshop.id == workshop_id), user))


def workshops_for(user: User, event: Event | None = None) -> Sequence[Workshop]:
    """Those of the user's provinces, or of one event; the newest first."""
    rows = scoped(_with_events(), user).order_by(Workshop.id.desc()).limit(200)
    return db.session.scalars(rows if event is None else rows.where(Event.id == event.id)).all()


def round_for(round_id: int, user: User) -> Round | None:
    rows = (
        sa.select(Round)
        .join(Round.workshop)
        .join(Workshop.event)
        .where(Round.id == round_id)
        .options(contains_eager(Round.workshop).contains_eager(Workshop.event))
    )
    return db.session.scalar(scoped(rows, user))


def seat_of(workshop_id: int, key_hash: str) -> int | None:
    """The number of the seat in this workshop whose key has this hash."""
    rows = sa.select(Seat.id).where(Seat.key_hash == key_hash, Seat.workshop_id == workshop_id)
    return db.session.scalar(rows)


def _with_events() -> sa.Select[Workshop]:
    return sa.select(Workshop).join(Workshop.event).options(contains_eager(Workshop.event))


def seats_by_workshop(workshops: Sequence[Workshop]) -> dict[int, int]:
    """How many phones joined each."""
    rows = (
        sa.select(Seat.workshop_id, sa.func.count(Seat.id).label("seats"))
        .where(Seat.workshop_id.in_([workshop.id for workshop in workshops]))
        .group_by(Seat.workshop_id)
    )
    return {row.workshop_id: row.seats for row in db.session.execute(rows)}
