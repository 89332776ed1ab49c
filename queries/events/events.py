from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from extensions import db
from models.contacts import WHOLE_SITE, SharedContact
from models.events import SEEN, Event, EventStatus, Session
from models.places import Quota, QuotaScope
from models.users import User
from policy import scoped

_EVENTS, _QUOTAS = cast(sa.Table, Event.__table__), cast(sa.Table, Quota.__table__)
_SHARED = cast(sa.Table, SharedContact.__table__)
# Each looked up by its key: that costs half of what one look-up of both does.
_VERSIONS_OF_CONTACTS = (
    sa.select(_SHARED.c.version).where(_SHARED.c.place == _EVENTS.c.province).scalar_subquery(),
    sa.select(_SHARED.c.version).where(_SHARED.c.place == WHOLE_SITE).scalar_subquery(),
)
# One row for each quota of the event; few events have more than one.
_PAGE_STATE = (
    sa.select(
        _EVENTS.c.id,
        _EVENTS.c.created_at,
        _EVENTS.c.version,
        _QUOTAS.c.taken,
        _QUOTAS.c.capacity,
        *_VERSIONS_OF_CONTACTS,
    )
    .join_from(_EVENTS, _QUOTAS, _QUOTAS.c.event_id == _EVENTS.c.id)
    .where(_EVENTS.c.slug == sa.bindparam("slug"), _EVENTS.c.status != EventStatus.DRAFT)
    .order_by(_QUOTAS.c.id)
)
_ANNOUNCED = (
    sa.select(Event)
    .where(Event.slug == sa.bindparam("slug"), Event.status.in_(SEEN))
    .options(joinedload(Event.strata), joinedload(Event.shared_contacts))
)
_COUNTS_IN_FORM = sa.or_(
    _QUOTAS.c.scope != QuotaScope.EVENT, sa.func.count(_QUOTAS.c.sector).over() > 0
)
# The form says whether the event has places left, not how many, so that most registrations do not
# change it. Of sectors, sessions and choices it says how many are left; of a sector never more than
# of the event.
_FORM_STATE = (
    sa.select(
        _EVENTS.c.id,
        _EVENTS.c.created_at,
        _EVENTS.c.version,
        sa.or_(_QUOTAS.c.capacity.is_(None), _QUOTAS.c.taken < _QUOTAS.c.capacity),
        sa.case((_COUNTS_IN_FORM, _QUOTAS.c.taken)),
    )
    .join_from(_EVENTS, _QUOTAS, _QUOTAS.c.event_id == _EVENTS.c.id)
    .where(_EVENTS.c.slug == sa.bindparam("slug"), _EVENTS.c.status != EventStatus.DRAFT)
    .order_by(_QUOTAS.c.id)
)


def published_event(slug: str) -> Event | None:
    """An event that everyone may see, with its agenda; one that was called off stays visible."""
    sessions = selectinload(Event.sessions)
    return (
        db.session.scalars(
            sa.select(Event)
            .where(Event.slug == slug, Event.status.in_(SEEN))
            .options(
                joinedload(Event.strata),
                joinedload(Event.shared_contacts),
                sessions.selectinload(Session.speakers),
                sessions.joinedload(Session.places),
            )
        )
        .unique()
        .one_or_none()
    )


def announced_event(slug: str) -> Event | None:
    """The same event, for pages that do not show its agenda."""
    return db.session.scalars(_ANNOUNCED, {"slug": slug}).unique().one_or_none()


def event_page_state(slug: str, engine: sa.Engine) -> tuple[Any, ...] | None:
    """A value that changes whenever the public page of an event would; None: there is no such page.

    It is one select without the ORM and the application's context, since it runs for every view of
    a kept page.
    """
    return _state(_PAGE_STATE, slug, engine)


def registration_form_state(slug: str, engine: sa.Engine) -> tuple[Any, ...] | None:
    """A value that changes whenever an event's registration form would; None: there is no such
    form."""
    return _state(_FORM_STATE, slug, engine)


def _state(
    select: sa.Select[*tuple[Any, ...]], slug: str, engine: sa.Engine
) -> tuple[Any, ...] | None:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # one round trip instead of three
            connection.execution_options(isolation_level="AUTOCOMMIT")
        rows = connection.execute(select, {"slug": slug}).all()
    return tuple(map(tuple, rows)) or None


def event_for(event_id: int, user: User) -> Event | None:
    """An event of the back office, if the user's province allows it."""
    return db.session.scalar(scoped(sa.select(Event).where(Event.id == event_id), user))
