"""Lists that programs walk through page by page, each row once, however many there are."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from lib.pages import Page, page_of
from models.events import Event, EventKind, EventStatus
from models.registrations import Registration
from models.users import User
from policy import scoped
from queries.participants import ParticipantFilter


def listed_events(
    user: User,
    *,
    kind: EventKind | None,
    status: EventStatus | None,
    province: str | None,
    limit: int,
    after: str | None,
) -> Page[Event]:
    """The user's events, the latest first. Raises BadCursor."""
    rows = scoped(sa.select(Event), user)
    for column, wanted in ((Event.kind, kind), (Event.status, status), (Event.province, province)):
        if wanted is not None:
            rows = rows.where(column == wanted)
    order = (Event.starts_at, Event.id)
    return page_of(db.session(), rows, *order, limit=limit, after=after, descending=True)


def listed_registrations(
    event: Event, narrowed: ParticipantFilter, *, limit: int, after: str | None
) -> Page[Registration]:
    """People of an event in the order of the Turkish alphabet. Raises BadCursor."""
    rows = narrowed.select(event).options(joinedload(Registration.ticket))
    order = (Registration.sort_key, Registration.id)
    return page_of(db.session(), rows, *order, limit=limit, after=after)
