"""Who looked at people's data, as administrators search it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib.paging import Page, page_of
from models.accesses import Access, AccessKind
from models.events import Event
from models.users import User
from policy import scoped
from queries.base import arguments


@dataclass(frozen=True, kw_only=True)
class AccessFilter:
    """Which accesses are meant; it is also the page's address."""

    user: int | None = None
    event: int | None = None
    person: int | None = None
    """The number of a registration that was opened by itself."""
    kind: AccessKind | None = None
    first: date | None = None
    last: date | None = None
    """The first and the last day, both included."""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "AccessFilter":
        """Raises BadArgument."""
        return cls(
            user=arguments.row_number(query, "user"),
            event=arguments.row_number(query, "event"),
            person=arguments.row_number(query, "person"),
            kind=arguments.member(AccessKind, query, "kind"),
            first=arguments.day(query, "first"),
            last=arguments.day(query, "last"),
        )

    @property
    def narrows(self) -> bool:
        return self != AccessFilter()

    def page(
        self, seen_by: User, *, zone: str, limit: int, after: str | None = None
    ) -> Page[Access]:
        """The newest first; days are those of the zone. Raises BadCursor.

        Rows of no event are about several provinces: only users bound to none see them.
        """
        rows = (
            sa.select(Access)
            .outerjoin(Access.event)
            # An event's places are inner joined and would leave out rows of no event.
            .options(
                contains_eager(Access.event).lazyload(Event.places),
                joinedload(Access.user),
                joinedload(Access.device),
            )
            .where(*self._rules(ZoneInfo(zone)))
        )
        return page_of(
            db.session(),
            scoped(rows, seen_by),
            Access.at,
            Access.id,
            limit=limit,
            after=after,
            descending=True,
        )

    def _rules(self, zone: ZoneInfo) -> list[sa.ColumnElement[bool]]:
        rules: list[sa.ColumnElement[bool]] = [
            column == wanted
            for column, wanted in (
                (Access.user_id, self.user),
                (Access.event_id, self.event),
                (Access.registration_id, self.person),
                (Access.kind, self.kind),
            )
            if wanted is not None
        ]
        if self.first:
            rules.append(Access.at >= _midnight(self.first, zone))
        if self.last:
            rules.append(Access.at < _midnight(self.last + timedelta(days=1), zone))
        return rules


def users_by_name() -> Sequence[User]:
    """Everybody who may have looked, also those who have left."""
    return db.session.scalars(sa.select(User).order_by(User.name, User.id)).all()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
