"""The programme as everyone sees it: what is coming, what it reached, which problems it found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.paging import Page, page_of
from models.checkpoints import Checkpoint
from models.events import SEEN, Event, EventKind, EventStatus
from models.problems import Problem
from models.registrations import Registration
from models.scans import Attendance
from models.scopes import Scope
from queries.base import arguments
from queries.problems.priority import in_list_of
from queries.problems.published import is_part_of_public, is_public


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
            _count(sa.select(Problem.id).where(is_public(), ~is_part_of_public())),
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


def seen_events(numbers: Collection[int]) -> Sequence[Event]:
    """Those of these events that everyone may see, the first first."""
    if not numbers:
        return []
    rows = sa.select(Event).where(Event.id.in_(numbers), Event.status.in_(SEEN))
    return db.session.scalars(rows.order_by(Event.starts_at, Event.id)).all()


def has_published_problems(event: Event) -> bool:
    rows = sa.select(Problem.id).where(in_list_of(Scope(event_id=event.id)), is_public())
    return bool(db.session.scalar(sa.select(rows.exists())))


def _count(rows: sa.Select[Any]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery()
