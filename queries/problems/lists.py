"""Which problem lists there are, who may see them, and how far each has come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.problems import Problem, ProblemList, ProblemStanding
from models.scopes import PROGRAMME, Scope
from models.statements import Statement, StatementState
from models.users import User
from policy import lists_scoped, scoped, statements_scoped


@dataclass(frozen=True, kw_only=True)
class ListState:
    """A list, whether it was made or not: its statements come before it."""

    scope: Scope
    event: Event | None
    statements: int = 0
    ungrouped: int = 0
    """Those in no problem, hidden ones aside."""
    waiting: int = 0
    """Those with a mark that waits for a moderator."""
    problems: int = 0
    published_at: datetime | None = None
    closed_at: datetime | None = None


def may_see(scope: Scope, user: User) -> bool:
    """Whether the user's province allows this list. It need not have been made yet."""
    if scope.event_id is not None:
        rows = sa.select(Event.id).where(Event.id == scope.event_id)
        return db.session.scalar(scoped(rows, user)) is not None
    return user.province is None or user.province == scope.province


def lists_for(user: User) -> list[ListState]:
    """The programme's list, the provinces', then those of events, the latest event first: those on
    which something is, and the user's own."""
    said, found = _said(user), _found(user)
    own = PROGRAMME if user.province is None else Scope(province=user.province)
    scopes = {own, *said, *found}
    events = _events({scope.event_id for scope in scopes if scope.event_id is not None})
    states = [
        ListState(
            scope=scope,
            event=events.get(scope.event_id or 0),
            **said.get(scope, {}),
            **found.get(scope, {}),
        )
        for scope in scopes
    ]
    return sorted(states, key=_place)


def _said(user: User) -> Mapping[Scope, dict[str, Any]]:
    shown = Statement.state != StatementState.HIDDEN
    province = sa.case((Statement.event_id.is_(None), Statement.province))
    rows = (
        sa.select(
            Statement.event_id,
            province,
            sa.func.count(),
            sa.func.count(sa.case((sa.and_(shown, Statement.problem_id.is_(None)), 1))),
            sa.func.count(sa.case((sa.and_(shown, Statement.unanswered), 1))),
        )
        .outerjoin(Statement.event)
        .group_by(Statement.event_id, province)
    )
    return {
        Scope(event_id, place): {"statements": count, "ungrouped": ungrouped, "waiting": waiting}
        for event_id, place, count, ungrouped, waiting in db.session.execute(
            statements_scoped(rows, user)
        )
    }


def _found(user: User) -> Mapping[Scope, dict[str, Any]]:
    """The lists that were made and have something in them, or are published or closed."""
    is_open = sa.and_(Problem.list_id == ProblemList.id, Problem.standing == ProblemStanding.OPEN)
    number = sa.select(sa.func.count()).where(is_open).correlate(ProblemList).scalar_subquery()
    rows = (
        sa.select(
            ProblemList.event_id,
            ProblemList.province,
            number.label("problems"),
            ProblemList.published_at,
            ProblemList.closed_at,
        )
        .outerjoin(Event, Event.id == ProblemList.event_id)
        .where(
            sa.or_(
                sa.exists().where(is_open).correlate(ProblemList),
                ProblemList.published_at.is_not(None),
                ProblemList.closed_at.is_not(None),
            )
        )
    )
    return {
        Scope(event_id, province): {
            "problems": problems,
            "published_at": published_at,
            "closed_at": closed_at,
        }
        for event_id, province, problems, published_at, closed_at in db.session.execute(
            lists_scoped(rows, user)
        )
    }


def _events(numbers: Collection[int]) -> Mapping[int, Event]:
    rows = sa.select(Event).where(Event.id.in_(numbers))
    return {event.id: event for event in db.session.scalars(rows)}


def _place(state: ListState) -> tuple[int, float, str, int]:
    begins = state.event.starts_at if state.event else datetime(1970, 1, 1, tzinfo=UTC)
    scope = state.scope
    return -scope.width, -begins.timestamp(), scope.province or "", scope.event_id or 0
