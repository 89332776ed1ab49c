"""Events as the back office sees them: drafts too, within the user's province."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from extensions import db
from lib.pages import Page, page_of
from models.check_in import Checkpoint
from models.events import Event, EventKind, EventStatus, Session
from models.registrations import Registration, RegistrationStatus
from models.users import User
from policy import scoped
from queries import choices, turkish_text

PAGE = 50


class When(StrEnum):
    COMING = "coming"
    PAST = "past"
    ALL = "all"


@dataclass(frozen=True, kw_only=True)
class EventFilter:
    """What an organizer looks for; also the list's address."""

    text: str = ""
    status: EventStatus | None = None
    kind: EventKind | None = None
    province: str | None = None
    when: When = When.COMING

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "EventFilter":
        return cls(
            text=choices.search_text(query),
            status=choices.member(EventStatus, query.get("status")),
            kind=choices.member(EventKind, query.get("kind")),
            province=choices.province(query.get("province")),
            when=choices.member(When, query.get("when")) or When.COMING,
        )

    def page(self, user: User, *, at: datetime, after: str | None) -> Page[Event]:
        """Coming ones soonest first, the others latest first. Raises BadCursor."""
        return page_of(
            db.session(),
            self._select(user, at),
            Event.starts_at,
            Event.id,
            limit=PAGE,
            after=after,
            descending=self.when is not When.COMING,
        )

    def _select(self, user: User, at: datetime) -> sa.Select[Event]:
        events = scoped(sa.select(Event), user)
        if self.text:
            title = turkish_text.contains(Event.title, self.text)
            venue = turkish_text.contains(Event.venue, self.text)
            events = events.where(title | venue)
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


def upcoming_events(user: User, *, at: datetime, limit: int) -> list[Event]:
    """The next published events that are not over."""
    return list(
        db.session.scalars(
            scoped(sa.select(Event), user)
            .where(Event.status == EventStatus.PUBLISHED, Event.ends_at > at)
            .order_by(Event.starts_at, Event.id)
            .limit(limit)
        ).unique()
    )


def drafts(user: User, *, at: datetime, limit: int) -> list[Event]:
    """Events that nobody can see yet, soonest first."""
    return list(
        db.session.scalars(
            scoped(sa.select(Event), user)
            .where(Event.status == EventStatus.DRAFT, Event.ends_at > at)
            .order_by(Event.starts_at, Event.id)
            .limit(limit)
        ).unique()
    )


def events_with_applications(user: User, *, at: datetime, limit: int) -> list[tuple[Event, int]]:
    """Events that are not over and have people awaiting a decision, with how many."""
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


def just_made(title: str, starts_at: datetime, *, by: User, since: datetime) -> Event | None:
    """The draft that the same person made of the same form a moment ago."""
    return db.session.scalar(
        sa.select(Event)
        .where(
            Event.created_by_id == by.id,
            Event.created_at >= since,
            Event.title == title,
            Event.starts_at == starts_at,
        )
        .limit(1)
    )


def session_for(session_id: int, user: User) -> Session | None:
    """A session of the agenda, if the user's province allows it."""
    return db.session.scalar(
        scoped(sa.select(Session).join(Session.event).where(Session.id == session_id), user)
    )


def checkpoint_for(checkpoint_id: int, user: User) -> Checkpoint | None:
    """A door, if the user's province allows it."""
    return db.session.scalar(
        scoped(
            sa.select(Checkpoint).join(Checkpoint.event).where(Checkpoint.id == checkpoint_id), user
        )
    )


def checkpoints_of(event: Event) -> list[Checkpoint]:
    return list(
        db.session.scalars(
            sa.select(Checkpoint)
            .where(Checkpoint.event_id == event.id)
            .options(sa.orm.joinedload(Checkpoint.session))
            .order_by(Checkpoint.id)
        )
    )


def agenda_of(event: Event) -> list[Session]:
    """The sessions in order, with their speakers."""
    return list(
        db.session.scalars(
            sa.select(Session)
            .where(Session.event_id == event.id)
            .options(sa.orm.selectinload(Session.speakers))
            .order_by(Session.starts_at, Session.id)
        )
    )
