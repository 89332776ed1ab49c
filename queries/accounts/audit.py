"""What the audit holds, as administrators search it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib.local_days import midnight
from lib.paging import Page, page_of
from models.audit import AuditAction, AuditEntry
from models.events import Event
from models.users import User
from policy import scoped
from queries.base import arguments


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """Which entries are meant; it is also the page's address."""

    action: AuditAction | None = None
    user: int | None = None
    event: int | None = None
    first: date | None = None
    last: date | None = None
    """The first and the last day, both included."""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "AuditFilter":
        """Raises BadArgument."""
        return cls(
            action=arguments.member(AuditAction, query, "action"),
            user=arguments.row_number(query, "user"),
            event=arguments.row_number(query, "event"),
            first=arguments.day(query, "first"),
            last=arguments.day(query, "last"),
        )

    @property
    def narrows(self) -> bool:
        return self != AuditFilter()

    def page(
        self, seen_by: User, *, zone: str, limit: int, after: str | None = None
    ) -> Page[AuditEntry]:
        """The newest first; days are those of the zone. Raises BadCursor.

        What concerns no event concerns the whole site: only users bound to no province see it.
        """
        rows = (
            sa.select(AuditEntry)
            .outerjoin(AuditEntry.event)
            # An event's places are inner joined and would leave out entries of no event.
            .options(
                contains_eager(AuditEntry.event).lazyload(Event.places),
                joinedload(AuditEntry.user),
            )
            .where(*self._rules(zone))
        )
        shown = scoped(rows, seen_by)
        return page_of(
            db.session(), shown, AuditEntry.id, limit=limit, after=after, descending=True
        )

    def _rules(self, zone: str) -> list[sa.ColumnElement[bool]]:
        rules: list[sa.ColumnElement[bool]] = [
            column == wanted
            for column, wanted in (
                (AuditEntry.action, self.action and self.action.value),
                (AuditEntry.user_id, self.user),
                (AuditEntry.event_id, self.event),
            )
            if wanted is not None
        ]
        if self.first:
            rules.append(AuditEntry.at >= midnight(self.first, zone))
        if self.last:
            rules.append(AuditEntry.at < midnight(self.last + timedelta(days=1), zone))
        return rules
