"""Events as the back office sees them: also drafts, within the user's province."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from extensions import db
from lib.paging import Page, page_of
from models.events import Event, EventKind, EventStatus
from models.registrations import Registration, RegistrationStatus
from models.users import User
from policy import scoped
from queries.base import arguments

_SECOND_CLICK = timedelta(seconds=30)
"""No later than this after the first."""


class When(StrEnum):
    COMING = "coming"
    PAST = "past"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class EventFilter:
    """What an organizer looks for; it is also the list's address."""

    text: str = ""
    status: EventStatus | None = None
    kind: EventKind | None = None
    province: str | None = None
    when: When = When.COMING

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "EventFilter":
        return cls(
            text=arguments.search_text(query),
            status=arguments.member(EventStatus, query, "status"),
            kind=arguments.member(EventKind, query, "kind"),
            province=arguments.province(query),
            when=arguments.member(When, query, "when") or When.COMING,
        )

    def page(
        self, user: User, *, at: datetime, limit: int, after: str | None = None
    ) -> Page[Event]:
        """Coming events soonest first, others latest first. Raises BadCursor."""
        return page_of(
            db.session(),
            self._select(user, at),
            Event.starts_at,
            Event.id,
            limit=limit,
            after=after,
            descending=self.when is not When.COMING,
        )

    def _select(self, user: User, at: datetime) -> sa.Select[Event]:
        events = scoped(sa.select(Event), user)
        events = events.where(*arguments.words_in(Event.search_key, self.text))
        for column, value in (
            (Event.status, self.status),
            (Event.kind, self.kind),
            (Event.province, self.province),
        ):
            if value is not None:
                events = events.where(column == value)
        if self.when is not When.ALL:
            coming = Event.ends_at > at
            events = events.where(coming if self.when is When.COMING else ~coming)
        return events


def events_with_applications(user: User, *, at: datetime, limit: int) -> list[tuple[Event, int]]:
    """Events that are not over with applications to decide about, and how many each has."""
    awaiting = sa.and_(
        Registration.event_id == Event.id, Registration.status == RegistrationStatus.PENDING
    )
    count = sa.select(sa.func.count()).where(awaiting).correlate(Event).scalar_subquery()
    rows = db.session.execute(
        scoped(sa.select(Event, count), user)
        .where(Event.ends_at > at, sa.exists().where(awaiting))
        .order_by(Event.starts_at, Event.id)
        .limit(limit)
    ).unique()
    return [(event, waiting) for event, waiting in rows]


def just_made(title: str, starts_at: datetime, *, by: User, at: datetime) -> Event | None:
    """The draft that the user made with this title and beginning a moment ago, by the first of two
    clicks."""
    return db.session.scalar(
        sa.select(Event)
        .where(
            Event.created_by_id == by.id,
            Event.created_at >= at - _SECOND_CLICK,
            Event.title == title,
            Event.starts_at == starts_at,
        )
        .limit(1)
    )
