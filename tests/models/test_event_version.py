"""Kept copies of an event's page live by its version: each change must give it another one."""

import sqlalchemy as sa

from extensions import db
from models.events import Event
from tests import factories


def test_two_changes_at_once_count_up_twice(app):
    event = factories.event()
    before = event.version
    with db.session.begin_nested():
        # What another organizer saved after we had read the event.
        counted = sa.update(Event.__table__).values(version=before + 1)
        db.session.connection().execute(counted)
    event.venue = "Başka bir salon"
    db.session.commit()
    stored = db.session.scalar(sa.select(Event.__table__.c.version))
    assert stored == before + 2
    assert event.version == stored
