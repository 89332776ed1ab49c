"""What a door phone may not do: as a kiosk, for somebody who has left, after it was revoked."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.check_in import Scan
from models.devices import Device
from models.users import Role
from operations.devices import pair_own_phone
from queries.checkpoints import checkpoints_of
from tests import factories
from tests.blueprints.check_in.phones import Phone


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def kiosk(app, event):
    return Phone(app.test_client(), event, kiosk=True)


def _ago(minutes):
    return datetime.now(UTC) - timedelta(minutes=minutes)


def _scans():
    db.session.rollback()
    return db.session.scalars(sa.select(Scan).order_by(Scan.id)).all()


def _staff(event, role=Role.CHECK_IN_STAFF):
    return factories.user(role, province=event.province)


def _own_phone(client, event, staff):
    """Its headers and its door, as `Phone` has them."""
    _device, token = pair_own_phone(
        event, checkpoints_of(event), name=staff.name, by=staff, at=datetime.now(UTC)
    )
    db.session.commit()
    return {"Authorization": f"Bearer {token}"}, checkpoints_of(event)[0].id


def test_phone_of_one_session_is_one_phone_however_often_it_forgets_who_it_is(app, event):
    client, door = app.test_client(), checkpoints_of(event)[0].id
    factories.sign_in(client, _staff(event))
    page = client.get(f"/check-in/{door}?lang=en").text
    csrf = {"X-CSRFToken": page.partition('name="csrf-token" content="')[2].partition('"')[0]}
    paired = [client.post(f"/check-in/{door}/own-phone", headers=csrf).get_json() for _ in range(4)]
    assert len({told["id"] for told in paired}) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Device)) == 1
    tokens = [{"Authorization": f"Bearer {told['token']}"} for told in paired]
    answers = [client.get(f"/check-in/{door}/pack", headers=token) for token in tokens]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 200]
