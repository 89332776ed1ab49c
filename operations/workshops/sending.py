"""What a phone sends: a statement, «mine too», dots. One transaction each, and each counts once.

The seat is locked first, so that what one phone sends comes one after the other: so its dots are
never more than it has. The row in `sends` is unique by seat and nonce: what is sent again is
answered alike and changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.sectors import Sector
from models.statements import LONGEST, StatementSource, StatementState
from models.workshops import Round, RoundKind, Seat, SeatStatement, Send, Workshop
from operations.problems.statements import add_statement
from operations.workshops.rounds import open_round_of
from operations.workshops.votes import NotCounted, Why, put_dots, say_mine_too
from operations.workshops.workshops import WorkshopOver, key_hash


class NoSeat(Refusal):
    """Nobody has this key: whoever sends has not joined."""


class ForeignSeat(Refusal):
    """It is the key of a seat in another workshop."""


class SendKind(StrEnum):
    STATEMENT = "statement"
    MINE_TOO = "mine_too"
    DOTS = "dots"


ROUNDS = {
    SendKind.STATEMENT: RoundKind.WRITE,
    SendKind.MINE_TOO: RoundKind.MINE_TOO,
    SendKind.DOTS: RoundKind.DOTS,
}


@dataclass(frozen=True, kw_only=True)
class Sent:
    kind: SendKind
    text: str = ""
    """Already cleaned."""
    side: Sector | None = None
    problem: int | None = None
    statement: int | None = None
    """Instead of the problem, of «mine too»."""
    dots: int | None = None
    """As many it is then; 0 takes them back, or what was said to be mine, too."""


@dataclass(frozen=True)
class Told:
    status: int
    """Of HTTP."""
    answer: dict[str, Any]
    """With «why» where it does not count."""


_STATUS = {Why.ROUND_CLOSED: 409}
_UNPROCESSABLE = 422


def send(workshop: Workshop, key: str, nonce: str, sent: Sent | Why, *, at: datetime) -> Told:
    """Let what was sent count, and keep the answer; if this seat has sent the nonce before, give
    the answer of then. `sent` may be why it cannot be read.

    Raises WorkshopOver, NoSeat, ForeignSeat.
    """
    seat_id = _held_seat(workshop, key)
    kept = sa.select(Send.status, Send.answer).where(Send.seat_id == seat_id, Send.nonce == nonce)
    if (before := db.session.execute(kept).one_or_none()) is not None:
        return Told(*before)
    told = _told(workshop, seat_id, sent, at)
    db.session.execute(
        sa.insert(Send).values(seat_id=seat_id, nonce=nonce, status=told.status, answer=told.answer)
    )
    return told


def _held_seat(workshop: Workshop, key: str) -> int:
    """The seat's number; it is locked until the commit, and nobody closes the workshop meanwhile."""
    found = db.session.execute(
        sa.select(Seat.id, Seat.workshop_id)
        .where(Seat.key_hash == key_hash(key))
        .with_for_update(of=Seat, key_share=True)
    ).one_or_none()
    if found is None:
        closed = sa.select(Workshop.closed_at).where(Workshop.id == workshop.id)
        raise WorkshopOver if db.session.scalar(closed) else NoSeat
    if found.workshop_id != workshop.id:
        raise WorkshopOver if workshop.closed_at else ForeignSeat
    return int(found.id)


def _told(workshop: Workshop, seat_id: int, sent: Sent | Why, at: datetime) -> Told:
    try:
        if isinstance(sent, Why):
            raise NotCounted(sent)
        return Told(200, {"kind": sent.kind.value, **_counted(workshop, seat_id, sent, at)})
    except NotCounted as refusal:
        return Told(_STATUS.get(refusal.why, _UNPROCESSABLE), {"why": refusal.why.value})


def _counted(workshop: Workshop, seat_id: int, sent: Sent, at: datetime) -> dict[str, Any]:
    """Every check comes before the first change. Raises NotCounted."""
    _require_fields(sent)
    opened = open_round_of(workshop.id, ROUNDS[sent.kind], held=True)
    if opened is None:
        raise NotCounted(Why.ROUND_CLOSED)
    match sent.kind:
        case SendKind.STATEMENT:
            return _written(workshop, seat_id, sent, at)
        case SendKind.MINE_TOO:
            return _mine_too(workshop, opened, seat_id, sent)
    problem, dots = sent.problem or 0, sent.dots or 0
    left = put_dots(opened, seat_id, workshop.event_id, problem, dots)
    return {"problem": problem, "dots": dots, "left": left}


def _require_fields(sent: Sent) -> None:
    match sent.kind:
        case SendKind.STATEMENT:
            if not sent.text:
                raise NotCounted(Why.NO_TEXT)
            if len(sent.text) > LONGEST:
                raise NotCounted(Why.TOO_LONG)
        case SendKind.MINE_TOO:
            if (sent.problem is None) == (sent.statement is None):
                raise NotCounted(Why.UNREADABLE)
        case SendKind.DOTS:
            if sent.problem is None or sent.dots is None:
                raise NotCounted(Why.UNREADABLE)


def _written(workshop: Workshop, seat_id: int, sent: Sent, at: datetime) -> dict[str, Any]:
    statement = add_statement(
        workshop.event,
        text=sent.text,
        side=sent.side,
        workshop=workshop,
        source=StatementSource.ROOM,
        by=None,
        at=at,
    )
    if workshop.shows_at_once and not statement.unanswered:
        statement.state = StatementState.VISIBLE
    db.session.flush()
    written = sa.insert(SeatStatement).values(statement_id=statement.id, seat_id=seat_id)
    db.session.execute(written)
    return {"statement": str(statement.id), "state": statement.state.value}


def _mine_too(workshop: Workshop, opened: Round, seat_id: int, sent: Sent) -> dict[str, Any]:
    is_mine = sent.dots != 0
    say_mine_too(
        opened,
        seat_id,
        workshop.event_id,
        problem_id=sent.problem,
        statement_id=sent.statement,
        is_mine=is_mine,
    )
    on = {"problem": sent.problem} if sent.statement is None else {"statement": str(sent.statement)}
    return {**on, "mine": is_mine}
