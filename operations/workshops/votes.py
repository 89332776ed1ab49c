"""Votes of one seat, which is locked: on an open problem of the event's list, or on a sentence."""

from collections.abc import Mapping
from enum import StrEnum

import sqlalchemy as sa

from extensions import db
from lib.inserts import insert_into
from lib.refusals import Refusal
from models.problems import Problem, ProblemList, ProblemStanding
from models.statements import Statement, StatementState
from models.workshops import Round, Vote


class Why(StrEnum):
    """Why something that was sent does not count."""

    ROUND_CLOSED = "round-closed"
    TOO_MANY_DOTS = "too-many-dots"
    NO_PROBLEM = "no-such-problem"
    NO_STATEMENT = "no-such-statement"
    NO_TEXT = "no-text"
    TOO_LONG = "text-too-long"
    UNREADABLE = "unreadable"
    """A field is missing or of the wrong kind."""


class NotCounted(Refusal):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def put_dots(in_round: Round, seat_id: int, event_id: int, problem_id: int, dots: int) -> int:
    """Make it so many dots on this problem, 0 for none; how many the seat has left.

    What it gave to problems that were merged into this one counts as given to it. Raises
    NotCounted.
    """
    problem_id, into = _found(event_id, problem_id)
    given = _given(in_round, seat_id)
    elsewhere = sum(n for number, n in given.items() if _end_of(number, into) != problem_id)
    if dots > in_round.most or elsewhere + dots > in_round.dots:
        raise NotCounted(Why.TOO_MANY_DOTS)
    merged = [n for n in given if n != problem_id and _end_of(n, into) == problem_id]
    if merged or (problem_id in given and not dots):
        _take_back(in_round, seat_id, Vote.problem_id.in_([*merged, problem_id]))
    if dots:
        _put(in_round, seat_id, dots, problem_id=problem_id)
    return in_round.dots - elsewhere - dots


def say_mine_too(
    in_round: Round,
    seat_id: int,
    event_id: int,
    *,
    problem_id: int | None,
    statement_id: int | None,
    is_mine: bool,
) -> None:
    """Say of a problem, or of a sentence that all may see, that it is one's own, too; or no more.
    Raises NotCounted."""
    if statement_id is not None:
        _require_seen(in_round, statement_id)
        on, on_it = {"statement_id": statement_id}, Vote.statement_id == statement_id
    else:
        number, _into = _found(event_id, problem_id or 0)
        on, on_it = {"problem_id": number}, Vote.problem_id == number
    if is_mine:
        _put(in_round, seat_id, 1, **on)
    else:
        _take_back(in_round, seat_id, on_it)


def _found(event_id: int, problem_id: int) -> tuple[int, Mapping[int, int]]:
    """The open problem that this one is shown as, and what is merged into what in the list. A phone
    may not know yet that a problem was merged."""
    rows = db.session.execute(
        sa.select(Problem.id, Problem.standing, Problem.merged_into_id)
        .join(Problem.problem_list)
        .where(
            ProblemList.event_id == event_id,
            sa.or_(Problem.id == problem_id, Problem.standing == ProblemStanding.MERGED),
        )
    ).all()
    standings = {number: standing for number, standing, _into in rows}
    into = {number: target for number, _standing, target in rows if target is not None}
    end = _end_of(problem_id, into)
    standing = standings.get(problem_id)
    if standing is ProblemStanding.MERGED:
        standing = db.session.scalar(sa.select(Problem.standing).where(Problem.id == end))
    if standing is not ProblemStanding.OPEN:
        raise NotCounted(Why.NO_PROBLEM)
    return end, into


def _end_of(number: int, into: Mapping[int, int]) -> int:
    for _step in range(len(into)):
        if number not in into:
            break
        number = into[number]
    return number


def _given(in_round: Round, seat_id: int) -> dict[int, int]:
    rows = sa.select(Vote.problem_id, Vote.dots).where(
        Vote.round_id == in_round.id, Vote.seat_id == seat_id, Vote.problem_id.is_not(None)
    )
    return {number: dots for number, dots in db.session.execute(rows) if number is not None}


def _require_seen(in_round: Round, statement_id: int) -> None:
    seen = sa.select(Statement.id).where(
        Statement.id == statement_id,
        Statement.workshop_id == in_round.workshop_id,
        Statement.state.in_([StatementState.VISIBLE, StatementState.JOINED]),
    )
    if db.session.scalar(seen) is None:
        raise NotCounted(Why.NO_STATEMENT)


def _put(in_round: Round, seat_id: int, dots: int, **on: int) -> None:
    insert = insert_into(Vote, dialect=db.engine.dialect.name).values(
        round_id=in_round.id, seat_id=seat_id, dots=dots, **on
    )
    once = ["round_id", "seat_id", *on]
    db.session.execute(insert.on_conflict_do_update(index_elements=once, set_={"dots": dots}))


def _take_back(in_round: Round, seat_id: int, which: sa.ColumnElement[bool]) -> None:
    gone = sa.delete(Vote).where(Vote.round_id == in_round.id, Vote.seat_id == seat_id, which)
    db.session.execute(gone, execution_options={"synchronize_session": False})
