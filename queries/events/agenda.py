from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from extensions import db
from models.events import Event, Session
from models.users import User
from policy import scoped


def session_for(session_id: int, user: User) -> Session | None:
    """A session of the agenda, if the user's province allows it."""
    return db.session.scalar(
        scoped(sa.select(Session).join(Session.event).where(Session.id == session_id), user)
    )


def agenda_of(event: Event) -> Sequence[Session]:
    """The sessions in order, with their speakers and places."""
    return db.session.scalars(
        sa.select(Session)
        .where(Session.event_id == event.id)
        .options(selectinload(Session.speakers), joinedload(Session.places))
        .order_by(Session.starts_at, Session.id)
    ).all()


def sessions_to_choose(event: Event) -> Sequence[Session]:
    """The sessions that people choose when they register, in order, with their places."""
    return db.session.scalars(
        sa.select(Session)
        .where(Session.event_id == event.id, Session.chosen)
        .options(joinedload(Session.places))
        .order_by(Session.starts_at, Session.id)
    ).all()


def session_names(event: Event, locale: str) -> dict[int, str]:
    """The titles by number; where several sessions have one title, with the time behind it."""
    rows = sa.select(Session).where(Session.event_id == event.id)
    sessions = db.session.scalars(rows.order_by(Session.starts_at, Session.id)).all()
    titles = Counter(session.title_in(locale) for session in sessions)

    def name(session: Session) -> str:
        title = session.title_in(locale)
        begins = session.starts_at.astimezone(ZoneInfo(event.timezone))
        return title if titles[title] == 1 else f"{title} ({begins:%Y-%m-%d %H:%M})"

    return {session.id: name(session) for session in sessions}
