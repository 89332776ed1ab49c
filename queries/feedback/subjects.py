"""The sessions and speakers that a form asks about."""

from collections.abc import Mapping

import sqlalchemy as sa

from extensions import db
from models.events import Event, Session, Speaker
from queries.feedback.results import By


def subject_names(event: Event | None, by: By | None, locale: str) -> Mapping[int, str]:
    """The titles of the event's sessions or the names of its speakers, by their numbers."""
    if event is None or by not in (By.SESSION, By.SPEAKER):
        return {}
    if by is By.SESSION:
        sessions = sa.select(Session).where(Session.event_id == event.id)
        return {each.id: each.title_in(locale) for each in db.session.scalars(sessions)}
    speakers = (
        sa.select(Speaker.id, Speaker.name)
        .join(Speaker.session)
        .where(Session.event_id == event.id)
    )
    return {number: name for number, name in db.session.execute(speakers)}  # noqa: C416
