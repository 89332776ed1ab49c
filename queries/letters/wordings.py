"""The letters of an event in its organizers' own words."""

import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.letters import LetterKind, LetterWording

_OWN = sa.select(LetterWording).where(
    LetterWording.event_id == sa.bindparam("event_id"), LetterWording.kind == sa.bindparam("kind")
)


def own_wording(event: Event, kind: LetterKind) -> LetterWording | None:
    """Asks the database only where the event has any wording of its own."""
    if not event.worded:
        return None
    return db.session.scalar(_OWN, {"event_id": event.id, "kind": kind})


def own_wordings(event: Event) -> dict[LetterKind, LetterWording]:
    rows = db.session.scalars(sa.select(LetterWording).where(LetterWording.event_id == event.id))
    return {row.kind: row for row in rows}
