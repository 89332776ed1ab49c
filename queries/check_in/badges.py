"""The people whose badges are printed."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.paging import Page, page_of
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from queries.registrations.participants import ParticipantFilter


def badge_count(event: Event, wanted: ParticipantFilter) -> int:
    """How many people `badge_page` lists in all its parts."""
    counted = sa.select(sa.func.count()).select_from(
        _confirmed(event, wanted).with_only_columns(Registration.id).subquery()
    )
    return db.session.scalar(counted) or 0


def badge_page(
    event: Event, wanted: ParticipantFilter, *, limit: int, after: str | None = None
) -> Page[Registration]:
    """The people whom the filter finds, confirmed and with a ticket. Raises BadCursor."""
    return page_of(
        db.session(),
        _confirmed(event, wanted).options(contains_eager(Registration.ticket)),
        Registration.sort_key,
        Registration.id,
        limit=limit,
        after=after,
    )


def _confirmed(event: Event, wanted: ParticipantFilter) -> sa.Select[Registration]:
    return (
        wanted.select(event)
        .join(Registration.ticket)
        .where(Registration.status == RegistrationStatus.CONFIRMED)
    )
