"""Letters of an event that its organizers put into their own words."""

import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.letters import LetterKind, LetterWording

_OWN = sa.select(LetterWording).where(
    LetterWording.event_id == sa.bindparam("event_id"), LetterWording.kind == sa.bindparam("kind")
)


def own_wording(event: Event, kind: LetterKind) -> LetterWording | None:
    """The event's own wording; the database is asked only where the event has any."""
    if not event.worded:
        return None
    return db.session.scalar(_OWN, {"event_id": event.id, "kind": kind})


def own_wordings(event: Event) -> dict[LetterKind, LetterWording]:
    rows = db.session.scalars(sa.select(LetterWording).where(LetterWording.event_id == event.id))
    return {row.kind: row for row in rows}
