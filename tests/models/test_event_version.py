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
        db.session.execute(sa.text("UPDATE events SET version = :version"), {"version": before + 1})
    event.venue = "Başka bir salon"
    db.session.commit()
    stored = db.session.scalar(sa.select(Event.version))
    assert stored == before + 2
    assert event.version == stored
