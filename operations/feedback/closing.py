"""Closing a wave: nobody answers any more, all that waits is moved, and the cuts may be shown."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from random import SystemRandom

import sqlalchemy as sa

from extensions import db
from lib.withholding import shown_groups
from models.audit import AuditAction
from models.boxes import BoxedResponse, BoxedStatement, SentForm
from models.feedback import GRACE, FeedbackInvitation, Right, Wave
from models.forms import QuestionKind
from models.sectors import Sector
from models.statements import Statement, StatementSide
from models.users import User
from operations.base.audit import record
from operations.feedback.boxes import move_responses, move_statements
from operations.feedback.holding import held_wave
from operations.feedback.tables import empty_table, hold_table, one_at_a_time
from queries.feedback.sides import answered_by_side, in_order, wrote_by_side
from queries.feedback.waves import questions_of


def close_wave(wave: Wave, *, sheets: int | None = None, by: User | None, at: datetime) -> None:
    """Take no more answers, from this moment on. What waits is moved by `count_answers`."""
    wave = held_wave(wave)
    if wave.is_closed:
        return
    wave.closed_at, wave.sheets = at, sheets
    record(AuditAction.WAVE_CLOSED, at=at, by=by, event=wave.event, subject_id=wave.id)
    db.session.flush()


def count_answers(*, at: datetime) -> Iterator[int]:
    """Close what has run out, move what is due, and settle closed waves, step by step.

    The caller commits after each step: what was moved must not share a transaction with anything
    else. Gives how many rows were moved.
    """
    for wave in db.session.scalars(
        sa.select(Wave).where(Wave.closed_at.is_(None), Wave.closes_at <= at - GRACE)
    ).all():
        close_wave(wave, by=None, at=at)
        yield 0
    for move in (move_responses, partial(move_statements, at=at)):
        while moved := move():
            yield moved
    for wave in db.session.scalars(
        sa.select(Wave).where(Wave.closed_at.is_not(None), ~Wave.settled).order_by(Wave.id)
    ).all():
        _settle(wave)
        yield 0


def _settle(wave: Wave) -> None:
    """Forget who could still have answered, and decide which sides may be told.

    Not if somebody else has just done it, nor if the wave was closed only after the last move.
    """
    one_at_a_time()
    wave = held_wave(wave)
    if wave.settled or _waits(wave):
        return
    if not hold_table(StatementSide):  # else what others are adding now would be lost
        return
    wave.rates = _rates(wave)
    for table in (Right, SentForm):
        db.session.execute(sa.delete(table).where(table.wave_id == wave.id))
    _tell_sides(wave)
    wave.settled = True
    db.session.flush()


def _waits(wave: Wave) -> bool:
    boxed = [sa.exists().where(box.wave_id == wave.id) for box in (BoxedResponse, BoxedStatement)]
    return bool(db.session.scalar(sa.select(sa.or_(*boxed))))


def _rates(wave: Wave) -> dict[str, dict[str, list[int]]]:
    used = ~sa.exists().where(Right.invitation_id == FeedbackInvitation.id)
    rates = {}
    for name in ("sector", "province", "institution"):
        column = getattr(FeedbackInvitation, name)
        counts = db.session.execute(
            sa.select(column, sa.func.count(), sa.func.count().filter(used))
            .where(FeedbackInvitation.wave_id == wave.id)
            .group_by(column)
            .order_by(column)
        )
        rates[name] = {value or "": [invited, answered] for value, invited, answered in counts}
    return rates


def _tell_sides(wave: Wave) -> None:
    """Write the table of sides anew: of this wave's statements only sides that may be told stay."""
    sides = db.session.scalars(
        sa.select(StatementSide.side)
        .select_from(Statement)
        .outerjoin(StatementSide, StatementSide.statement_id == Statement.id)
        .where(Statement.wave_id == wave.id)
    )
    said = in_order(Counter(sides.all()))
    told = shown_groups(said, allowed=_shown_sides(wave))
    rows = db.session.execute(
        sa.select(
            StatementSide.statement_id, StatementSide.side, StatementSide.shown, Statement.wave_id
        ).join(Statement, Statement.id == StatementSide.statement_id)
    ).all()
    kept = [
        {"statement_id": row.statement_id, "side": row.side, "shown": row.shown or ours}
        for row in rows
        if not (ours := row.wave_id == wave.id) or row.side in told
    ]
    empty_table(StatementSide)
    db.session.expire_all()
    SystemRandom().shuffle(kept)
    if kept:
        db.session.execute(sa.insert(StatementSide), kept)


def _shown_sides(wave: Wave) -> set[Sector | None]:
    """The sides that the wave shows, and each of its questions for problems, too. The rule is one
    of people: one person may name several problems, about sessions."""
    problems = [q for q in questions_of(wave) if q.kind is QuestionKind.PROBLEM]
    shown = set(shown_groups(answered_by_side(wave)))
    for wrote in wrote_by_side(wave, problems).values():
        told = shown_groups(wrote, allowed=shown)
        shown &= set(told)
    return shown
