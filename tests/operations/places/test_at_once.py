"""What two people decide about one event's places in the same moment, each in a transaction."""

from dataclasses import fields
from threading import Event as Flag

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.events import Event
from models.places import Quota
from models.registrations import Registration, RegistrationSource, RegistrationStatus
from operations.events.events import EventDetails, change_event
from operations.registrations import entries as registrations
from operations.registrations.entries import change_status, register_for_someone
from tests import factories
from tests.turns import PATIENCE, in_threads, until_somebody_waits

_S = RegistrationStatus


@pytest.mark.race
def test_who_registers_while_the_last_place_is_given_back_does_not_wait_beside_it(app):
    assert statuses_after_leaving_and_coming_at_once(app) == {_S.CANCELLED, _S.CONFIRMED}
    assert db.session.scalar(sa.select(Quota.taken)) == 1


@pytest.mark.race
def test_without_the_hold_a_place_stays_free_while_someone_waits(app, monkeypatch):
    """The twin: SQLite's writers wait for each other from their beginning, PostgreSQL's do not."""
    monkeypatch.setattr(registrations, "hold_places", lambda _event: True)
    statuses = statuses_after_leaving_and_coming_at_once(app)
    on_postgres = db.engine.dialect.name == "postgresql"
    assert statuses == {_S.CANCELLED, _S.WAITLISTED if on_postgres else _S.CONFIRMED}


def statuses_after_leaving_and_coming_at_once(app):
    event = factories.event(capacity=1, waitlist=True)
    event_id, leaving_id = event.id, factories.registration(event).id
    freed, comes, through = Flag(), Flag(), Flag()

    def leave():
        change_status(
            db.session.get_one(Registration, leaving_id), _S.CANCELLED, at=utc_now(), by=None
        )
        freed.set()
        comes.wait(PATIENCE)
        until_somebody_waits(through)
        db.session.commit()

    def come():
        freed.wait(PATIENCE)
        comes.set()
        register_for_someone(
            db.session.get_one(Event, event_id),
            factories.person(),
            source=RegistrationSource.ORGANIZER,
            by=factories.user(),
            at=utc_now(),
        )
        db.session.commit()
        through.set()

    in_threads(app, leave, come)
    return set(db.session.scalars(sa.select(Registration.status)))


def test_a_new_title_leaves_the_places_that_someone_else_has_just_set(app):
    event, by = factories.event(capacity=50), factories.user()
    names = [field.name for field in fields(EventDetails) if field.name != "capacity"]
    present = {name: getattr(event, name) for name in names}
    # What another organizer saved after we had read the event.
    raised = sa.update(Quota).where(Quota.id == event.places.id).values(capacity=100)
    db.session.execute(raised, execution_options={"synchronize_session": False})
    details = EventDetails(**{**present, "title": "Yeni ad", "capacity": 50})
    change_event(event, details, by=by, at=utc_now())
    db.session.commit()
    assert db.session.scalar(sa.select(Quota.capacity)) == 100
