"""A button that is pressed twice in one moment: the second press sees what the first one made."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.devices import Device
from models.events import Event
from models.users import User
from operations.base.holds import hold_event
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.check_in.devices import prepare_device
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.factories import NOW
from tests.turns import Client, while_held

pytestmark = pytest.mark.race


def _add_door(event, by):
    add_checkpoint(event, CheckpointDetails(name="Salon A"), by=by, at=NOW)


def _add_phone(event, by):
    prepare_device(event, name="Salon A", checkpoints=checkpoints_of(event), by=by, at=NOW)


@pytest.mark.parametrize(
    ("what", "add", "kind"),
    [("checkpoints", _add_door, Checkpoint), ("devices", _add_phone, Device)],
)
def test_second_press_is_told_that_the_name_is_taken(app, what, add, kind):
    event, organizer = factories.event(), factories.user()
    doors = [str(door.id) for door in checkpoints_of(event)]
    db.session.commit()
    event_id, by_id = event.id, organizer.id

    def first():
        event = db.session.get_one(Event, event_id)
        hold_event(event)
        add(event, db.session.get_one(User, by_id))

    def second():
        path = f"/organizer/events/{event_id}/{what}/new"
        return Client(app, by_id).post(path, name="Salon A", doors=doors)

    assert while_held(app, first, second) == 422
    named = sa.select(sa.func.count(kind.id)).where(kind.name == "Salon A")
    assert db.session.scalar(named) == 1
