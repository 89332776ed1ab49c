"""Rounds: a moderator opens and closes what phones may do."""

from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.users import User
from models.workshops import Round, RoundKind, Workshop
from operations.base.audit import record
from operations.workshops.workshops import WorkshopOver, held_workshop

MOST_DOTS = 100


class RoundIsOpen(Refusal):
    """A round of this kind is open already."""


class BadDots(Refusal):
    """A seat has at least one dot, and no more on one problem than it has in all."""


def open_round(
    workshop: Workshop,
    kind: RoundKind,
    *,
    dots: int = 0,
    most: int = 0,
    hidden: bool = False,
    by: User | None,
    at: datetime,
) -> Round:
    """Open a round. `dots`: how many each seat has, `most`: how many of them one problem may get,
    0: all; both count in rounds of dots alone.

    Raises WorkshopOver, RoundIsOpen, BadDots.
    """
    if kind is RoundKind.DOTS:
        most = most or dots
        if not 1 <= most <= dots <= MOST_DOTS:
            raise BadDots
    else:
        dots = most = 0
    workshop = held_workshop(workshop)
    if workshop.closed_at is not None:
        raise WorkshopOver
    if open_round_of(workshop.id, kind) is not None:
        raise RoundIsOpen
    opened = Round(workshop=workshop, kind=kind, dots=dots, most=most, hidden=hidden, opened_at=at)
    db.session.add(opened)
    db.session.flush()
    _record(AuditAction.ROUND_OPENED, opened, by, at)
    return opened


def close_round(closing: Round, *, by: User | None, at: datetime) -> None:
    """Close it; who is sending now is waited for. Nothing happens where it is closed already."""
    held = sa.select(Round).where(Round.id == closing.id).with_for_update(of=Round, key_share=True)
    closing = db.session.scalars(held, execution_options={"populate_existing": True}).one()
    if not closing.is_open:
        return
    closing.closed_at = max(at, closing.opened_at)
    db.session.flush()
    _record(AuditAction.ROUND_CLOSED, closing, by, at)


def open_round_of(workshop_id: int, kind: RoundKind, *, held: bool = False) -> Round | None:
    """The open round of that kind. `held`: it stays open until the commit."""
    rows = sa.select(Round).where(
        Round.workshop_id == workshop_id, Round.kind == kind, Round.closed_at.is_(None)
    )
    if held:
        rows = rows.with_for_update(read=True, of=Round)
    return db.session.scalars(rows, execution_options={"populate_existing": True}).one_or_none()


def _record(action: AuditAction, subject: Round, by: User | None, at: datetime) -> None:
    event = subject.workshop.event
    record(action, at=at, by=by, event=event, subject_id=subject.id, kind=subject.kind)
    db.session.flush()
