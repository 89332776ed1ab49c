import pytest
import sqlalchemy as sa

from extensions import db
from models.check_in import Checkpoint
from tests import factories
from tests.blueprints.organizer.scene import scene

FORM = {"name": "Salon A", "opens_at": "2027-06-01T09:00", "closes_at": "2027-06-01T12:00"}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def test_door_is_added_and_leads_to_its_scanner(browser):
    there = scene()
    doors = f"/organizer/events/{there.event.id}/checkpoints"
    answer = browser.submit(
        f"{doors}/new", {**FORM, "session": str(there.session.id), "reentry": "y"}
    )
    assert (answer.status_code, answer.location) == (303, doors)
    door = db.session.scalars(sa.select(Checkpoint).where(Checkpoint.name == "Salon A")).one()
    assert (door.session_id, door.reentry, door.multiple) == (there.session.id, True, False)
    assert door.opens_at and door.opens_at.hour == 6
    links = [e.attributes["href"] for e in browser.get(doors).all("a")]
    assert any(str(door.id) in link and "check-in" in link for link in links)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""), ("name", "x" * 101), ("name", "Giriş"), ("closes_at", "2027-06-01T09:00"),
        ("opens_at", "x"), ("session", "999999"), ("session", "-1"), ("session", "x"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(browser, field, typed):
    there = scene()
    page = browser.post(
        f"/organizer/events/{there.event.id}/checkpoints/new", {**FORM, field: typed}
    )
    assert page.all("p", id=f"{field}-error"), page.words("main")


def test_session_of_another_event_is_no_choice(browser):
    there, other = scene(), scene()
    page = browser.post(
        f"/organizer/events/{there.event.id}/checkpoints/new",
        {**FORM, "session": str(other.session.id)},
    )
    assert page.all("p", id="session-error")


def test_door_is_changed_and_may_keep_its_name(browser):
    there = scene()
    address = f"/organizer/checkpoints/{there.checkpoint.id}/edit"
    assert browser.submit(address, {"name": "Giriş", "multiple": "y"}).status_code == 303
    db.session.refresh(there.checkpoint)
    assert (there.checkpoint.name, there.checkpoint.multiple) == ("Giriş", True)
