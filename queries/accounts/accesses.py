"""Who looked at people's data, as administrators search it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib.local_days import midnight
from lib.paging import Page, page_of
from lib.turkish import sort_key
from models.accesses import Access, AccessKind
from models.events import Event
from models.users import User
from policy import at_work_scoped, scoped
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
            .where(*self._rules(zone))
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

    def _rules(self, zone: str) -> list[sa.ColumnElement[bool]]:
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
            rules.append(Access.at >= midnight(self.first, zone))
        if self.last:
            rules.append(Access.at < midnight(self.last + timedelta(days=1), zone))
        return rules


def users_by_name(seen_by: User) -> Sequence[User]:
    """Who may have been at work there, also those who have left, in the order of the Turkish
    alphabet."""
    there = at_work_scoped(sa.select(User), seen_by)
    return sorted(db.session.scalars(there), key=lambda user: (sort_key(user.name), user.id))
