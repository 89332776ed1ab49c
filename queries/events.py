import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from models.events import Event, EventStatus, Session
from models.users import User
from policy import scoped

_SEEN = (EventStatus.PUBLISHED, EventStatus.CANCELLED)


def published_event(slug: str) -> Event | None:
    """An event that everyone may see, with its agenda; one that was called off stays visible."""
    return db.session.scalar(
        sa.select(Event)
        .where(Event.slug == slug, Event.status.in_(_SEEN))
        .options(selectinload(Event.sessions).selectinload(Session.speakers))
    )


def event_for(event_id: int, user: User) -> Event | None:
    """An event of the back office, if the user's province allows it."""
    return db.session.scalar(scoped(sa.select(Event).where(Event.id == event_id), user))
