"""The programme as everyone sees it: what is coming, what it reached, which problems it found."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from extensions import db
from lib.paging import Page, page_of
from models.checkpoints import Checkpoint
from models.events import Event, EventKind, EventStatus
from models.problems import Problem, ProblemList
from models.registrations import Registration
from models.scans import Attendance
from queries.base import arguments
from queries.problems.problems import ProblemOfBothSides

SEEN = (EventStatus.PUBLISHED, EventStatus.CANCELLED)


@dataclass(frozen=True)
class ProgrammeFigures:
    events_held: int
    people_attended: int
    provinces_reached: int
    problems_published: int


@dataclass(frozen=True, kw_only=True)
class EventFilter:
    """Which events everyone is shown; `text` is looked for in titles and places."""

    kind: EventKind | None = None
    province: str | None = None
    text: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "EventFilter":
        return cls(
            kind=arguments.member(EventKind, query, "kind"),
            province=arguments.province(query),
            text=arguments.search_text(query),
        )

    def apply(self, rows: sa.Select[Event]) -> sa.Select[Event]:
        if self.kind:
            rows = rows.where(Event.kind == self.kind)
        if self.province:
            rows = rows.where(Event.province == self.province)
        return rows.where(*arguments.words_in(Event.search_key, self.text))


def programme_figures(*, at: datetime) -> ProgrammeFigures:
    """The figures in one statement; an event and who came to it count once it has ended and was not
    called off."""
    held = (Event.status == EventStatus.PUBLISHED, Event.ends_at <= at)
    row = db.session.execute(
        sa.select(
            _count(sa.select(Event.id).where(*held)),
            _count(
                # A merged registration stands for the same person as the one it was merged into.
                sa.select(sa.func.coalesce(Registration.merged_into_id, Registration.id))
                .join(Attendance, Attendance.registration_id == Registration.id)
                .join(Checkpoint, Checkpoint.id == Attendance.checkpoint_id)
                .join(Event, Event.id == Checkpoint.event_id)
                .where(*held, ~Checkpoint.beside_programme)
                .distinct()
            ),
            _count(sa.select(Event.province).where(*held, Event.province.is_not(None)).distinct()),
            _count(
                sa.select(Problem.id)
                .join(Problem.problem_list)
                .join(ProblemList.event)
                .where(Problem.published_at.is_not(None), Event.status.in_(SEEN))
            ),
        )
    ).one()
    return ProgrammeFigures(*row)


def upcoming_events(
    wanted: EventFilter, *, at: datetime, limit: int, after: str | None = None
) -> Page[Event]:
    """Events that have not ended, the next first. Raises lib.paging.BadCursor."""
    rows = sa.select(Event).where(Event.status.in_(SEEN), Event.ends_at > at)
    return page_of(
        db.session(), wanted.apply(rows), Event.starts_at, Event.id, limit=limit, after=after
    )


def past_events(
    wanted: EventFilter, *, at: datetime, limit: int, after: str | None = None
) -> Page[Event]:
    """Events that have ended, the latest first. Raises lib.paging.BadCursor."""
    rows = sa.select(Event).where(Event.status.in_(SEEN), Event.ends_at <= at)
    return page_of(
        db.session(),
        wanted.apply(rows),
        Event.starts_at,
        Event.id,
        limit=limit,
        after=after,
        descending=True,
    )


def events_since(moment: datetime, *, limit: int) -> list[Event]:
    """The events in the programme's calendar: all that end after the moment."""
    return list(
        db.session.scalars(
            sa.select(Event)
            .where(Event.status.in_(SEEN), Event.ends_at > moment)
            .order_by(Event.starts_at, Event.id)
            .limit(limit)
        )
    )


def published_problems(
    *, province: str | None, text: str, limit: int, after: str | None = None
) -> Page[Problem]:
    """Published problems with event and statements, the newest first. Raises
    lib.paging.BadCursor."""
    rows = (
        sa.select(Problem)
        .join(Problem.problem_list)
        .join(ProblemList.event)
        .where(Problem.published_at.is_not(None), Event.status.in_(SEEN))
        .where(*arguments.words_in(Problem.search_key, text))
        .options(
            contains_eager(Problem.problem_list).contains_eager(ProblemList.event),
            selectinload(Problem.statements),
        )
    )
    if province:
        rows = rows.where(Event.province == province)
    order = cast(Any, Problem.published_at), Problem.id
    return page_of(db.session(), rows, *order, limit=limit, after=after, descending=True)


def both_sides(problem: Problem) -> ProblemOfBothSides:
    sides = Counter(statement.side for statement in problem.statements)
    return ProblemOfBothSides(problem, problem.statements, sides)


def has_published_problems(event: Event) -> bool:
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    Problem.list_id == ProblemList.id,
                    ProblemList.event_id == event.id,
                    Problem.published_at.is_not(None),
                )
            )
        )
    )


def _count(rows: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery()
